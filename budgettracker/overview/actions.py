"""Deeds across features: approving several requests and limits at once, and checking the books."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.models import Deed
from budgettracker.budgets.actions import approve_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.database import savepoint
from budgettracker.errors import NotTheirs, RuleBroken
from budgettracker.overview.queries.books import GUARD, MOST_FAULTS, Proof, prove
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
        except RuleBroken:
            left.append(row)
    return left


def check_books(by: Person, *, at: datetime) -> Proof:
    """Prove the books of a person's own authority, and keep what was looked at and found with who asked and when."""
    if by.authority is None:
        raise NotTheirs
    proof = prove(by.authority.id)
    told = [(fault.code, fault.id) for fault in proof.faults] + [(GUARD, None)] * proof.guards
    changes = {
        "positions": proof.positions,
        "purchases": proof.purchases,
        "records": proof.records,
        "found": proof.found,
        "faults": [list(each) for each in told[:MOST_FAULTS]],
    }
    record(by, Deed.BOOKS_CHECKED, by.authority, changes, at=at)
    return proof


def _order(row: Spend | LimitChange) -> tuple[uuid.UUID, uuid.UUID]:
    return row.period_id or row.id, row.id
