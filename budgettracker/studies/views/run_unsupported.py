"""What a costing run does not support, by name: rates, families, and worker-months whose logs are thin."""

import uuid
from datetime import date

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.costing.kinds import Mode
from budgettracker.costing.results.queries.imputed import imputed_months
from budgettracker.costing.results.queries.unsupported import (
    MOST_NAMED,
    rates_unsupported,
    unsupported_families,
)
from budgettracker.costing.results.rules.imputed import Imputed
from budgettracker.costing.run.models import CostingRun
from budgettracker.costing.run.queries.run_costs import AuthorityPart, authorities_of
from budgettracker.costing.run.queries.runs import totals_of
from budgettracker.database import db
from budgettracker.studies.models import Study
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.views.blueprint import Answer, bp, names_of
from budgettracker.studies.views.costing_run import thin_rows
from budgettracker.studies.views.runs import AT, run_with_results
from budgettracker.web import page_number

MONTHS_A_PAGE = 25


@bp.route(f"{AT}/unsupported")
@requires(Permission.RUN_STUDIES)
def run_unsupported(study_id: uuid.UUID, number: int) -> Answer:
    """Rates that price their work badly, families that some results leave out, and worker-months that do not support mode A.

    Families and workers stand under the study's names. Only where it is asked for, missing time is filled in beside the run.
    """
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    authorities = authorities_of(run)
    rows, page, name = thin_rows(study, run, authorities), page_number(), names_of(study).family
    months = rows[(page - 1) * MONTHS_A_PAGE : page * MONTHS_A_PAGE]
    filled = _filled(study, run, authorities) if request.args.get("fill") == "yes" else None
    time_pence = totals_of(run).sums.families_pence
    filled_pence = sum(each.pence or 0 for each in (filled or {}).values())
    return render_template(
        "studies/run_unsupported.html",
        study=study,
        run=run,
        months=months,
        in_all=len(rows),
        filled=filled,
        filled_months=[(row, filled[row.worker, row.month]) for row in months if (row.worker, row.month) in filled]
        if filled is not None
        else [],
        filled_pence=filled_pence,
        time_pence=time_pence,
        with_filled_pence=time_pence + filled_pence,
        rates=rates_unsupported(db.session(), run),
        families=[
            (each.words, each.families, sorted(map(name, each.named)), each.families - len(each.named))
            for each in unsupported_families(db.session(), run)
        ],
        most=MOST_NAMED,
        page=page,
        pages=-(-len(rows) // MONTHS_A_PAGE),
    )


def _filled(study: Study, run: CostingRun, authorities: list[AuthorityPart]) -> dict[tuple[str, date], Imputed]:
    """What each thin worker-month misses, by the study's name for the worker."""
    worker = names_of(study).worker
    all_time = [part.authority_id for part in authorities if part.mode is Mode.ALL_TIME]
    months = imputed_months(db.session(), run.id, all_time)
    return {(worker(person_id), month): each for (person_id, month), each in months.items()}
