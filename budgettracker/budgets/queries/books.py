"""The ledger, and whether it tells the same as the positions."""

import uuid

from sqlalchemy import func, select

from budgettracker.budgets.models import BudgetPeriod, LedgerEntry
from budgettracker.database import db


def ledger_of(period_id: uuid.UUID) -> list[LedgerEntry]:
    """Every move of a position in order."""
    return list(
        db.session.scalars(select(LedgerEntry).where(LedgerEntry.period_id == period_id).order_by(LedgerEntry.sequence))
    )


def faults() -> list[str]:
    """Positions that do not equal the sum of their ledger rows, gaps in a ledger, and caps passed, in words."""
    sums = (
        select(
            LedgerEntry.period_id,
            func.sum(LedgerEntry.limit_delta_pence).label("limit"),
            func.sum(LedgerEntry.committed_delta_pence).label("committed"),
            func.sum(LedgerEntry.spent_delta_pence).label("spent"),
            func.sum(LedgerEntry.over_delta_pence).label("over"),
            func.count().label("rows"),
            func.max(LedgerEntry.sequence).label("last"),
        )
        .group_by(LedgerEntry.period_id)
        .subquery()
    )
    found: list[str] = []
    rows = db.session.execute(
        select(BudgetPeriod, sums).outerjoin(sums, sums.c.period_id == BudgetPeriod.id).order_by(BudgetPeriod.id)
    )
    for period, _, limit, committed, spent, over, count, last in rows:
        stored = (period.limit_pence, period.committed_pence, period.spent_pence, period.over_pence)
        replayed = tuple(int(value or 0) for value in (limit, committed, spent, over))
        if stored != replayed:
            found.append(f"budget period {period.id}: position {stored} and ledger {replayed} differ (pence)")
        if not (count or 0) == (last or 0) == period.ledger_sequence:
            found.append(f"budget period {period.id}: ledger rows are missing or added")
        if period.committed_pence + period.spent_pence > period.limit_pence:
            found.append(f"budget period {period.id}: committed and spent are above the limit")
        if period.cap_pence is not None and period.limit_pence > period.cap_pence and not period.exception_by_id:
            found.append(f"budget period {period.id}: the limit is above the cap and nobody made an exception")
    return found
