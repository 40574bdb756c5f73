"""One purchase for those who keep or audit the authority's money, and its receipts."""

import uuid

from flask import Response, g, render_template

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.ledger.queries.purchase import purchase_for, receipt_for
from budgettracker.ledger.views.blueprint import bp
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend.kinds import PaymentMethod, Review, SpendKind, SpendState, VatStatus
from budgettracker.spend.queries import net_paid
from budgettracker.spend.views.hand_out_receipt import hand_out


@bp.route("/ledger/spend/<uuid:spend_id>")
@requires(Permission.SEE_LEDGER)
def purchase(spend_id: uuid.UUID) -> str:
    """One purchase as its money is kept: amounts, who decided and why, receipts. No names of the family, no notes."""
    spend = purchase_for(g.person.authority_id, spend_id)
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    return render_template(
        "ledger/purchase.html",
        spend=spend,
        family=spend.family,
        names=names_of([spend.recorded_by_id, spend.decided_by_id, spend.bought_by_id, spend.reviewed_by_id]),
        other_help=spend.kind == SpendKind.OTHER_HELP,
        state_words=SpendState(spend.state).words,
        review_words=Review(spend.review).words if spend.review != Review.NONE else None,
        paid_how=PaymentMethod(spend.payment_method).words if spend.payment_method else None,
        vat_words=VatStatus(spend.vat_status).words,
        net_pence=net_paid(spend),
        came_back=[(refund, -refund.amount_pence) for refund in spend.refunds],
    )


@bp.route("/ledger/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_LEDGER)
def receipt(receipt_id: uuid.UUID) -> Response:
    """A receipt, for those who keep or audit the authority's money."""
    return hand_out(receipt_for(g.person.authority_id, receipt_id))
