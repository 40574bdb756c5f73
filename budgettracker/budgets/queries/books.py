"""The ledger, and whether it tells the same as the positions."""

import uuid

from sqlalchemy import func, select

from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry
from budgettracker.database import db


def ledger_of(period_id: uuid.UUID) -> list[LedgerEntry]:
    """Every move of a position in order."""
    return list(
        db.session.scalars(select(LedgerEntry).where(LedgerEntry.period_id == period_id).order_by(LedgerEntry.sequence))
    )


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Positions that do not equal the sum of their ledger rows, gaps in a ledger, and caps passed.

    Of one authority, or of all.
    """
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
    faults: list[Fault] = []
    query = select(BudgetPeriod, sums).outerjoin(sums, sums.c.period_id == BudgetPeriod.id).order_by(BudgetPeriod.id)
    if authority_id is not None:
        query = query.join(BudgetPeriod.budget).where(Budget.authority_id == authority_id)

    def tell(code: str, words: str) -> None:
        faults.append(Fault("budget period", period.id, code, words))

    for period, _, limit, committed, spent, over, count, last in db.session.execute(query):
        stored = (period.limit_pence, period.committed_pence, period.spent_pence, period.over_pence)
        replayed = tuple(int(value or 0) for value in (limit, committed, spent, over))
        if stored != replayed:
            tell("position", f"position {stored} and ledger {replayed} differ (pence)")
        if not (count or 0) == (last or 0) == period.ledger_sequence:
            tell("rows", "ledger rows are missing or added")
        if period.committed_pence + period.spent_pence > period.limit_pence:
            tell("limit", "committed and spent are above the limit")
        if period.cap_pence is not None and period.limit_pence > period.cap_pence and not period.exception_by_id:
            tell("cap", "the limit is above the cap and nobody made an exception")
    return faults
