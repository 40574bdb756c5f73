"""What a costing run does not support, by name: rates, families, and worker-months whose logs are thin."""

import uuid

from flask import render_template

from budgettracker.access import Permission, requires
from budgettracker.costing.results.queries.unsupported import (
    MOST_NAMED,
    rates_unsupported,
    unsupported_families,
)
from budgettracker.costing.run.queries.run_costs import authorities_of
from budgettracker.database import db
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.costing_run import thin_rows
from budgettracker.studies.views.runs import AT, run_with_results
from budgettracker.web import page_number

MONTHS_A_PAGE = 50


@bp.route(f"{AT}/unsupported")
@requires(Permission.RUN_STUDIES)
def run_unsupported(study_id: uuid.UUID, number: int) -> Answer:
    """Rates that price their work badly, families that some results leave out, and worker-months that do not support mode A.

    Families and workers stand under the study's names.
    """
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    rows, page, name = thin_rows(study, run, authorities_of(run)), page_number(), names_of(study).family
    return render_template(
        "studies/run_unsupported.html",
        study=study,
        run=run,
        months=rows[(page - 1) * MONTHS_A_PAGE : page * MONTHS_A_PAGE],
        in_all=len(rows),
        rates=rates_unsupported(db.session(), run),
        families=[
            (each.words, each.families, sorted(map(name, each.named)), each.families - len(each.named))
            for each in unsupported_families(db.session(), run)
        ],
        most=MOST_NAMED,
        page=page,
        pages=-(-len(rows) // MONTHS_A_PAGE),
    )
