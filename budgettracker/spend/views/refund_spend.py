"""Record a refund: money that came back for a purchase."""

import uuid

from flask import g

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import RefundForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spend_to_change, waiting_proposal
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.sent_receipt import safe_receipt
from budgettracker.spend.views.show import shown, spend_page
from budgettracker.web import answered, now, today


@bp.route("/spend/<uuid:spend_id>/refund", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def refund_spend(spend_id: uuid.UUID) -> Answer:
    """Record money that came back for a purchase."""
    spend = spend_to_change(g.person, spend_id, today())
    form = RefundForm(data={"refunded_on": today()})
    form.refunded_on.latest = today()
    form.refunded_on.too_late = "The date is in the future. Enter the day the money came back."
    document = safe_receipt(form) if form.is_submitted() and form.validate() else None

    def refund() -> None:
        amount, day = form.amount.data, form.refunded_on.data
        if document is None:
            actions.refund_spend(g.person, spend, amount, day, on=today(), at=now())
        else:
            actions.refund_with_document(g.person, spend, amount, day, document, folder(), on=today(), at=now())

    if form.errors:
        return answered(form, "spend/refund_spend.html", **shown(spend))
    return spend_page(
        spend,
        form,
        refund,
        possible=spend.state == SpendState.BOUGHT and waiting_proposal(spend.id) is None,
        template="spend/refund_spend.html",
    )
