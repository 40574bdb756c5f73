"""Keep a purchase's supplier out of what the authority publishes."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.models import PublicationMark, Spend
from budgettracker.spend.queries.publication import publication_marks


def keep_unpublished(by: Person, spend: Spend, *, whole_supplier: bool, at: datetime) -> PublicationMark:
    """Mark that the supplier of a purchase, or (`whole_supplier`) of every purchase from it, must not be named in public.

    Finance gets it in its next file of names to keep back. It takes nobody else, since naming a refuge can put a family
    in danger and leaving out a shop cannot; taking it off takes two.

    Raises Refusal where it is marked so already, and for a whole supplier of whom no name is recorded.
    """
    if whole_supplier and not spend.details.supplier:
        raise Refusal("how_far", "No supplier is recorded with this purchase. Keep this purchase back.")
    if any(mark.whole_supplier or not whole_supplier for mark in publication_marks(spend.id)):
        raise Refusal(None, "This is marked already.")
    mark = PublicationMark(
        authority_id=spend.authority_id,
        spend_id=spend.id,
        whole_supplier=whole_supplier,
        marked_by_id=by.id,
        marked_at=at,
    )
    db.session.add(mark)
    record(by, Deed.SPEND_KEPT_UNPUBLISHED, spend, {"whole_supplier": whole_supplier}, at=at)
    return mark
