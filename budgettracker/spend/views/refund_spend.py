"""Record a refund: money that came back for a purchase."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import RefundForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.show import spend_page
from budgettracker.web import now, today


@bp.route("/spend/<uuid:spend_id>/refund", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def refund_spend(spend_id: uuid.UUID) -> Answer:
    """Record money that came back for a purchase."""
    spend = spend_to_change(g.person, spend_id, today())
    form = RefundForm(data={"refunded_on": today()})
    form.refunded_on.latest = today()
    form.refunded_on.too_late = "The date is in the future. Enter the day the money came back."
    return spend_page(
        spend,
        form,
        lambda: actions.refund_spend(g.person, spend, form.amount.data, form.refunded_on.data, on=today(), at=now()),
        possible=spend.state == SpendState.BOUGHT,
        template="spend/refund_spend.html",
    )
