"""Proof that nothing was lost or counted twice: families, unallocated and left out against all entries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import add, attrgetter, itemgetter
from typing import Any, NamedTuple

from budgettracker.costing.kinds import WORDS, Destination, Reason
from budgettracker.costing.method.apportion import Step, amount
from budgettracker.costing.method.lines import CostedEntry, Line, Pool, PoolLine, WorkerResult
from budgettracker.costing.method.pools import cells
from budgettracker.worktime.kinds import ActivityClass

PARTS = ("contact", "preparation", "travel", "mileage", "expenses", "indirect_share")
INDIRECT = PARTS.index("indirect_share")
OTHER_FAMILIES = "other families"
NOBODY = "nobody"


class Cut(StrEnum):
    """Ways to cut the costs of a run. Pooled time stands under the activity, post and team that filled the pool."""

    FAMILY = "family"
    ACTIVITY = "activity"
    ACTIVITY_CLASS = "activity_class"
    INTERVENTION = "intervention"
    POST = "post"
    WORKER = "worker"
    TEAM = "team"
    AUTHORITY = "authority"
    MONTH = "month"
    PART = "part"


class CutRow(NamedTuple):
    """One row of a cut, in pence. `families_pence` holds the uplift of mode B, which no entry logged."""

    key: str
    families_pence: int
    uplift_pence: int
    unallocated_pence: int
    left_out_pence: int
    all_entries_pence: int

    @property
    def out_by_pence(self) -> int:
        """0 when families less uplift + unallocated + left out = all entries."""
        told = self.families_pence - self.uplift_pence + self.unallocated_pence + self.left_out_pence
        return told - self.all_entries_pence


class LeftOut(NamedTuple):
    """What a run left out or could not allocate for one reason, and what it cost at c."""

    reason: Reason
    words: str
    minutes: int
    cost_pence: int


class _Key(NamedTuple):
    authority: str
    worker: str
    team: str
    post: str
    month: date
    activity: str
    activity_class: ActivityClass
    intervention: str | None


@dataclass(slots=True)
class _Sums:
    """Pence by part, in the order of PARTS."""

    families: list[int]
    uplift: int
    unallocated: int
    left_out: list[int]
    all_entries: list[int]


_first_part, _after_parts = (CostedEntry._fields.index(name) for name in ("contact_cost_pence", "uplift_pence"))
_parts_logged = itemgetter(slice(_first_part, _after_parts))
"""An entry's pence in the order of PARTS; it has no indirect share."""
_line_parts = itemgetter(slice(Line._fields.index("contact_cost_pence"), len(Line._fields)))
"""A line's pence in the order of PARTS."""

_COLUMN = {Destination.FAMILY: 0, Destination.UNALLOCATED: 2, Destination.LEFT_OUT: 3}
"""Where a destination's pence stand on a row of a cut."""

_Parts = list[tuple[int, ...]]
"""Pence by part of rows that are summed under one key: all together they are added many times faster than one by one."""

_CUT_OF_KEY: dict[Cut, Callable[[_Key], str]] = {
    Cut.ACTIVITY: lambda key: key.activity,
    Cut.ACTIVITY_CLASS: lambda key: key.activity_class,
    Cut.INTERVENTION: lambda key: key.intervention or "",
    Cut.POST: lambda key: key.post,
    Cut.WORKER: lambda key: key.worker,
    Cut.TEAM: lambda key: key.team,
    Cut.AUTHORITY: lambda key: key.authority,
    Cut.MONTH: lambda key: key.month.isoformat(),
}


class Reconciliation:
    """Sums a run's results as they stream past; several authorities' results may be added to one."""

    def __init__(self) -> None:
        self._sums: dict[_Key, _Sums] = {}
        self._families: dict[str, list[int]] = {}
        self._left_out: dict[Reason, list[int]] = {}

    def add(self, result: WorkerResult) -> None:
        """Add one worker's entries, lines and pools."""
        logged: dict[tuple[Any, ...], _Parts] = {}
        for one in result.entries:
            logged.setdefault(_key(one), []).append(_entry_parts(one))
        for key, parts in logged.items():
            _add_all(self._at(key).all_entries, parts)
        self._add_lines(result.lines)
        for pool, pool_lines in groupby(result.pool_lines, key=attrgetter("of")):
            self._add_pool(pool, list(pool_lines))

    def _at(self, key: tuple[Any, ...]) -> _Sums:
        """The sums of a _Key, or of a plain tuple equal to one."""
        found: _Sums | None = self._sums.get(key)  # type: ignore[call-overload]
        if found is None:
            found = self._sums[_Key._make(key)] = _Sums([0] * len(PARTS), 0, 0, [0] * len(PARTS), [0] * len(PARTS))
        return found

    def _add_lines(self, lines: Iterable[Line]) -> None:
        gathered: dict[tuple[Any, ...], tuple[_Parts, _Parts]] = {}
        for one, shared in groupby(lines, key=attrgetter("of")):
            to_families, left_out = gathered.setdefault(_key(one), ([], []))
            whole = _parts_logged(one)
            for line in shared:
                if line.destination is not Destination.POOLED:
                    parts = _line_parts(line)
                    (to_families if line.destination is Destination.FAMILY else left_out).append(parts)
                    self._add_line(line, parts, whole)
        for key, (to_families, left_out) in gathered.items():
            sums = self._at(key)
            _add_all(sums.families, to_families)
            _add_all(sums.left_out, left_out)
            sums.uplift += sum([parts[INDIRECT] for parts in to_families])

    def _add_line(self, line: Line, parts: tuple[int, ...], whole: tuple[int, ...]) -> None:
        pence, reason = sum(parts), line.reason
        # Preparation and travel that a ratio contains are on a second line of the same share: once is enough.
        again = 0 if reason is Reason.CONTAINED_IN_RATIO else _share_of(whole, line)
        self._tell(line, parts[INDIRECT], pence, again)
        if reason is not None:
            self._count(reason, line.contact_minutes + line.preparation_minutes + line.travel_minutes, pence)

    def _add_pool(self, pool: Pool, lines: list[PoolLine]) -> None:
        for source, shared in groupby(cells(pool, lines), key=itemgetter(0)):
            sums = self._at(
                _Key(
                    pool.authority, pool.worker, source.team, source.post,
                    pool.month, source.activity, pool.activity_class, pool.intervention,
                )
            )  # fmt: skip
            for _, line, pence in shared:
                if line.destination is Destination.FAMILY:
                    sums.families[INDIRECT] += pence
                elif line.destination is Destination.LEFT_OUT:
                    sums.left_out[INDIRECT] += pence
                else:
                    sums.unallocated += pence
        for line in lines:
            again = amount(pool.cost_pence, Step(line.share_from, line.share_to, line.share_of))
            self._tell(line, 0, line.indirect_share_pence, again)
            if line.reason is not None:
                minutes = pool.minutes if line.destination is Destination.UNALLOCATED else 0
                self._count(line.reason, minutes, line.indirect_share_pence)

    def _tell(self, line: Line | PoolLine, uplift: int, pence: int, again: int) -> None:
        name = line.family or (OTHER_FAMILIES if line.reason is Reason.OTHER_FAMILIES else NOBODY)
        row = self._families.get(name)
        if row is None:
            row = self._families[name] = [0] * 5
        row[_COLUMN[line.destination]] += pence
        row[1] += uplift
        row[4] += again

    def _count(self, reason: Reason, minutes: int, pence: int) -> None:
        found = self._left_out.setdefault(reason, [0, 0])
        found[0] += minutes
        found[1] += pence

    def rows(self, cut: Cut) -> list[CutRow]:
        """One cut of the run, in order of its key. In the cut by part, pooled entries are indirect on both sides."""
        if cut is Cut.FAMILY:
            return [CutRow(name, *sums) for name, sums in sorted(self._families.items())]
        if cut is Cut.PART:
            return [self._part(at) for at in range(len(PARTS))]
        found: dict[str, list[int]] = {}
        for key, sums in self._sums.items():
            row = found.setdefault(_CUT_OF_KEY[cut](key), [0] * 5)
            whole = (sum(sums.families), sums.uplift, sums.unallocated, sum(sums.left_out), sum(sums.all_entries))
            _add(row, whole)
        return [CutRow(name, *row) for name, row in sorted(found.items())]

    def _part(self, at: int) -> CutRow:
        every = self._sums.values()
        indirect = at == INDIRECT
        return CutRow(
            PARTS[at],
            sum(sums.families[at] for sums in every),
            sum(sums.uplift for sums in every) if indirect else 0,
            sum(sums.unallocated for sums in every) if indirect else 0,
            sum(sums.left_out[at] for sums in every),
            sum(sums.all_entries[at] for sums in every),
        )

    def total(self) -> CutRow:
        """The whole run on one row."""
        row = [0] * 5
        for part in self.rows(Cut.PART):
            _add(row, part[1:])
        return CutRow("all", *row)

    def left_out(self) -> list[LeftOut]:
        """What was left out or fell to no family, by reason, with the minutes logged (none for shares of a pool)."""
        return [
            LeftOut(reason, WORDS[reason], *self._left_out[reason]) for reason in Reason if reason in self._left_out
        ]


_key = attrgetter(*_Key._fields)
"""What an entry is summed under, as a plain tuple: a _Key of its own for each entry would take longer than its sums."""


def _add(sums: list[int], more: Iterable[int]) -> None:
    sums[:] = map(add, sums, more)


def _add_all(sums: list[int], rows: _Parts) -> None:
    if rows:
        _add(sums, map(sum, zip(*rows, strict=True)))


def _entry_parts(one: CostedEntry) -> tuple[int, ...]:
    return (0, 0, 0, 0, 0, one.cost_pence) if one.pooled else (*_parts_logged(one), 0)


def _share_of(whole: tuple[int, ...], line: Line) -> int:
    """A line's share reckoned again from its entry's own parts and its step."""
    if line.share_to - line.share_from == line.share_of:
        return sum(whole)
    step = Step(line.share_from, line.share_to, line.share_of)
    return sum([amount(part, step) for part in whole if part])
