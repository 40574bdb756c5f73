"""Decide a proposed limit: approve it, or decline it with a reason."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.budgets import actions, queries
from budgettracker.budgets.forms import DecideForm
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.views.blueprint import Answer, bp
from budgettracker.budgets.views.show_limits import limit_page
from budgettracker.web import now, today


@bp.route("/limits/<uuid:change_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_limit(change_id: uuid.UUID) -> Answer:
    """Approve or decline a limit, with the facts on one page."""
    change = queries.limit_change_to_decide(g.person, change_id, today())
    form = DecideForm()

    def decide() -> None:
        deed = actions.approve_limit if form.approves else actions.decline_limit
        deed(g.person, change, form.reason.data or "", on=today(), at=now())

    return limit_page(
        change,
        form,
        decide,
        possible=change.state == LimitState.REQUESTED,
        template="budgets/decide_limit.html",
    )
