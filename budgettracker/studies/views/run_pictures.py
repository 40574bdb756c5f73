"""A costing run in pictures, each with its table: the same that its workbook has."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.results.kinds import Cut
from budgettracker.costing.results.queries.kept import arm_sums, cut_of, family_places, family_sums, results_of
from budgettracker.costing.results.queries.sensitivity import sensitivity_of
from budgettracker.database import db
from budgettracker.drawing import BANDS, band_pence
from budgettracker.families.kinds import Arm
from budgettracker.studies.rules.pictures_page import Sums, pictures
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results


@bp.route(f"{AT}/pictures")
@requires(Permission.RUN_STUDIES)
def run_pictures(study_id: uuid.UUID, number: int) -> Answer:
    """Parts by arm, distribution, time by kind, cost by month, families at risk, and the tornado."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    session = db.session()
    sums: dict[Arm, Sums] = {}
    for each in arm_sums(session, run.id):
        before = sums.get(each.arm, Sums(0, {}))
        pence = {name: before.pence.get(name, 0) + some for name, some in each.pence.items()}
        sums[each.arm] = Sums(before.families + each.families, pence)
    step = band_pence(family_sums(session, run.id).largest_pence)
    return render_template(
        "studies/run_pictures.html",
        study=study,
        run=run,
        pictures=pictures(
            results_of(session, run.id).results,
            sums,
            cut_of(session, run.id, Cut.AUTHORITY),
            cut_of(session, run.id, Cut.MONTH),
            family_places(session, run.id, step),
            step * BANDS,
            sensitivity_of(session, run.id),
        ),
    )
