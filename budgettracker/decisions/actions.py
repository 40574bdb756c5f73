"""Several decisions and looks at once: each as if alone, and those that are left are named."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from budgettracker.budgets.actions import approve_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.database import savepoint
from budgettracker.decisions.queries.own_money import OwnMoney
from budgettracker.decisions.queries.proposals import Proposed
from budgettracker.decisions.queries.to_tick import ToTick
from budgettracker.decisions.queries.week_sample import Sampled
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions import (
    approve_spend,
    decide_proposal,
    decide_reimbursement,
    see_correction,
    tick_refund,
)
from budgettracker.spend.models import Spend

NO_WORDS = "none"
"""The sign of a tick that has none: that of no words that stand."""


def approve_several(
    by: Person,
    rows: Sequence[Spend | LimitChange],
    *,
    as_read: Mapping[uuid.UUID, str] | None = None,
    on: date,
    at: datetime,
) -> list[Spend | LimitChange]:
    """Approve each request and limit that this person may approve, each as if alone; gives those that were left.

    `as_read` has the signs of the words that were read on the list: a request that says something else by now is left.

    Locks are taken in order of the positions' ids, so that two people with the same list never wait for each other.
    """
    left: list[Spend | LimitChange] = []
    for row in sorted(rows, key=_order):
        try:
            with savepoint():
                if isinstance(row, LimitChange):
                    approve_limit(by, row, on=on, at=at)
                else:
                    approve_spend(by, row, as_read=(as_read or {}).get(row.id, ""), on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def confirm_own_money(
    by: Person, rows: Sequence[OwnMoney], *, as_read: Mapping[uuid.UUID, str], on: date, at: datetime
) -> list[OwnMoney]:
    """Confirm the reimbursement of each purchase that this person may confirm; gives those that were left.

    `as_read` has the signs of the words that were read on the list: what says something else by now is left.
    """
    left = []
    for row in sorted(rows, key=lambda row: _order(row.spend)):
        try:
            with savepoint():
                decide_reimbursement(by, row.spend, confirm=True, as_read=as_read.get(row.id, ""), on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def agree_to_several(
    by: Person, rows: Sequence[Proposed], *, as_read: Mapping[uuid.UUID, str], on: date, at: datetime
) -> list[Proposed]:
    """Agree to each proposal that this person may agree to; gives those that were left.

    `as_read` has the signs of the words that were read on the list: what says something else by now is left, and so is
    what was ticked without any.
    """
    left = []
    for row in sorted(rows, key=lambda row: (_order(row.spend), row.id)):
        try:
            with savepoint():
                sign = as_read.get(row.id) or NO_WORDS
                decide_proposal(by, row.proposal, agree=True, reason="", as_read=sign, on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def tick_several(by: Person, rows: Sequence[ToTick], *, on: date, at: datetime) -> list[ToTick]:
    """Tick each refund or reversal that this person may tick; gives those that were left."""
    left = []
    for row in sorted(rows, key=lambda row: (_order(row.spend), row.id)):
        try:
            with savepoint():
                tick_refund(by, row.spend, row.refund, on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def tick_sample(by: Person, rows: Sequence[Sampled], *, on: date, at: datetime) -> list[Sampled]:
    """Tick each of the week's sample that this person may tick; gives those that were left."""
    left = []
    for row in sorted(rows, key=lambda row: (_order(row.spend), row.id)):
        try:
            with savepoint():
                if row.correction is not None:
                    see_correction(by, row.spend, row.correction.rows, on=on, at=at)
                elif row.taken_out is not None:
                    tick_refund(by, row.spend, row.taken_out.refund, on=on, at=at)
        except Refusal:
            left.append(row)
    return left


def _order(row: Spend | LimitChange) -> tuple[uuid.UUID, uuid.UUID]:
    return row.period_id or row.id, row.id
