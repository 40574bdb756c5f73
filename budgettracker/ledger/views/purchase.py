"""One purchase for those who keep or audit the authority's money, and its receipts."""

import uuid

from flask import Response, g, render_template

from budgettracker.access import Permission, requires
from budgettracker.audit.kinds import Deed
from budgettracker.audit.reading import note_reading
from budgettracker.families.models import Family
from budgettracker.ledger.queries.purchase import purchase_for, receipt_for
from budgettracker.ledger.views.blueprint import bp
from budgettracker.ledger.weekly.queries.files import files_with
from budgettracker.spend.queries import in_words
from budgettracker.spend.queries.publication import publication_marks
from budgettracker.spend.queries.shared import held_pictures
from budgettracker.spend.views.hand_out_receipt import hand_out
from budgettracker.web import fields_of


@bp.route("/ledger/spend/<uuid:spend_id>")
@requires(Permission.SEE_LEDGER)
def purchase(spend_id: uuid.UUID) -> str:
    """One purchase as its money is kept: amounts, who decided and why, receipts. No names of the family, no notes."""
    spend = purchase_for(g.person.authority_id, spend_id)
    note_reading(Deed.FAMILY_VIEWED, spend.family)
    marked = bool(publication_marks(spend.id))
    return render_template(
        "ledger/purchase.html",
        spend=spend,
        family=spend.family,
        held=held_pictures([receipt.id for receipt in spend.receipts], Family.restricted.is_(False)),
        in_files=", ".join(files_with(spend.id)),
        marked=marked,
        may_mark=Permission.KEEP_BOOKS in g.permissions and not marked and spend.bought_on is not None,
        **fields_of(in_words(spend)),
    )


@bp.route("/ledger/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_LEDGER)
def receipt(receipt_id: uuid.UUID) -> Response:
    """A receipt, for those who keep or audit the authority's money."""
    return hand_out(receipt_for(g.person.authority_id, receipt_id))
