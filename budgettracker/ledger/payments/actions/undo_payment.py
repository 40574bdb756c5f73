"""Take back that a payment was a purchase: both stand in their lists again."""

from datetime import datetime

from sqlalchemy import delete, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.ledger.payments.models import PaymentMatch, SupplierAlias
from budgettracker.people.models import Person
from budgettracker.spend.actions.meet_refund import unmeet_refund
from budgettracker.spend.models import Refund


def undo_payment(by: Person, match: PaymentMatch, *, at: datetime) -> PaymentMatch:
    """Undo a match; what it taught about names is forgotten, and a refund whose wait it ended waits again.

    Raises Refusal when it is undone already.
    """
    db.session.execute(select(PaymentMatch.id).where(PaymentMatch.id == match.id).with_for_update())
    db.session.refresh(match)
    if match.undone_at is not None:
        raise Refusal(None, "This was undone already.")
    match.undone_by_id, match.undone_at = by.id, at
    for line in match.lines:
        line.undone = True
    for each in match.purchases:
        each.undone = True
        if each.ended_wait and each.refund_id is not None:
            refund = db.session.scalars(select(Refund).filter_by(id=each.refund_id)).one()
            unmeet_refund(by, refund, at=at)
    db.session.execute(delete(SupplierAlias).where(SupplierAlias.match_id == match.id))
    record(by, Deed.PAYMENT_UNDONE, match, {"lines": [line.line_id for line in match.lines]}, at=at)
    return match
