"""Money that comes back for a purchase: a line of its own, which moves the position. Nothing is deleted."""

from datetime import date, datetime

from budgettracker.budgets.actions import move, post
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.kinds import Reimbursement
from budgettracker.spend.models import Refund, Spend


def give_back(
    spend: Spend,
    period: BudgetPeriod | None,
    pence: int,
    day: date,
    *,
    recorded_by: Person,
    ticked_by: Person | None = None,
    ticked_at: datetime | None = None,
    at: datetime,
    reversal: bool = False,
    reference: str | None = None,
    vat_pence: int | None = None,
) -> Refund:
    """Add the row of money that came back for a locked purchase, and move the position; the deed records it.

    What waits for a decision goes on waiting: only who decides ends that. `ticked_by` is the second person who saw it.
    """
    within, over = rules.split_refund(pence, spend.over_pence)
    refund = Refund(
        id=uuid7(),
        authority_id=spend.authority_id,
        reference=reference,
        spend_id=spend.id,
        amount_pence=pence,
        over_pence=over,
        vat_pence=vat_pence,
        refunded_on=day,
        reversal=reversal,
        recorded_by_id=recorded_by.id,
        recorded_at=at,
        ticked_by_id=ticked_by.id if ticked_by else None,
        ticked_at=ticked_at,
    )
    spend.refunds.append(refund)
    spend.over_pence -= over
    if reversal:
        spend.reimbursement, spend.reimbursement_by_id, spend.reimbursement_at = Reimbursement.NONE, None, None
    db.session.flush()
    # What was recorded by mistake is taken out where it was put in, unless that month is closed by now.
    event_on = (spend.bought_on or day) if reversal else day
    if period is None:
        post(spend.authority_id, refund.id, event_on, -pence, spend_id=spend.id, refund_id=refund.id)
    else:
        move(
            recorded_by,
            period,
            Entry.REVERSED if reversal else Entry.REFUNDED,
            spent=-within,
            over=-over,
            spend_id=spend.id,
            refund_id=refund.id,
            on=event_on,
            at=at,
        )
    return refund
