"""A run's rows on their way into the database: plain tuples, written many at a time."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from budgettracker.costing.actions.bulk import Rows, Value
from budgettracker.costing.models import RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.queries import AuthorityBooks
from budgettracker.costing.rules.lines import CostedEntry, Line, Pool, PoolLine, WorkerResult
from budgettracker.database import uuid7

BATCH = 5_000
"""Rows kept in memory before they are written."""

# The rules' own columns follow in their order, so that a row is the run's ids and then the amounts as reckoned.
_AMOUNTS = CostedEntry._fields.index("contact_minutes")
_SHARE = Line._fields.index("destination")
_POOL_SHARE = PoolLine._fields.index("destination")
ENTRY_COLUMNS = (
    *("run_id", "entry_id", "version", "authority_id", "person_id", "team_id", "rate_id", "worked_on", "activity_id"),
    *("intervention", *CostedEntry._fields[_AMOUNTS:]),
)
LINE_COLUMNS = ("id", "run_id", "entry_id", "position", "family_id", *Line._fields[_SHARE:])
POOL_COLUMNS = (
    *("id", "run_id", "authority_id", "person_id", "month", "intervention", "activity_class", "cost_pence", "minutes"),
    "family_minutes",
)
POOL_LINE_COLUMNS = ("id", "run_id", "pool_id", "position", "family_id", *PoolLine._fields[_POOL_SHARE:])


def ids_in_order() -> Iterator[str]:
    """Ids that sort in the order they are given out, so that a run's rows come back as they were written."""
    first = uuid7().int & ~(1 << 61)
    return (f"{first + passed:032x}" for passed in count())


class RunRows:
    """One authority's part of a run, worker by worker, into its four tables."""

    def __init__(
        self, run_id: uuid.UUID, books: AuthorityBooks, rate_ids: Mapping[tuple[str, date], str], ids: Iterator[str]
    ) -> None:
        self._run, self._authority = run_id.hex, books.part.authority_id.hex
        self._books, self._rate_ids, self._ids = books, rate_ids, ids
        self._activities = {name: of[0].hex for name, of in books.activities.items()}
        self._families: dict[str | None, str | None] = {None: None}
        self._entries = Rows(RunEntry, ENTRY_COLUMNS)
        self._lines = Rows(RunLine, LINE_COLUMNS)
        self._pools = Rows(RunPool, POOL_COLUMNS)
        self._pool_lines = Rows(RunPoolLine, POOL_LINE_COLUMNS)
        self.entries = self.lines = 0

    def add(self, result: WorkerResult, versions: Mapping[str, int]) -> None:
        """One worker's entries, lines and pools; `versions` are the entries' versions by their id."""
        for one in result.entries:
            self._entries.add(self._entry(one, versions[one.entry]))
        position, before = 0, ""
        for line in result.lines:
            position = position + 1 if line.of.entry == before else 0
            before = line.of.entry
            family = self._family(line.family)
            self._lines.add((next(self._ids), self._run, before, position, family, *line[_SHARE:]))
        self._add_pools(result)
        self.entries += len(result.entries)
        self.lines += len(result.lines)
        if len(self._entries) + len(self._lines) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write everything kept; pools before their lines."""
        for rows in (self._entries, self._lines, self._pools, self._pool_lines):
            rows.write()

    def _entry(self, one: CostedEntry, version: int) -> tuple[Value, ...]:
        return (
            self._run, one.entry, version, self._authority, one.worker, one.team or None,
            self._rate_ids[one.post, one.rate_from], one.worked_on.isoformat(), self._activities[one.activity],
            one.intervention, *one[_AMOUNTS:-1], int(one.pooled),
        )  # fmt: skip

    def _add_pools(self, result: WorkerResult) -> None:
        pool_ids: dict[Pool, str] = {}
        for pool in result.pools:
            pool_ids[pool] = next(self._ids)
            self._pools.add(
                (
                    pool_ids[pool], self._run, self._authority, pool.worker, pool.month.isoformat(), pool.intervention,
                    pool.activity_class, pool.cost_pence, pool.minutes, pool.family_minutes,
                )
            )  # fmt: skip
        of: Pool | None = None
        position, pool_id = 0, ""
        for line in result.pool_lines:
            if line.of is not of:
                of, position, pool_id = line.of, 0, pool_ids[line.of]
            family = self._family(line.family)
            self._pool_lines.add((next(self._ids), self._run, pool_id, position, family, *line[_POOL_SHARE:]))
            position += 1

    def _family(self, reference: str | None) -> str | None:
        if reference not in self._families:
            self._families[reference] = self._books.family_ids[reference or ""].hex
        return self._families[reference]
