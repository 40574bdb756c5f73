"""A run's rows on their way into the database: plain tuples, written many at a time."""

import uuid
from collections.abc import Iterator
from itertools import count
from typing import Any, cast

from sqlalchemy import Table, insert

from budgettracker.costing.models import RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.queries import AuthorityBooks
from budgettracker.costing.rules.lines import CostedEntry, Line, Pool, PoolLine, WorkerResult
from budgettracker.database import Base, db, uuid7
from budgettracker.worktime.queries import EntryRow

BATCH = 5_000
"""Rows kept in memory before they are written."""

ENTRY_COLUMNS = (
    "run_id", "entry_id", "version", "authority_id", "person_id", "team_id", "rate_id", "worked_on", "activity_id",
    "intervention", "contact_minutes", "preparation_minutes", "travel_minutes", "contact_cost_pence",
    "preparation_cost_pence", "travel_cost_pence", "mileage_cost_pence", "expenses_pence", "uplift_pence", "pooled",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "run_id", "entry_id", "position", "family_id", "destination", "reason", "share_from", "share_to", "share_of",
    "whole_contact_minutes", "whole_preparation_minutes", "whole_travel_minutes", "contact_minutes",
    "preparation_minutes", "travel_minutes", "contact_cost_pence", "preparation_cost_pence", "travel_cost_pence",
    "mileage_cost_pence", "expenses_pence", "indirect_share_pence",
)  # fmt: skip
POOL_COLUMNS = (
    "id", "run_id", "authority_id", "person_id", "month", "intervention", "activity_class", "cost_pence", "minutes",
    "family_minutes",
)  # fmt: skip
POOL_LINE_COLUMNS = (
    "id", "run_id", "pool_id", "position", "family_id", "destination", "reason", "minutes", "share_from", "share_to",
    "share_of", "indirect_share_pence",
)  # fmt: skip


class Rows:
    """Rows of one table, written when enough have come together."""

    def __init__(self, model: type[Base], columns: tuple[str, ...]) -> None:
        self._insert = insert(cast(Table, model.__table__))
        self._columns = columns
        self._kept: list[dict[str, Any]] = []

    def add(self, values: tuple[Any, ...]) -> None:
        """Keep one row, its values in the order of the columns."""
        self._kept.append(dict(zip(self._columns, values, strict=True)))

    def __len__(self) -> int:
        return len(self._kept)

    def write(self) -> None:
        """Write what is kept."""
        if self._kept:
            db.session.execute(self._insert, self._kept)
            self._kept = []


def ids_in_order() -> Iterator[uuid.UUID]:
    """Ids that sort in the order they are given out, so that a run's rows come back as they were written."""
    first = uuid7().int & ~(1 << 61)
    return (uuid.UUID(int=first + passed) for passed in count())


class RunRows:
    """One authority's part of a run, worker by worker, into its four tables."""

    def __init__(
        self, run_id: uuid.UUID, books: AuthorityBooks, rate_ids: dict[tuple[str, object], uuid.UUID],
        ids: Iterator[uuid.UUID],
    ) -> None:  # fmt: skip
        self._run_id, self._books, self._rate_ids, self._ids = run_id, books, rate_ids, ids
        self._entries = Rows(RunEntry, ENTRY_COLUMNS)
        self._lines = Rows(RunLine, LINE_COLUMNS)
        self._pools = Rows(RunPool, POOL_COLUMNS)
        self._pool_lines = Rows(RunPoolLine, POOL_LINE_COLUMNS)
        self.entries = self.lines = 0

    def add(self, result: WorkerResult, logged: list[EntryRow]) -> None:
        """One worker's entries, lines and pools."""
        by_ref = {row.id.hex: row for row in logged}
        position = 0
        before = ""
        for one in result.entries:
            self._entries.add(self._entry(one, by_ref[one.entry]))
        for line in result.lines:
            position = position + 1 if line.of.entry == before else 0
            before = line.of.entry
            self._lines.add(self._line(line, by_ref[before].id, position))
        self._add_pools(result)
        self.entries += len(result.entries)
        self.lines += len(result.lines)
        if len(self._entries) + len(self._lines) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write everything kept; pools before their lines."""
        for rows in (self._entries, self._lines, self._pools, self._pool_lines):
            rows.write()

    def _entry(self, one: CostedEntry, row: EntryRow) -> tuple[Any, ...]:
        return (
            self._run_id, row.id, row.version, self._books.part.authority_id, row.person_id,
            self._books.staff.team_on(one.worker, one.worked_on), self._rate_ids[one.post, one.rate_from],
            one.worked_on, self._books.activities[one.activity][0], one.intervention, one.contact_minutes,
            one.preparation_minutes, one.travel_minutes, one.contact_cost_pence, one.preparation_cost_pence,
            one.travel_cost_pence, one.mileage_cost_pence, one.expenses_pence, one.uplift_pence, one.pooled,
        )  # fmt: skip

    def _line(self, line: Line, entry_id: uuid.UUID, position: int) -> tuple[Any, ...]:
        return (
            next(self._ids), self._run_id, entry_id, position, self._family(line.family), line.destination, line.reason,
            *line[4:],
        )  # fmt: skip

    def _add_pools(self, result: WorkerResult) -> None:
        pool_ids: dict[Pool, uuid.UUID] = {}
        for pool in result.pools:
            pool_ids[pool] = next(self._ids)
            self._pools.add(
                (
                    pool_ids[pool], self._run_id, self._books.part.authority_id, uuid.UUID(pool.worker), pool.month,
                    pool.intervention, pool.activity_class, pool.cost_pence, pool.minutes, pool.family_minutes,
                )
            )  # fmt: skip
        at: dict[uuid.UUID, int] = {}
        for line in result.pool_lines:
            pool_id = pool_ids[line.of]
            self._pool_lines.add(self._pool_line(line, pool_id, at.get(pool_id, 0)))
            at[pool_id] = at.get(pool_id, 0) + 1

    def _pool_line(self, line: PoolLine, pool_id: uuid.UUID, position: int) -> tuple[Any, ...]:
        return (
            next(self._ids), self._run_id, pool_id, position, self._family(line.family), line.destination, line.reason,
            *line[4:],
        )  # fmt: skip

    def _family(self, reference: str | None) -> uuid.UUID | None:
        return None if reference is None else self._books.family_ids[reference]
