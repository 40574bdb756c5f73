"""Approving several requests and limits at once."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.budgets.actions import approve_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.database import savepoint
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions import approve_spend
from budgettracker.spend.models import Spend


def approve_several(
    by: Person, rows: Sequence[Spend | LimitChange], *, on: date, at: datetime
) -> list[Spend | LimitChange]:
    """Approve each request and limit that this person may approve, each as if alone; gives those that were left.

    Locks are taken in order of the positions' ids, so that two people with the same list never wait for each other.
    """
    left: list[Spend | LimitChange] = []
    for row in sorted(rows, key=_order):
        try:
            with savepoint():
                if isinstance(row, LimitChange):
                    approve_limit(by, row, on=on, at=at)
                else:
                    approve_spend(by, row, on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def _order(row: Spend | LimitChange) -> tuple[uuid.UUID, uuid.UUID]:
    return row.period_id or row.id, row.id
