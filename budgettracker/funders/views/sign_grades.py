"""The page on which somebody grades a run under their name."""

import uuid

from flask import g, redirect, url_for

from budgettracker.access import Permission, requires
from budgettracker.database import db
from budgettracker.funders.actions.sign_grades import sign_grades as sign
from budgettracker.funders.forms import GradesForm
from budgettracker.funders.kinds import FunderTable
from budgettracker.funders.queries.facts import run_facts
from budgettracker.funders.queries.settings import settings_of
from budgettracker.funders.rules.self_grade import requirements, supported
from budgettracker.funders.views.blueprint import TABLES, Answer, bp, run_with_amounts
from budgettracker.web import answered, now, refusals_to


@bp.route(f"{TABLES}/grades", methods=["GET", "POST"])
@requires(Permission.RUN_STUDIES)
def sign_grades(study_id: uuid.UUID, number: int) -> Answer:
    """Grade a run, with what the checklist supports beside each indicator; nothing is chosen beforehand."""
    study, run = run_with_amounts(study_id, number)
    needed = requirements(run_facts(db.session(), study, run), settings_of(db.session(), study.id))
    form = GradesForm()
    if form.validate_on_submit():
        with refusals_to(form):
            sign(g.person, run, form.grades(), at=now())
        if not form.errors:
            page = url_for(
                "funders.funder_table",
                study_id=study.id,
                number=number,
                table=FunderTable.SELF_GRADE.value,
                banner="grades",
            )
            return redirect(page, 303)
    return answered(
        form,
        "funders/sign_grades.html",
        study=study,
        run=run,
        needed=needed,
        supported={indicator: supported(some) for indicator, some in needed.items()},
    )
