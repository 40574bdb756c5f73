"""A refund's money stands in the finance system's own file: its purchase's running total counts it from then on."""

from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.spend.actions.count_together import count_together
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.models import Refund, Spend


def meet_refund(by: Person, refund: Refund, *, at: datetime) -> bool:
    """Finance saw the money come back: the refund waits for no manager's tick. False where it waited for none any more."""
    spend = _locked(refund)
    if refund.ticked_at is not None:
        return False
    refund.ticked_by_id, refund.ticked_at = by.id, at
    _count(by, Deed.REFUND_MET, spend, refund, at)
    return True


def unmeet_refund(by: Person, refund: Refund, *, at: datetime) -> None:
    """The payment was not this refund: running totals count the purchase as it was paid, until a manager ticks."""
    spend = _locked(refund)
    refund.ticked_by_id, refund.ticked_at = None, None
    _count(by, Deed.REFUND_UNMET, spend, refund, at)


def _locked(refund: Refund) -> Spend:
    spend = db.session.scalars(select(Spend).where(Spend.id == refund.spend_id)).one()
    lock_spend(spend)
    db.session.refresh(refund)
    return spend


def _count(by: Person, deed: Deed, spend: Spend, refund: Refund, at: datetime) -> None:
    if spend.counts_pence is not None:
        count_together(spend)
    record(by, deed, spend, {"refund": refund.id}, at=at)
