"""Move money: lock a position and move it together with its ledger row. Nothing else changes a position."""

import functools
import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import cast

from sqlalchemy import Select, Table, insert, select
from sqlalchemy.orm import contains_eager

from budgettracker.budgets import rules
from budgettracker.budgets.actions.post import closed_until, post
from budgettracker.budgets.kinds import TAKES, Entry
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry, Posting
from budgettracker.budgets.queries import period_holding, position_of
from budgettracker.bulk import Rows, as_kept, chunks, ids_in_order
from budgettracker.database import db
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.periods import day_of

LEDGER = cast(Table, LedgerEntry.__table__)
_COLUMNS = (
    *("id", "period_id", "sequence", "entry", "limit_delta_pence", "committed_delta_pence", "spent_delta_pence"),
    *("over_delta_pence", "spend_id", "limit_change_id", "by_id", "at"),
)


def lock(period_id: uuid.UUID) -> BudgetPeriod:
    """Take the lock on a position and read it anew. Every deed on the money starts here.

    PostgreSQL locks the row; on SQLite the whole transaction already holds the one write lock (BEGIN IMMEDIATE).
    """
    return db.session.scalars(
        select(BudgetPeriod)
        .join(BudgetPeriod.budget)
        .options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
        .where(BudgetPeriod.id == period_id)
        .with_for_update(of=BudgetPeriod)
        .execution_options(populate_existing=True)
    ).one()


def lock_all(period_ids: Collection[uuid.UUID]) -> list[BudgetPeriod]:
    """Take the locks on many positions, in the order of their ids, as `lock` does for each."""
    periods: list[BudgetPeriod] = []
    for ids in chunks(sorted(period_ids)):
        query = select(BudgetPeriod).join(BudgetPeriod.budget).where(BudgetPeriod.id.in_(ids)).order_by(BudgetPeriod.id)
        with_scheme = query.options(contains_eager(BudgetPeriod.budget).joinedload(Budget.scheme))
        locked = with_scheme.with_for_update(of=BudgetPeriod).execution_options(populate_existing=True)
        periods.extend(db.session.scalars(locked))
    return periods


def lock_on(family_id: uuid.UUID, on: date) -> BudgetPeriod | None:
    """Take the lock on the position of the family's budget on a day, as `lock` does; None where it has none."""
    return db.session.scalars(_lock_statement(), {"family": family_id, "day": on}).one_or_none()


@functools.cache
def _lock_statement() -> Select[tuple[BudgetPeriod]]:
    return period_holding().with_for_update(of=BudgetPeriod).execution_options(populate_existing=True)


def move(
    by: Person | None,
    period: BudgetPeriod,
    entry: Entry,
    *,
    limit: int = 0,
    committed: int = 0,
    spent: int = 0,
    over: int = 0,
    spend_id: uuid.UUID | None = None,
    refund_id: uuid.UUID | None = None,
    limit_change_id: uuid.UUID | None = None,
    on: date | None = None,
    at: datetime,
) -> None:
    """Move a locked position by these pence, together with the ledger row that explains the move and its posting.

    `on` is the day it happened where that is not the day it is recorded: bought, or come back (with its `refund_id`).

    Raises Refusal when the move would leave committed + spent above the limit, and where something new would be held or
    bought while an imported limit waits to be confirmed.
    """
    rules.require_opening(period.opening_waits and entry in TAKES, max(committed, spent, over))
    _move_position(period, limit, committed, spent, over)
    line_id = uuid7()
    row = {
        "id": line_id,
        "period_id": period.id,
        "sequence": period.ledger_sequence,
        "entry": entry,
        "limit_delta_pence": limit,
        "committed_delta_pence": committed,
        "spent_delta_pence": spent,
        "over_delta_pence": over,
        "spend_id": spend_id,
        "limit_change_id": limit_change_id,
        "by_id": by.id if by else None,
        "at": at,
    }
    db.session.connection().execute(insert(LEDGER), row)
    event_on = on or day_of(at)
    post(period.budget.authority_id, line_id, event_on, spent + over, spend_id=spend_id, refund_id=refund_id)


def _move_position(period: BudgetPeriod, limit: int, committed: int, spent: int, over: int) -> None:
    taken = committed + spent - limit
    if taken > 0:
        rules.require_room(position_of(period), taken)
    period.ledger_sequence += 1
    if limit:
        period.limit_pence += limit
    if committed:
        period.committed_pence += committed
    if spent:
        period.spent_pence += spent
    if over:
        period.over_pence += over


_POSTING = ("id", "authority_id", "event_on", "posted_on", "pence", "spend_id", "refund_id")


class ManyMoves:
    """Moves of money bought, given back, held or let go of many positions, all of them locked, on their way into the ledger.

    For imports: each position is moved at once, by the rule of `move`, and written once for all of its moves.
    """

    def __init__(self, authority_id: uuid.UUID, *, at: datetime) -> None:
        self._at, self._rows, self._ids = as_kept(at), Rows(LedgerEntry, _COLUMNS), ids_in_order()
        self._today = day_of(at)
        self._postings, self._authority = Rows(Posting, _POSTING), authority_id.hex
        self._closed_until = closed_until(authority_id)

    def add(
        self,
        by: Person,
        period: BudgetPeriod,
        entry: Entry,
        *,
        committed: int = 0,
        spent: int = 0,
        over: int = 0,
        spend_id: str,
        refund_id: str | None = None,
        on: date,
    ) -> None:
        """Move a locked position by these pence and keep the ledger row that explains it. Raises Refusal as `move`."""
        _move_position(period, 0, committed, spent, over)
        line_id = next(self._ids)
        row = line_id, period.id.hex, period.ledger_sequence, str(entry), 0, committed, spent, over
        self._rows.add((*row, spend_id, None, by.id.hex, self._at))
        self.post(line_id, on, spent + over, spend_id=spend_id, refund_id=refund_id)

    def set_limit(self, by: Person, period: BudgetPeriod, pence: int, *, limit_change_id: str) -> None:
        """Raise the limit of a locked position by these pence (below zero: lower it). Raises Refusal as `move`."""
        _move_position(period, pence, 0, 0, 0)
        line_id = next(self._ids)
        row = line_id, period.id.hex, period.ledger_sequence, str(Entry.LIMIT_SET), pence, 0, 0, 0
        self._rows.add((*row, None, limit_change_id, by.id.hex, self._at))
        self.post(line_id, self._today, 0, spend_id=None)

    def post(self, line_id: str, on: date, pence: int, *, spend_id: str | None, refund_id: str | None = None) -> None:
        """Keep the posting of a line of money, of other help too, which moves no position."""
        month = rules.posted_on(on, self._closed_until)
        days = on.isoformat(), month.isoformat()
        self._postings.add((line_id, self._authority, *days, pence, spend_id, refund_id))

    def ready(self) -> None:
        """Write the ledger's rows, and in which month each line is posted; positions wait."""
        self._rows.write()
        self._postings.write()

    def write(self) -> None:
        """Write the positions, the ledger's rows, and in which month each line is posted."""
        db.session.flush()
        self.ready()
