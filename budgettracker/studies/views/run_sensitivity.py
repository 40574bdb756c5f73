"""What a costing run would come to if an assumption were lower or higher, and how many weeks of a placement it would buy."""

import uuid

from flask import render_template, request

from budgettracker.access import Permission, requires
from budgettracker.costing.results.queries.capacity import capacity_of
from budgettracker.costing.results.queries.sensitivity import sensitivity_of
from budgettracker.database import db
from budgettracker.studies.rules.profiles import require_rows
from budgettracker.studies.rules.sensitivity_page import break_even, tornado
from budgettracker.studies.views.blueprint import Answer, bp
from budgettracker.studies.views.runs import AT, run_with_results


@bp.route(f"{AT}/sensitivity")
@requires(Permission.RUN_STUDIES)
def run_sensitivity(study_id: uuid.UUID, number: int) -> Answer:
    """One assumption at a time, as a tornado and its table; break-even, where the address says what a week costs."""
    study, run = run_with_results(study_id, number)
    require_rows(study.profile)
    swings = sensitivity_of(db.session(), run.id)
    address = request.args
    return render_template(
        "studies/run_sensitivity.html",
        study=study,
        run=run,
        sensitivity=swings,
        bars=tornado(swings) if swings else [],
        even=break_even(swings, address.get("week", ""), address.get("source", ""), address.get("year", "")),
        capacity=capacity_of(db.session(), run),
    )
