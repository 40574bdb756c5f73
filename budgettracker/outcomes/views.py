"""The pages of a family's outcomes: the list with its form, and the button that takes one back."""

import uuid

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from budgettracker.access import Permission, requires
from budgettracker.banner import banner_of
from budgettracker.families.queries import family_to_change
from budgettracker.outcomes import actions
from budgettracker.outcomes.forms import OutcomeForm
from budgettracker.outcomes.kinds import Outcome
from budgettracker.outcomes.queries import outcome_to_change, outcomes_of
from budgettracker.web import answered, now, refusals_to, today

bp = Blueprint("outcomes", __name__)
Answer = Response | str | tuple[str, int]
BANNERS = {
    "recorded": "The outcome is recorded.",
    "withdrawn": "The outcome is withdrawn. It stays in the family's history.",
}


@bp.route("/families/<uuid:family_id>/outcomes", methods=["GET", "POST"])
@requires(Permission.OPEN_FAMILIES)
def record_outcome(family_id: uuid.UUID) -> Answer:
    """What became of a family, and the form that adds to it."""
    family = family_to_change(g.person, family_id, today())
    form = OutcomeForm(data={"happened_on": today()})
    form.offer(family.children)
    if form.validate_on_submit():
        chosen = form.child.data if "child" in form else None
        child = next((each for each in family.children if str(each.id) == chosen), None)
        with refusals_to(form):
            actions.record_outcome(
                g.person,
                family,
                Outcome(form.outcome.data),
                form.happened_on.data,
                child=child,
                code=form.code.data,
                on=today(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("outcomes.record_outcome", family_id=family.id, banner="recorded"), 303)
    return answered(
        form,
        "outcomes/record_outcome.html",
        family=family,
        rows=outcomes_of(family.id),
        outcome_words={str(each): each.words for each in Outcome},
        banner=banner_of(BANNERS),
    )


@bp.route("/outcomes/<uuid:outcome_id>/withdraw", methods=["POST"])
@requires(Permission.OPEN_FAMILIES)
def withdraw_outcome(outcome_id: uuid.UUID) -> Answer:
    """Take back an outcome that was recorded wrongly."""
    row = outcome_to_change(g.person, outcome_id, today())
    actions.withdraw_outcome(g.person, row, at=now())
    return redirect(url_for("outcomes.record_outcome", family_id=row.family_id, banner="withdrawn"), 303)
