"""Add a receipt to a purchase that has been made."""

import uuid

from flask import g, redirect

from budgettracker.access import Permission, requires
from budgettracker.spend import actions
from budgettracker.spend.forms import ReceiptForm
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import digests_of, spend_to_change
from budgettracker.spend.queries.shared import bought_shares_without
from budgettracker.spend.views.blueprint import Answer, bp
from budgettracker.spend.views.hand_out_receipt import folder
from budgettracker.spend.views.sent_receipt import safe_receipts
from budgettracker.spend.views.show import address_of, shown
from budgettracker.web import answered, now, refusals_to, today


@bp.route("/spend/<uuid:spend_id>/receipt", methods=["GET", "POST"])
@requires(Permission.LOG_SPEND)
def add_receipt(spend_id: uuid.UUID) -> Answer:
    """Add a receipt to a purchase that has been made, and to the other shares of the receipt that are this person's."""
    spend = spend_to_change(g.person, spend_id, today())
    form = ReceiptForm()
    if form.is_submitted():
        fits, receipts = form.validate(), safe_receipts(form, digests_of(spend.id))
        if fits and receipts and not form.errors:
            with refusals_to(form):
                for receipt in receipts:
                    for each in (spend, *bought_shares_without(g.person, spend, receipt.digest, today())):
                        actions.add_receipt(g.person, each, receipt, folder(), at=now())
            if not form.errors:
                return redirect(address_of(spend), 303)
    elif spend.state in (SpendState.DECLINED, SpendState.WITHDRAWN) and not form.errors:
        return redirect(address_of(spend), 303)
    return answered(form, "spend/add_receipt.html", **shown(spend))
