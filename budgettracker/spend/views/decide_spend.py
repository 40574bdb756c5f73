"""Decide a request: approve it, or decline it with a reason."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import DecideSpendForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change, words_sign
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import read_now, spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/decide", methods=["GET", "POST"])
@requires(Permission.DECIDE)
def decide_spend(spend_id: uuid.UUID) -> Answer:
    """Approve or decline a request, with the facts on one page."""
    spend = spend_to_change(g.person, spend_id, today())
    form = DecideSpendForm(data={"amount": spend.planned_pence, "as_read": words_sign(spend)})
    if spend.is_plan:
        del form.amount

    def decide() -> None:
        reason, as_read = form.reason.data or "", read_now(form, spend)
        if not form.approves:
            actions.decline_spend(g.person, spend, reason, on=today(), at=now())
            return
        pence = form.amount.data if "amount" in form else None
        condition = form.condition.data or ""
        actions.approve_spend(
            g.person, spend, reason, pence=pence, condition=condition, as_read=as_read, on=today(), at=now()
        )

    return spend_page(
        spend,
        form,
        decide,
        possible=spend.state == SpendState.REQUESTED,
        template="spend/decide_spend.html",
        weighs=True,
    )
