"""The week as its page draws it: rows, each with its seven days, in a day the usual kind of minutes and the others."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request

from budgettracker.people.models import Person
from budgettracker.periods import month
from budgettracker.periods import week as week_around
from budgettracker.worktime import forms, queries
from budgettracker.worktime.kinds import UNNAMED, MinutesKind
from budgettracker.worktime.rules import DayState, days_in_words, is_thin

WHOM = {
    **{str(whom): whom.words.capitalize() for whom in UNNAMED},
    queries.SEVERAL: "Several families",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """What stands behind the page: the saved week, its rows, what the form holds, and what the page showed before."""

    week: queries.Week
    rows: Sequence[queries.Row]
    form: forms.WeekForm
    was: Sequence[Mapping[MinutesKind, Sequence[int]]]
    names: Mapping[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Box:
    """One kind of minutes of a row on a day: what is saved, its field, and whether the day takes time here."""

    kind: str
    letter: str
    cell: queries.Cell
    field: Any
    takes: bool

    @property
    def column(self) -> str:
        """The entry's column of these minutes."""
        return MinutesKind(self.kind).column

    @property
    def minutes(self) -> int:
        """What the page shows, as minutes; what cannot be read counts as what is saved."""
        if self.field.errors or self.field.process_errors:
            return self.cell.minutes
        return self.field.data or 0


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of a row: the usual kind's box, the other kinds', and the minutes of the others together."""

    day: queries.WeekDay
    first: Box
    others: list[Box]

    @property
    def more(self) -> int:
        """The minutes of the other kinds, which a closed row shows as one figure."""
        return sum(box.minutes for box in self.others)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the grid as the page draws it."""

    name: str
    """What stands for the row in ids: its place, or a new row's name."""
    whom: str
    activity: str
    value: str
    """The row's key, sent back with the form."""
    was: str
    """The minutes of its cells as the page shows them, to tell later what was changed meanwhile."""
    days: list[ShownDay]
    minutes: int
    is_open: bool
    """Do the other kinds stand open, since something is typed or wrong there?"""
    errors: list[tuple[Any, str]]
    """Each box with something wrong, and where it stands."""


@dataclass(frozen=True, slots=True)
class ShownNewRow:
    """A row that can be added: its two lists, its days, what is wrong, and whether it was begun."""

    name: str
    called: str
    whom: Any
    activity: Any
    days: list[ShownDay]
    is_open: bool
    is_begun: bool
    errors: list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class ShownWeek:
    """The week as the page draws it."""

    week: queries.Week
    days_in_words: str
    rows: list[ShownRow]
    new_rows: list[ShownNewRow]
    left_out: int
    """How many rows found no place in the grid."""
    has_fixed: bool
    """Is there time that only its own page changes?"""
    no_minutes: int
    """How many entries hold miles or expenses and no time."""
    closed: list[tuple[uuid.UUID, str, date]]
    """Each team with a closed month in this week: its id, its name and the month."""
    is_now: bool
    before: date
    after: date | None
    thin: bool
    """Does last week have much less time than the person works?"""
    contracted: int | None
    """The minutes of that week by contract."""
    banner: str
    copied: bool
    can_copy: bool


def shown_week(person: Person, grid: Grid, *, on: date, left_out: int, copies: bool) -> ShownWeek:
    """The week as the page draws it; `copies` while nothing was sent yet."""
    monday = grid.week.within.start
    grid.form.row_names = [(f"{_whom(grid, row)}, {row.activity.name}", row.kinds[0]) for row in grid.rows]
    before = monday - timedelta(days=7)
    is_now = monday == week_around(on).start
    contracted = person.weekly_minutes_on(before)
    closed = {(team, name, month(day.on).start) for day in grid.week.days for team, name in day.closed}
    return ShownWeek(
        week=grid.week,
        days_in_words=days_in_words(grid.week.within),
        rows=[_shown_row(grid, at, row) for at, row in enumerate(grid.rows)],
        new_rows=[_shown_new_row(grid, number) for number in range(forms.NEW_ROWS)],
        left_out=left_out,
        has_fixed=any(cell.fixed for row in grid.rows for cells in row.cells.values() for cell in cells),
        no_minutes=sum(1 for entry in grid.week.entries if not entry.minutes),
        closed=sorted(closed, key=lambda each: (each[2], each[1])),
        is_now=is_now,
        before=before,
        after=None if is_now or monday > on else monday + timedelta(days=7),
        thin=is_now and person.active_from <= before and is_thin(grid.week.minutes_before, contracted),
        contracted=contracted,
        banner=request.args.get("banner", ""),
        copied=copies and request.args.get("copy") == "1",
        can_copy=any(row.minutes_before for row in grid.rows),
    )


def _shown_row(grid: Grid, at: int, row: queries.Row) -> ShownRow:
    days = []
    for place, day in enumerate(grid.week.days):
        boxes = [
            Box(kind, kind[0], row.cells[kind][place], grid.form.cell(at, kind, place), _takes(row, kind, place, day))
            for kind in row.kinds
        ]
        days.append(ShownDay(day, boxes[0], boxes[1:]))
    called = f"{_whom(grid, row)}, {row.activity.name}"
    return ShownRow(
        name=str(at),
        whom=_whom(grid, row),
        activity=row.activity.name,
        value=forms.row_value(row.key),
        was=forms.shown_value(grid.was[at]),
        days=days,
        minutes=row.minutes,
        is_open=any(_is_touched(box) for day in days for box in day.others),
        errors=_errors(called, days, row.kinds[0]),
    )


def _shown_new_row(grid: Grid, number: int) -> ShownNewRow:
    days = []
    for day, fields in zip(grid.week.days, grid.form.new_cells(number), strict=True):
        boxes = [
            Box(kind, "u" if kind == forms.USUAL else kind[0], queries.Cell(), field, day.state == DayState.OPEN)
            for kind, field in zip(forms.NEW_KINDS, fields, strict=True)
        ]
        days.append(ShownDay(day, boxes[0], boxes[1:]))
    return ShownNewRow(
        name=forms.new_row(number),
        called=f"New row {number + 1}",
        whom=grid.form.new_whom(number),
        activity=grid.form.new_activity(number),
        days=days,
        is_open=any(_is_touched(box) for day in days for box in day.others),
        is_begun=grid.form.new_row_begun(number),
        errors=_errors(f"New row {number + 1}", days, forms.USUAL),
    )


def _is_touched(box: Box) -> bool:
    return bool(box.field.errors or box.field.process_errors or (box.field.sent and box.minutes != box.cell.minutes))


def _errors(called: str, days: list[ShownDay], usual: str) -> list[tuple[Any, str]]:
    return [
        (box.field, forms.place_in_words(called, day.day.on.weekday(), box.kind, usual))
        for day in days
        for box in (day.first, *day.others)
        if box.field.errors
    ]


def _takes(row: queries.Row, kind: MinutesKind, place: int, day: queries.WeekDay) -> bool:
    return day.state == DayState.OPEN and not row.cells[kind][place].fixed and row.key.whom != queries.SEVERAL


def _whom(grid: Grid, row: queries.Row) -> str:
    if row.family is not None:
        return grid.names[row.family.id]
    return WHOM[str(row.key.whom)]
