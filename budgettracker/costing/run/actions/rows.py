"""A run's rows on their way into the database: plain tuples, written many at a time."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter

from budgettracker.bulk import Rows, Value
from budgettracker.costing.kinds import Destination, Part, Reason
from budgettracker.costing.method.apportion import Portion
from budgettracker.costing.method.inputs import Minutes
from budgettracker.costing.method.lines import CostedEntry, Line, Pool, PoolLine, WorkerResult
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.run.queries.inputs import AuthorityBooks
from budgettracker.families.rules import led_on

BATCH = 20_000
"""Rows kept in memory before they are written."""

_PLAIN: dict[str | None, str | None] = {None: None, **{word: str(word) for word in (*Destination, *Reason)}}
"""Words of closed lists as plain text, which drivers take many times faster."""
_PARTS = tuple(f"{part}_cost_pence" for part in (*Minutes._fields, Part.MILEAGE))
_MINUTES = tuple(f"{kind}_minutes" for kind in Minutes._fields)
# Minutes, pence and portions go in as the rules have them: their columns stand in the order of the fields.
ENTRY_COLUMNS = (
    *("run_id", "entry_id", "version", "authority_id", "person_id", "team_id", "rate_id", "worked_on", "activity_id"),
    *("intervention", *_MINUTES, *_PARTS, "expenses_pence", "uplift_pence", "pooled"),
    *("paid_mileage_pence", "paid_expenses_pence"),
)
_SHARED = ("position", "family_id", "destination", "reason")
LINE_COLUMNS = (
    *("id", "run_id", "entry_id", *_SHARED, *Portion._fields, *(f"whole_{column}" for column in _MINUTES)),
    *(*_MINUTES, *_PARTS, "expenses_pence", "indirect_share_pence", "lead_worker_id", "outside_periods"),
)
POOL_COLUMNS = (
    *("id", "run_id", "authority_id", "person_id", "month", "intervention", "activity_class", "cost_pence", "minutes"),
    "family_minutes",
)
POOL_LINE_COLUMNS = (
    *("id", "run_id", "pool_id", *_SHARED, "minutes", *Portion._fields),
    *("indirect_share_pence", "outside_periods"),
)


class _Leads:
    """The lead worker of a family on a day, by its reference. Nearly all families had one only."""

    def __init__(self, books: AuthorityBooks) -> None:
        self._rows = {
            reference: books.leads[uuid.UUID(id_)] for id_, reference in books.codes.families.items() if id_ is not None
        }
        self._only = {
            reference: _plain(rows[0].lead_worker_id) for reference, rows in self._rows.items() if len(rows) == 1
        }

    def on(self, family: str | None, day: date) -> str | None:
        """As text, as drivers take it; None for nobody, and for other families."""
        if family is None or family in self._only:
            return self._only.get(family)
        return _plain(led_on(self._rows[family], day).lead_worker_id)


def _plain(id_: uuid.UUID | None) -> str | None:
    return id_.hex if id_ else None


class RunRows:
    """One authority's part of a run, worker by worker, into its four tables."""

    def __init__(
        self, run_id: uuid.UUID, books: AuthorityBooks, rate_ids: Mapping[tuple[str, date], str], ids: Iterator[str]
    ) -> None:
        self._uprated = books.uprating is not None
        self._run, self._authority = run_id.hex, books.part.authority_id.hex
        self._rate_ids, self._ids = rate_ids, ids
        self._activities = {activity.name: id_ for id_, activity in books.codes.activities.items()}
        self._families = {reference: id_ for id_, reference in books.codes.families.items()}
        self._leads = _Leads(books)
        self._entries = Rows(RunEntry, ENTRY_COLUMNS)
        self._lines = Rows(RunLine, LINE_COLUMNS)
        self._pools = Rows(RunPool, POOL_COLUMNS)
        self._pool_lines = Rows(RunPoolLine, POOL_LINE_COLUMNS)
        self.entries = self.lines = 0

    def add(self, result: WorkerResult) -> None:
        """One worker's entries, lines and pools."""
        self._entries.add_all(map(self._entry, result.entries))
        self._lines.add_all(self._lines_of(result.lines))
        pool_ids = {pool: next(self._ids) for pool in result.pools}
        self._pools.add_all(self._pool(pool, id_) for pool, id_ in pool_ids.items())
        self._pool_lines.add_all(self._pool_lines_of(result.pool_lines, pool_ids))
        self.entries += len(result.entries)
        self.lines += len(result.lines)
        if len(self._entries) + len(self._lines) >= BATCH:
            self.write()

    def write(self) -> None:
        """Write everything kept; pools before their lines."""
        for rows in (self._entries, self._lines, self._pools, self._pool_lines):
            rows.write()

    def _entry(self, entry: CostedEntry) -> tuple[Value, ...]:
        work, rate = entry.work, entry.rate
        ids: tuple[Value, ...] = (
            self._run,
            work.ref,
            work.version,
            self._authority,
            work.worker,
            work.team or None,
            self._rate_ids[rate.post, rate.starts_on],
            work.worked_on.isoformat(),
            self._activities[work.activity.name],
            entry.intervention,
        )
        paid = (entry.paid_mileage_pence, work.expenses_pence) if self._uprated else (None, None)
        return ids + work.minutes + entry.pence + (int(entry.pooled),) + paid

    def _lines_of(self, lines: Iterable[Line]) -> list[tuple[Value, ...]]:
        rows: list[tuple[Value, ...]] = []
        for entry, of_entry in groupby(lines, key=attrgetter("of")):
            for position, line in enumerate(of_entry):
                ids = (
                    next(self._ids),
                    self._run,
                    entry.work.ref,
                    position,
                    self._families[line.family],
                    _PLAIN[line.destination],
                    _PLAIN[line.reason],
                )
                lead = self._leads.on(line.family, entry.work.worked_on)
                # Added, not unpacked into each other, which would take half as long again for every line of a run.
                rows.append(ids + line.portion + line.whole + line.minutes + line.pence + (lead, int(line.outside)))
        return rows

    def _pool(self, pool: Pool, id_: str) -> tuple[Value, ...]:
        return (
            id_,
            self._run,
            self._authority,
            pool.worker,
            pool.month.isoformat(),
            pool.intervention,
            str(pool.activity_class),
            pool.cost_pence,
            pool.minutes,
            pool.family_minutes,
        )

    def _pool_lines_of(self, lines: Iterable[PoolLine], pool_ids: Mapping[Pool, str]) -> list[tuple[Value, ...]]:
        rows: list[tuple[Value, ...]] = []
        for pool, of_pool in groupby(lines, key=attrgetter("of")):
            for position, line in enumerate(of_pool):
                ids = (
                    next(self._ids),
                    self._run,
                    pool_ids[pool],
                    position,
                    self._families[line.family],
                    _PLAIN[line.destination],
                    _PLAIN[line.reason],
                    line.minutes,
                )
                rows.append(ids + line.portion + (line.indirect_share_pence, int(line.outside)))
        return rows
