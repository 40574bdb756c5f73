"""Was anything bought from an imported limit before a senior manager had confirmed it, and is it marked as it stands?"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.audit.rules import Fault
from budgettracker.budgets.kinds import TAKES, Entry
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry, LimitChange
from budgettracker.database import db
from budgettracker.spend.models import Spend

OPENING = "opening"
"""The code of a fault: an opening balance was bought from, or is not marked as it stands."""


class _Line(NamedTuple):
    """One line of the ledger of a budget that has an opening balance, with what explains it."""

    period_id: uuid.UUID
    marked: bool
    entry: str
    at: datetime
    opening: bool | None
    limit_imported: bool | None
    confirmed_at: datetime | None
    bought_before: bool | None


def faults(authority_id: uuid.UUID | None = None) -> Iterator[Fault]:
    """Opening balances that were bought from before anybody confirmed them, or whose mark is not what their limits say."""
    opened = select(LimitChange.period_id).where(LimitChange.opening.is_(True))
    lines = (
        select(
            LedgerEntry.period_id,
            BudgetPeriod.opening_waits,
            LedgerEntry.entry,
            LedgerEntry.at,
            LimitChange.opening,
            LimitChange.imported,
            LimitChange.confirmed_at,
            Spend.imported,
        )
        .join(BudgetPeriod, BudgetPeriod.id == LedgerEntry.period_id)
        .join(BudgetPeriod.budget)
        .outerjoin(LimitChange, LimitChange.id == LedgerEntry.limit_change_id)
        .outerjoin(Spend, Spend.id == LedgerEntry.spend_id)
        .where(LedgerEntry.period_id.in_(opened))
        .order_by(LedgerEntry.period_id, LedgerEntry.sequence)
    )
    if authority_id is not None:
        lines = lines.where(Budget.authority_id == authority_id)
    rows = (_Line(*row) for row in db.session.execute(lines))
    for period_id, of_period in groupby(rows, key=lambda line: line.period_id):
        yield from (Fault("budget period", period_id, OPENING, words) for words in _wrong(list(of_period)))


def _wrong(lines: list[_Line]) -> Iterator[str]:
    waits, confirmed_at = False, None
    for line in lines:
        if line.entry == Entry.LIMIT_SET and line.opening:
            waits, confirmed_at = True, line.confirmed_at
        elif line.entry == Entry.LIMIT_SET and not line.limit_imported:
            waits = False
        elif waits and _too_early(line, confirmed_at):
            yield "something was bought from an imported limit that nobody had confirmed"
            break
    if (waits and confirmed_at is None) != lines[-1].marked:
        yield "it is not marked as waiting for a senior manager as its limits say"


def _too_early(line: _Line, confirmed_at: datetime | None) -> bool:
    """Does the line hold or buy something new, which its import had not brought, before the limit was confirmed?"""
    new = line.entry in TAKES and not line.bought_before
    return new and (confirmed_at is None or line.at < confirmed_at)
