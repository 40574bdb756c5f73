"""Decide a request: approve it, or decline it with a reason."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.budgets.forms import DecideForm
from budgettracker.spend import actions
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_spend(spend_id: uuid.UUID) -> Answer:
    """Approve or decline a request, with the facts on one page."""
    spend = spend_to_change(g.person, spend_id, today())
    form = DecideForm()

    def decide() -> None:
        deed = actions.approve_spend if form.approves else actions.decline_spend
        deed(g.person, spend, form.reason.data or "", on=today(), at=now())

    return spend_page(
        spend,
        form,
        decide,
        possible=spend.state == SpendState.REQUESTED,
        template="spend/decide_spend.html",
        weighs=True,
    )
