"""Files of time as other programs export them: Toggl, Harvest, Clockify, Kimai, and a week as a grid.

Their rows are made into rows of *worktime*, cell by cell, once somebody has confirmed what the file is. Such files have no
reference of an entry: it is made of whose it is, the day, the activity, the families, and which of several alike it is, so
that the same file again finds each of its entries again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import sha256

from budgettracker.imports.cells.dates import Dates
from budgettracker.imports.cells.text import clean, kind_of
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import FROM_PROGRAMS, NO_PROGRAM, Answers
from budgettracker.imports.tables.contract import heading
from budgettracker.money import half_up
from budgettracker.quantities import NotAQuantity, parse_number

MADE = ("entry_ref", "email", "worked_on", "activity", "contact_minutes", "family_refs", "note")
"""The columns of *worktime* that such a file fills."""
GRID = "weekly_grid"
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])(?::([0-5][0-9]))?")
_LETTERS = 17
Cells = list[str]


@dataclass(frozen=True, slots=True)
class Preset:
    """A program's file: the headings by which it is known, and which of them fill a column, the first that is not empty.

    `bare` is the unit of a duration in figures alone: hours or seconds.
    """

    name: str
    words: str
    known_by: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    bare: str = "hours"

    def fits(self, headings: Sequence[str]) -> bool:
        """Does a row of headings have every one that the file is known by?"""
        return self.known_by <= {heading(cell) for cell in headings}


PRESETS = (
    Preset(
        "toggl",
        "a detailed report of Toggl Track",
        frozenset({"email", "project", "start_date", "start_time", "duration", "tags"}),
        {
            "email": ("email",),
            "worked_on": ("start_date",),
            "activity": ("task", "project"),
            "family_refs": ("client",),
            "contact_minutes": ("duration",),
            "note": ("description",),
        },
    ),
    Preset(
        "clockify",
        "a detailed report of Clockify",
        frozenset({"email", "project", "start_date", "duration_(h)"}),
        {
            "email": ("email",),
            "worked_on": ("start_date",),
            "activity": ("task", "project"),
            "family_refs": ("client",),
            "contact_minutes": ("duration_(h)", "duration_(decimal)"),
            "note": ("description",),
        },
    ),
    Preset(
        "harvest",
        "a detailed time report of Harvest",
        frozenset({"date", "client", "task", "hours", "first_name", "last_name"}),
        {
            "email": ("email", "first_name last_name"),
            "worked_on": ("date",),
            "activity": ("task",),
            "family_refs": ("client",),
            "contact_minutes": ("hours",),
            "note": ("notes",),
        },
    ),
    Preset(
        "kimai",
        "an export of Kimai",
        frozenset({"date", "duration", "customer", "project", "activity"}),
        {
            "email": ("email", "username", "user", "name", "alias"),
            "worked_on": ("date",),
            "activity": ("activity",),
            "family_refs": ("customer",),
            "contact_minutes": ("duration",),
            "note": ("description",),
        },
        bare="seconds",
    ),
)
"""The more a file has to be known by, the earlier."""
WEEK = Preset(
    GRID,
    "a week as a grid, a column for each day",
    frozenset(),
    {
        "email": ("email", "name", "worker", "user"),
        "activity": ("activity", "task"),
        "family_refs": ("family_refs", "family", "client"),
        "note": ("note", "notes"),
    },
)


def preset_of(headings: Sequence[str]) -> Preset | None:
    """The program whose file has these headings; None for the contract's own, and for any other file."""
    if "entry_ref" in {heading(cell) for cell in headings}:
        return None
    fitting = next((preset for preset in PRESETS if preset.fits(headings)), None)
    if fitting is None and len(days_of(headings, Dates())) >= 5:
        return WEEK
    return fitting


def days_of(headings: Sequence[str], dates: Dates) -> dict[int, str]:
    """The places of the headings that are days, `Mon 05/01/2026` or `2026-01-05`, each with its day in ISO."""
    days = {}
    for index, cell in enumerate(headings):
        if not any(sign.isdecimal() for sign in cell):
            continue
        try:
            days[index] = dates.day(cell).isoformat()
        except CellRefused:
            continue
    return days


@dataclass(slots=True)
class Recast:
    """The rows of such a file as rows of *worktime*: headings of the contract, then a row for each entry."""

    preset: Preset
    row: int
    headings: Sequence[str]
    layout: str
    answers: Answers
    _days: dict[int, str] = field(default_factory=dict)
    _places: dict[str, tuple[tuple[int, ...], ...]] = field(default_factory=dict)
    _alike: Counter[str] = field(default_factory=Counter)
    _dates: Dates = field(default_factory=Dates)

    def __post_init__(self) -> None:
        """Find where its columns stand; a heading that somebody confirmed for a column comes before the usual."""
        table = TableName.WORKTIME
        self._dates = self.answers.dates(table, "worked_on")
        self._days = days_of(self.headings, self._dates) if self.preset is WEEK else {}
        at = {heading(cell): index for index, cell in reversed(list(enumerate(self.headings)))}
        for column, usual in self.preset.columns.items():
            confirmed = self.answers.heading_of(table, column)
            names = ((heading(confirmed),) if confirmed else ()) + usual
            places = (tuple(at[each] for each in name.split() if each in at) for name in names)
            self._places[column] = tuple(place for place in places if place)

    @property
    def new_headings(self) -> Cells:
        """The contract's columns, each under the heading that is confirmed for it."""
        return [self.answers.heading_of(TableName.WORKTIME, column) or column for column in MADE]

    @property
    def in_words(self) -> str:
        """What the file was taken for, and which of its headings fill which column."""
        filled = ", ".join(
            f"{column} from {' or '.join(' '.join(self.headings[index].strip() for index in places) for places in of)}"
            for column, of in self._places.items()
            if of
        )
        return (
            f"read as {self.preset.words}: {filled}. Seconds come to the nearest minute; entry_ref is made of the rest."
        )

    def rows(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        """The headings, and the rows below them made into rows of *worktime*."""
        self._alike.clear()
        yield self.row, self.new_headings
        for number, cells in rows:
            if number <= self.row or not any(cell and not cell.isspace() for cell in cells):
                continue
            for day, time in self._times(cells):
                yield number, self._row(cells, day, time)

    def _times(self, cells: Cells) -> Iterator[tuple[str, str]]:
        if self.preset is not WEEK:
            yield self._cell(cells, "worked_on"), self._cell(cells, "contact_minutes")
            return
        for index, day in self._days.items():
            time = cells[index] if index < len(cells) else ""
            if time.strip() not in ("", "-", "0", "0:00", "0.0", "0.00"):
                yield day, time

    def _row(self, cells: Cells, day: str, time: str) -> Cells:
        who = self._cell(cells, "email")
        email = who if "@" in who else self.answers.people.get(" ".join(who.casefold().split()), who)
        activity, families = self._cell(cells, "activity"), self._cell(cells, "family_refs")
        alike = "\x1f".join(
            (email.strip().casefold(), self._plain_day(day), activity.strip().casefold(), families.strip())
        )
        self._alike[alike] += 1
        digest = sha256(f"{alike}\x1f{self._alike[alike]}".encode("utf-8", "replace")).hexdigest()
        reference = f"{self.preset.name}-{_in_letters(digest)}"
        minutes = minutes_of(time, self.preset.bare)
        return [reference, email, day, activity, minutes, families, self._cell(cells, "note")]

    def _plain_day(self, day: str) -> str:
        try:
            return self._dates.day(day).isoformat()
        except CellRefused:
            return day.strip()

    def _cell(self, cells: Cells, column: str) -> str:
        """The cell of the first heading for a column that has something in it; several headings are put together."""
        for places in self._places.get(column, ()):
            held = [cells[index] for index in places if index < len(cells)]
            if any(cell.strip() for cell in held):
                return held[0] if len(held) == 1 else " ".join(cell.strip() for cell in held)
        return ""


def minutes_of(cell: str, bare: str) -> str:
    """The minutes of a duration, as text: `1:05:30`, `1.5`, or figures in the unit `bare`; what is none stays as it is.

    Seconds come to the nearest minute, half a minute to the next.

    >>> [minutes_of(cell, "hours") for cell in ("1:05:30", "01:30", "1.25", "2")], minutes_of("900", "seconds")
    (['66', '90', '75', '120'], '15')
    """
    text = clean(cell)
    if clock := _CLOCK.fullmatch(text):
        seconds = Fraction(int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3] or 0))
    else:
        try:
            number = parse_number(text, bare_point=True)
        except NotAQuantity:
            return cell
        whole = number.denominator == 1 and kind_of(cell) != "time"
        seconds = number * (1 if bare == "seconds" and whole else 3600)
    return str(half_up(seconds.numerator, seconds.denominator * 60))


def made_here(reference: str) -> bool:
    """Was the reference of an entry made of what the entry says, because its file had none?"""
    program, _, letters = reference.rpartition("-")
    return program in FROM_PROGRAMS and len(letters) == _LETTERS and letters.isalpha()


def _in_letters(digest: str) -> str:
    """Eighty bits of a digest in letters alone: what folds numbers or spreadsheets tidy away never touches them."""
    number = int(digest[:20], 16)
    letters = ""
    while len(letters) < _LETTERS:
        number, place = divmod(number, 26)
        letters += chr(ord("a") + place)
    return letters


def asked_of(table: TableName, headings: Sequence[str], answers: Answers) -> Preset | None:
    """The program whose file these headings are, unless somebody said that it is none or which column is its reference."""
    if table is not TableName.WORKTIME or answers.preset(table) == NO_PROGRAM or answers.heading_of(table, "entry_ref"):
        return None
    return preset_of(headings)
