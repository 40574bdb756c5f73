"""A person's week as a grid: a row for each whom and activity, in it a cell for each day and kind of minutes."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import Period, week
from budgettracker.worktime.kinds import ActivityKind, ForWhom, MinutesKind
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare
from budgettracker.worktime.queries.months import closed_teams_by_day
from budgettracker.worktime.rules import DayState, day_state

MOST_LOADED = 1_000
"""A person with more entries than this in two weeks gets the list, not the grid."""
MOST_LOOKED_AT = 30
"""How far back the short form looks for what to say again, in entries."""
MOST_ROWS = 20
"""The most rows of a week's page."""
SEVERAL = "several"
"""Whom an entry shared between families is for: a cell of the grid cannot say how."""


class RowKey(NamedTuple):
    """What a row stands for: a family's id, `other`, `nobody` or `several`; and an activity."""

    whom: uuid.UUID | str
    activity_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Cell:
    """The minutes of one kind in one row on one day, and the entries they come from."""

    minutes: int = 0
    entries: tuple[WorkEntry, ...] = ()

    @property
    def fixed(self) -> bool:
        """Does it stand for several entries, or for one that minutes alone do not express?"""
        return len(self.entries) > 1 or any(not is_plain(entry) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a week: for each kind of minutes its seven cells from Monday on, and what last week had in them."""

    key: RowKey
    activity: Activity
    family: Family | None
    cells: Mapping[MinutesKind, tuple[Cell, ...]]
    last_week: Mapping[MinutesKind, tuple[int, ...]]

    @property
    def minutes(self) -> int:
        """All minutes of the row."""
        return sum(cell.minutes for cells in self.cells.values() for cell in cells)

    @property
    def minutes_before(self) -> int:
        """All minutes the row had last week."""
        return sum(sum(minutes) for minutes in self.last_week.values())

    @property
    def kinds(self) -> tuple[MinutesKind, ...]:
        """The kinds of minutes, the usual one of the activity first."""
        usual = usual_kind(self.activity)
        return usual, *(kind for kind in MinutesKind if kind != usual)


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of a week: may it be written, which teams closed its month, and the minutes it comes to."""

    on: date
    state: DayState
    closed: tuple[tuple[uuid.UUID, str], ...]
    """The teams that closed its month, by id and name."""
    minutes: int

    @property
    def closed_for(self) -> list[str]:
        """The names of the teams that closed its month."""
        return [name for _, name in self.closed]


class Week:
    """A person's week: its days and entries, and last week's to start from."""

    def __init__(self, entries: list[WorkEntry], within: Period, days: tuple[WeekDay, ...]) -> None:
        self.within, self.days = within, days
        self.entries = [entry for entry in entries if entry.worked_on in within]
        self.before = [entry for entry in entries if entry.worked_on not in within]
        self.too_many = len(entries) >= MOST_LOADED

    def require_a_grid(self) -> None:
        """A week of very many entries is not written as a grid. Raises Refusal."""
        if self.too_many:
            raise Refusal(None, "There are too many entries in this week for the grid. Correct them one by one.")

    @property
    def minutes(self) -> int:
        """All minutes of the week."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def minutes_before(self) -> int:
        """All minutes of the week before."""
        return sum(entry.minutes for entry in self.before)

    @cached_property
    def _by_cell(self) -> dict[tuple[RowKey, MinutesKind, date], list[WorkEntry]]:
        by_cell: dict[tuple[RowKey, MinutesKind, date], list[WorkEntry]] = {}
        for entry in (*self.entries, *self.before):
            for kind in kinds_of(entry):
                by_cell.setdefault((key_of(entry), kind, entry.worked_on), []).append(entry)
        return by_cell

    def cell(self, key: RowKey, kind: MinutesKind, on: date) -> Cell:
        """What one row has of a kind on one day, last week's days included."""
        entries = self._by_cell.get((key, kind, on), [])
        return Cell(sum(getattr(entry, kind.column) for entry in entries), tuple(entries))

    def row(self, key: RowKey, activity: Activity, family: Family | None) -> Row:
        """A row with its cells."""
        days = [day.on for day in self.days]
        cells = {kind: tuple(self.cell(key, kind, day) for day in days) for kind in MinutesKind}
        last = {
            kind: tuple(self.cell(key, kind, day - timedelta(days=7)).minutes for day in days) for kind in MinutesKind
        }
        return Row(key, activity, family, cells, last)

    def rows(self) -> list[Row]:
        """The rows of this week's entries and those of last week that still make sense, in one order."""
        mine = self._rows_of(self.entries)
        known = {row.key for row in mine}
        offered = [row for row in self._rows_of(self.before) if row.key not in known and self._still_offered(row)]
        return sorted((*mine, *offered), key=_order)

    def _rows_of(self, entries: Iterable[WorkEntry]) -> list[Row]:
        named = {
            key: (entry.activity, entry.shares[0].family if entry.shares and key.whom != SEVERAL else None)
            for entry in entries
            if entry.minutes
            for key in (key_of(entry),)
        }
        return [self.row(key, *what) for key, what in named.items()]

    def _still_offered(self, row: Row) -> bool:
        retired, family = row.activity.retired_on, row.family
        if row.key.whom == SEVERAL:
            return False
        in_use = retired is None or retired > self.within.start
        return in_use and (family is None or family.closed_on is None or family.closed_on >= self.within.start)


def _order(row: Row) -> tuple[object, ...]:
    places = {ForWhom.OTHER: 1, ForWhom.NOBODY: 2, SEVERAL: 3}
    place = places.get(row.key.whom, 0) if isinstance(row.key.whom, str) else 0
    reference = row.family.reference if row.family else ""
    return place, reference, row.activity.name


def rows_with_a_place(rows: list[Row]) -> tuple[list[Row], int]:
    """Those rows that a page has room for, in their order, and how many rows with time in them found no place."""
    mine = [row for row in rows if row.minutes]
    others = [row for row in rows if not row.minutes][: max(0, MOST_ROWS - len(mine))]
    placed = {row.key for row in (*mine[:MOST_ROWS], *others)}
    return [row for row in rows if row.key in placed], max(0, len(mine) - MOST_ROWS)


def rows_to_add(person: Person, in_week: Week, keys: list[RowKey]) -> list[Row]:
    """Empty rows for these keys; raises NotTheirs unless family and activity are of the person's authority."""
    activities = {key.activity_id for key in keys}
    query = select(Activity).where(Activity.id.in_(activities), Activity.authority_id == person.authority_id)
    known = {activity.id: activity for activity in db.session.scalars(query)} if keys else {}
    ids = {key.whom for key in keys if isinstance(key.whom, uuid.UUID)}
    named = select(Family).where(Family.id.in_(ids), Family.authority_id == person.authority_id)
    families = {family.id: family for family in db.session.scalars(named)} if ids else {}
    if set(known) != activities or set(families) != ids:
        raise NotTheirs
    return [
        in_week.row(key, known[key.activity_id], families[key.whom] if isinstance(key.whom, uuid.UUID) else None)
        for key in keys
    ]


def key_of(entry: WorkEntry) -> RowKey:
    """The row an entry's minutes stand in."""
    whom: uuid.UUID | str = ForWhom.NOBODY
    if len(entry.shares) > 1:
        whom = SEVERAL
    elif entry.shares:
        whom = entry.shares[0].family_id or ForWhom.OTHER
    return RowKey(whom, entry.activity_id)


def kinds_of(entry: WorkEntry) -> list[MinutesKind]:
    """The kinds of minutes an entry has."""
    return [kind for kind in MinutesKind if getattr(entry, kind.column)]


def is_plain(entry: WorkEntry) -> bool:
    """Is there nothing to an entry but its minutes, for one family, for others or for nobody?"""
    more = (entry.miles_hundredths, entry.expenses_pence, entry.intervention_id, entry.session_reference, entry.places)
    return not any(more) and entry.details is None and len(entry.shares) <= 1


def usual_kind(activity: Activity) -> MinutesKind:
    """The kind that minutes of an activity usually are: contact with a family, preparation for anything else."""
    return MinutesKind.CONTACT if activity.kind == ActivityKind.DIRECT else MinutesKind.PREPARATION


def latest_plain(person: Person, family_id: uuid.UUID | None, most: int = 3) -> list[WorkEntry]:
    """The last different things somebody logged that the short form can say again, for one family or for any."""
    query = (
        select(WorkEntry)
        .where(WorkEntry.person_id == person.id, WorkEntry.withdrawn_at.is_(None))
        .options(
            joinedload(WorkEntry.activity),
            joinedload(WorkEntry.details),
            selectinload(WorkEntry.shares).joinedload(WorkShare.family),
        )
        .order_by(WorkEntry.worked_on.desc(), WorkEntry.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    if family_id is not None:
        query = query.where(WorkEntry.shares.any(WorkShare.family_id == family_id))
    latest: dict[object, WorkEntry] = {}
    for entry in db.session.scalars(query):
        worked = set(kinds_of(entry)) - {MinutesKind.TRAVEL}
        if is_plain(entry) and entry.minutes and worked <= {usual_kind(entry.activity)}:
            latest.setdefault(key_of(entry), entry)
    return list(latest.values())[:most]


def week_of(person: Person, monday: date, on: date, *, afresh: bool = False) -> Week:
    """A person's week from a Monday on, as of the day `on`; `afresh` reads rows anew that were read before a lock."""
    within = week(monday)
    query = (
        select(WorkEntry)
        .where(
            WorkEntry.person_id == person.id,
            WorkEntry.worked_on >= within.start - timedelta(days=7),
            WorkEntry.worked_on < within.end,
            WorkEntry.withdrawn_at.is_(None),
        )
        .options(
            joinedload(WorkEntry.activity),
            joinedload(WorkEntry.details),
            selectinload(WorkEntry.shares).joinedload(WorkShare.family),
        )
        .order_by(WorkEntry.worked_on.desc(), WorkEntry.id)
        .limit(MOST_LOADED)
    )
    entries = list(db.session.scalars(query, execution_options={"populate_existing": afresh}))
    return Week(entries, within, _days(person, within, on, entries))


def _days(person: Person, within: Period, on: date, entries: list[WorkEntry]) -> tuple[WeekDay, ...]:
    dates = [within.start + timedelta(days=number) for number in range(7)]
    closed = closed_teams_by_day(person, dates)
    return tuple(
        WeekDay(
            day,
            day_state(day, on, person.active_from, person.active_to, [name for _, name in closed[day]]),
            tuple(closed[day]),
            sum(entry.minutes for entry in entries if entry.worked_on == day),
        )
        for day in dates
    )
