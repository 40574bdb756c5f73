"""A run's rows on their way into the database: plain tuples, written many at a time."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import count, groupby
from operator import attrgetter
from typing import Any

from budgettracker.bulk import Rows, Value
from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.method.lines import CostedEntry, Line, PoolLine, WorkerResult
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.run.queries.inputs import AuthorityBooks
from budgettracker.database import uuid7

BATCH = 20_000
"""Rows kept in memory before they are written."""

# The rules' own columns follow in their order, so that a row is the run's ids and then the amounts as reckoned.
_AMOUNTS = CostedEntry._fields.index("contact_minutes")
_SHARE = Line._fields.index("destination")
_FROM = _SHARE + len(("destination", "reason"))
_PLAIN: dict[str | None, str | None] = {None: None, **{word: str(word) for word in (*Destination, *Reason)}}
"""Words of closed lists as plain text, which drivers take many times faster."""
ENTRY_COLUMNS = (
    *("run_id", "entry_id", "version", "authority_id", "person_id", "team_id", "rate_id", "worked_on", "activity_id"),
    *("intervention", *CostedEntry._fields[_AMOUNTS:]),
)
LINE_COLUMNS = ("id", "run_id", "entry_id", "position", "family_id", *Line._fields[_SHARE:])
POOL_COLUMNS = (
    *("id", "run_id", "authority_id", "person_id", "month", "intervention", "activity_class", "cost_pence", "minutes"),
    "family_minutes",
)
POOL_LINE_COLUMNS = ("id", "run_id", "pool_id", "position", "family_id", *PoolLine._fields[_SHARE:])


def ids_in_order() -> Iterator[str]:
    """Ids that sort in the order they are given out, so that a run's rows come back as they were written."""
    first = uuid7().hex[:24]
    return (f"{first}{passed:08x}" for passed in count())


class RunRows:
    """One authority's part of a run, worker by worker, into its four tables."""

    def __init__(
        self, run_id: uuid.UUID, books: AuthorityBooks, rate_ids: Mapping[tuple[str, date], str], ids: Iterator[str]
    ) -> None:
        self._run, self._authority = run_id.hex, books.part.authority_id.hex
        self._rate_ids, self._ids = rate_ids, ids
        self._activities = {activity.name: id_ for id_, activity in books.codes.activities.items()}
        self._families = {reference: id_ for id_, reference in books.codes.families.items()}
        self._entries = Rows(RunEntry, ENTRY_COLUMNS)
        self._lines = Rows(RunLine, LINE_COLUMNS)
        self._pools = Rows(RunPool, POOL_COLUMNS)
        self._pool_lines = Rows(RunPoolLine, POOL_LINE_COLUMNS)
        self.entries = self.lines = 0

    def add(self, result: WorkerResult, versions: Mapping[str, int]) -> None:
        """One worker's entries, lines and pools; `versions` are the entries' versions by their id."""
        self._entries.add_all(self._entry(one, versions[one.entry]) for one in result.entries)
        self._lines.add_all(self._shared(result.lines, attrgetter("entry")))
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
        pool_ids = {pool: next(self._ids) for pool in result.pools}
        self._pools.add_all(
            (
                pool_ids[pool], self._run, self._authority, pool.worker, pool.month.isoformat(), pool.intervention,
                str(pool.activity_class), pool.cost_pence, pool.minutes, pool.family_minutes,
            )
            for pool in result.pools
        )  # fmt: skip
        self._pool_lines.add_all(self._shared(result.pool_lines, pool_ids.__getitem__))

    def _shared(self, lines: Iterable[Line | PoolLine], id_of: Callable[[Any], str]) -> list[tuple[Value, ...]]:
        """Rows of the lines that share entries, or pools, over families; `id_of` gives the id of what is shared."""
        found: list[tuple[Value, ...]] = []
        for whole, shared in groupby(lines, key=attrgetter("of")):
            of = id_of(whole)
            for position, line in enumerate(shared):
                ids = (next(self._ids), self._run, of, position, self._families[line.family])
                went = (_PLAIN[line.destination], _PLAIN[line.reason])
                # Added, not unpacked into each other, which would take half as long again for every line of a run.
                found.append(ids + went + line[_FROM:])
        return found
