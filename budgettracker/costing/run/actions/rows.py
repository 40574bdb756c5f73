"""A run's rows on their way into the database: plain tuples, written many at a time."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from budgettracker.bulk import Rows
from budgettracker.costing.kinds import Destination, Part, Reason
from budgettracker.costing.method.apportion import Portion
from budgettracker.costing.method.inputs import Minutes
from budgettracker.costing.method.lines import CostedEntry, Line, Pool, PoolLine, WorkerResult
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.run.models import RunEntry, RunLine, RunPool, RunPoolLine
from budgettracker.costing.run.queries.inputs import AuthorityBooks
from budgettracker.families.rules import led_on
from budgettracker.staging import Value

BATCH = 20_000
"""Rows kept in memory before they are written."""

_PLAIN: dict[str | None, str | None] = {None: None, **{word: str(word) for word in (*Destination, *Reason)}}
"""Words of closed lists as plain text, which drivers take many times faster."""
_UNPAID = (None, None)
"""Of entries of a run that uprates nothing."""
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
        self.only: dict[str | None, str | None] = {None: None}
        """Of families that had one only, as text, as drivers take it; None for nobody, and for other families."""
        self.only |= {
            reference: _plain(rows[0].lead_worker_id) for reference, rows in self._rows.items() if len(rows) == 1
        }

    def on(self, family: str | None, day: date) -> str | None:
        """Of any family, on a day."""
        if family is None or family in self.only:
            return self.only[family]
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
        self._entries = Rows(RunEntry, ENTRY_COLUMNS, in_order_of="entry_id")
        self._lines = Rows(RunLine, LINE_COLUMNS)
        self._pools = Rows(RunPool, POOL_COLUMNS)
        self._pool_lines = Rows(RunPoolLine, POOL_LINE_COLUMNS)
        self.entries = self.lines = 0

    def add(self, result: WorkerResult) -> None:
        """One worker's entries, lines and pools."""
        self._entries.add_all(self._entries_of(result.entries))
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

    def _entries_of(self, entries: Iterable[CostedEntry]) -> list[tuple[Value, ...]]:
        rows: list[tuple[Value, ...]] = []
        run, authority, activities, uprated = self._run, self._authority, self._activities, self._uprated
        before: PostRate | None = None
        rate_id, on, day = "", None, ""
        for work, rate, _, intervention, pence, pooled, paid_mileage_pence in entries:
            ref, worker, worked_on, activity, minutes, _, expenses, _, team, *_, version = work
            if rate is not before:
                before, rate_id = rate, self._rate_ids[rate.post, rate.starts_on]
            if worked_on is not on:
                on, day = worked_on, worked_on.isoformat()
            ids = (run, ref, version, authority, worker, team or None, rate_id, day)
            kind, paid = (activities[activity[0]], intervention), (paid_mileage_pence, expenses) if uprated else _UNPAID
            rows.append(ids + kind + minutes + pence + (1 if pooled else 0,) + paid)
        return rows

    def _lines_of(self, lines: Iterable[Line]) -> list[tuple[Value, ...]]:
        rows: list[tuple[Value, ...]] = []
        run, families, only, next_id = self._run, self._families, self._leads.only, self._ids.__next__
        before: CostedEntry | None = None
        position, ref = 0, ""
        for entry, family, destination, reason, portion, whole, minutes, pence, outside in lines:
            if entry is before:
                position += 1
            else:
                before, position, ref = entry, 0, entry[0][0]
            ids = (next_id(), run, ref, position, families[family], _PLAIN[destination], _PLAIN[reason])
            lead = only[family] if family in only else self._leads.on(family, entry.work.worked_on)
            # Added, not unpacked into each other, which would take half as long again for every line of a run.
            rows.append(ids + portion + whole + minutes + pence + (lead, 1 if outside else 0))
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
        run, families, next_id = self._run, self._families, self._ids.__next__
        before: Pool | None = None
        position, pool_id = 0, ""
        for pool, family, destination, reason, minutes, portion, pence, outside in lines:
            if pool is before:
                position += 1
            else:
                before, position, pool_id = pool, 0, pool_ids[pool]
            whose = (next_id(), run, pool_id, position, families[family], _PLAIN[destination], _PLAIN[reason], minutes)
            rows.append(whose + portion + (pence, 1 if outside else 0))
        return rows
