"""Who may decide, and whom a higher limit would serve."""

import uuid
from collections.abc import Collection

from sqlalchemy import func, or_, select

from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import LedgerEntry
from budgettracker.database import db


def unresolved_people(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By cap period, who asked for or bought what is still held or over the limit: a higher limit would serve them."""
    spends = (
        select(LedgerEntry.period_id, LedgerEntry.spend_id)
        .where(LedgerEntry.period_id.in_(period_ids), LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.period_id, LedgerEntry.spend_id)
        .having(or_(func.sum(LedgerEntry.committed_delta_pence) > 0, func.sum(LedgerEntry.over_delta_pence) > 0))
        .subquery()
    )
    rows = db.session.execute(
        select(LedgerEntry.period_id, LedgerEntry.by_id)
        .join(spends, (LedgerEntry.spend_id == spends.c.spend_id) & (LedgerEntry.period_id == spends.c.period_id))
        .where(LedgerEntry.by_id.is_not(None), LedgerEntry.entry.in_((Entry.COMMITTED, Entry.BOUGHT, Entry.OVER_LIMIT)))
        .distinct()
    )
    found: dict[uuid.UUID, set[uuid.UUID]] = {each: set() for each in period_ids}
    for period_id, by_id in rows:
        found[period_id].add(by_id)
    return found


def unresolved_of(period_id: uuid.UUID, by_id: uuid.UUID) -> bool:
    """Does this person have a hold or money over the limit in the period that a higher limit would serve?"""
    return by_id in unresolved_people([period_id])[period_id]
