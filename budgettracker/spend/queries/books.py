"""Do the purchases and the ledger tell the same story?"""

import uuid

from sqlalchemy import func, select

from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import LedgerEntry
from budgettracker.database import db
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Holds and prices that the ledger does not explain: each purchase's ledger rows must add up to it.

    Of one authority, or of all.
    """
    sums = (
        select(
            LedgerEntry.spend_id,
            func.sum(LedgerEntry.committed_delta_pence).label("committed"),
            func.sum(LedgerEntry.spent_delta_pence).label("spent"),
            func.sum(LedgerEntry.over_delta_pence).label("over"),
        )
        .where(LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.spend_id)
        .subquery()
    )
    back = select(Refund.spend_id, func.sum(Refund.amount_pence).label("back")).group_by(Refund.spend_id).subquery()
    query = (
        select(Spend, sums.c.committed, sums.c.spent, sums.c.over, back.c.back)
        .outerjoin(sums, sums.c.spend_id == Spend.id)
        .outerjoin(back, back.c.spend_id == Spend.id)
        .order_by(Spend.id)
    )
    if authority_id is not None:
        query = query.where(Spend.authority_id == authority_id)
    faults: list[Fault] = []
    for spend, committed, spent, over, refunded in db.session.execute(query):
        have = tuple(int(value or 0) for value in (committed, spent, over))
        should = _explained(spend, int(refunded or 0))
        if have != should:
            words = f"the ledger says {have}, the purchase {should}"
            faults.append(Fault("spend", spend.id, "purchase", words))
        if spend.decided_by_id is not None and spend.decided_by_id == spend.recorded_by_id:
            faults.append(Fault("spend", spend.id, "own", "decided by its own requester"))
    return faults


def _explained(spend: Spend, refunded: int) -> tuple[int, int, int]:
    """(committed, spent, over) that a purchase in its state must have in the ledger."""
    if spend.kind == SpendKind.OTHER_HELP:
        return 0, 0, 0
    if spend.state == SpendState.REQUESTED:
        return spend.planned_pence, 0, 0
    if spend.state == SpendState.APPROVED:
        return spend.approved_pence or 0, 0, 0
    if spend.state in (SpendState.BOUGHT, SpendState.REVERSED):
        return 0, (spend.paid_pence or 0) - refunded - spend.over_pence, spend.over_pence
    return 0, 0, 0
