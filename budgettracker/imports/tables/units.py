"""Whether the numbers of a column are in the unit its heading says: minutes, hours or seconds; hours of a week."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from budgettracker.imports.cells.numbers import UNIT, UNITS, whole_number
from budgettracker.imports.cells.text import kind_of
from budgettracker.imports.files.problems import Note, Problem
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.answers import Answers, question
from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.headings import Place, Plan, Rows
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.quantities import NotAQuantity, parse_number
from budgettracker.worktime.rules import DAY_MINUTES

LONG_ENTRY, USUAL_LONGEST, FEW, FEWEST = 600, 480, 12, 3
"""Minutes: entries above ten hours are rare, a column half of whose entries are above eight is none of minutes; entries
of up to twelve minutes are short. Fewer than three entries show nothing."""
_CLOCK = re.compile(r"([0-9]{1,4}):[0-9]{2}(?::[0-9]{2})?")
Again = Callable[[], Rows]
Cells = list[tuple[int, str]]
"""Rows with the text of one of their cells."""


def unit_doubts(label: str, plan: Plan, again: Again) -> Iterator[Problem]:
    """Cells of minutes that the rest of their column, or of one person's entries in it, shows to be hours or seconds."""
    emails = next((place.index for place in plan.places if place.column.name == "email"), None)
    for place in plan.places:
        if not place.column.timed or place.answers.unit(place.table, place.column.name) or not _needs_a_look(place):
            continue
        cells: Cells = []
        of_person: dict[str, Cells] = defaultdict(list)
        for number, row in again():
            text = row[place.index].strip() if place.index < len(row) else ""
            if text:
                kept = row[place.index] if kind_of(row[place.index]) == "time" else text
                cells.append((number, kept))
                if emails is not None and emails < len(row):
                    of_person[row[emails].strip().casefold()].append((number, kept))
        doubted = dict(_doubted(cells))
        if not doubted:
            for email, theirs in of_person.items():
                doubted |= {row: f"{reason} All of {email} are asked." for row, reason in _seconds(theirs)}
        texts = dict(cells)
        for number, reason in doubted.items():
            likely = "seconds" if (whole_number(texts[number]) or 0) > FEW else "hours"
            open_question = question(
                place.table, place.column.name, UNIT, (likely, *(unit for unit in UNITS if unit != likely))
            )
            # More than a day is refused anyway, with the same question.
            if not _too_many(texts[number]):
                yield Problem(label, number, place.column.name, reason, texts[number], open_question)


def _needs_a_look(place: Place) -> bool:
    """Is there a long time, a decimal or a clock among the texts of a column?"""
    return any((whole_number(text) or 0) > USUAL_LONGEST or "." in text or ":" in text for text in place.texts)


def _too_many(text: str) -> bool:
    return (whole_number(text) or 0) > DAY_MINUTES


def _doubted(cells: Cells) -> Iterator[tuple[int, str]]:
    """Rows and reasons: small whole numbers beside hours, clocks that are minutes and seconds, and seconds."""
    decimal = next((text for _, text in cells if re.fullmatch(r"[0-9]*\.[0-9]*[1-9]", text)), None)
    clock = next((text for _, text in cells if _CLOCK.fullmatch(text)), None)
    long_clock = next((text for _, text in cells if (parts := _CLOCK.fullmatch(text)) and int(parts[1]) > 24), None)
    for row, text in cells:
        number = whole_number(text)
        beside = decimal or clock
        if number and number <= FEW and beside:
            yield row, f"may be hours: “{beside}” stands in the same column."
        elif long_clock and _CLOCK.fullmatch(text):
            yield row, f"may be minutes and seconds: “{long_clock}” in the same column is no time of a day."
    yield from _seconds(cells)


def _seconds(cells: Cells) -> Iterator[tuple[int, str]]:
    """Every entry in figures, where so many are so long that they must be seconds."""
    numbers = [(row, number) for row, text in cells if (number := whole_number(text))]
    if not numbers:
        return
    values = [number for _, number in numbers]
    impossible = sum(number > DAY_MINUTES for number in values)
    long = sum(number > LONG_ENTRY for number in values)
    usual_is_long = len(values) >= FEWEST and median_low(values) > USUAL_LONGEST
    if usual_is_long or (impossible > 1 and impossible * 10 > len(values)) or (long > 1 and long * 4 > len(values)):
        for row, number in numbers:
            in_minutes = f"{number / 60:.1f}".removesuffix(".0")
            yield (
                row,
                f"may be seconds, which is {in_minutes} minutes: entries of this column are too long for minutes.",
            )


def hours_doubts(label: str, plan: Plan, again: Again) -> Iterator[Problem]:
    """Weekly hours none of which is more than a working day's, or some of which are percentages."""
    place = next((place for place in plan.places if place.column.name == "weekly_hours"), None)
    if place is None or place.answers.unit(place.table, "weekly_hours"):
        return
    hours = [typed for text in place.texts if (typed := number_of(text))]
    reason = None
    if hours and max(hours) <= 8 and max(hours) >= 2:
        reason = "may be hours or days of a shorter time: nobody in this column has more than 8 hours a week."
    elif 100 in hours or sum(60 < typed <= 100 for typed in hours) > 1:
        reason = "may be a percentage of full time: there are numbers from 61 to 100 in this column."
    if reason is None:
        return
    for number, row in again():
        text = row[place.index].strip() if place.index < len(row) else ""
        if (number_of(text) or 0) >= 2:
            open_question = question(place.table, "weekly_hours", UNIT, ("hours",))
            yield Problem(label, number, "weekly_hours", reason, text, open_question)


def number_of(text: str) -> Fraction | None:
    """A cell as a number; None for anything else."""
    try:
        return parse_number(text.strip(), bare_point=True)
    except NotAQuantity:
        return None


def short_entries(rows: Sequence[WorktimeRow], answers: Answers) -> Iterator[Note]:
    """People most of whose entries are of one to twelve minutes, which may be hours."""
    for column in [column.name for column in CONTRACTS[TableName.WORKTIME].columns if column.timed]:
        if answers.unit(TableName.WORKTIME, column):
            continue
        people: dict[str, _Entries] = {}
        for row in rows:
            if minutes := getattr(row, column):
                people.setdefault(row.email, _Entries(row.number)).add(minutes)
        for email, entries in people.items():
            if entries.all >= FEWEST and entries.short * 2 > entries.all:
                key = question(TableName.WORKTIME, column, UNIT, ("hours", "minutes"))
                words = f"most entries of {email} are {entries.least} to {entries.most} minutes: are these hours?"
                yield Note(rows[0].label, entries.first_row, column, words, key)


@dataclass(slots=True)
class _Entries:
    """Somebody's entries in one column: how many, and how many of few minutes, from the least to the most."""

    first_row: int
    all: int = 0
    short: int = 0
    least: int = FEW
    most: int = 0

    def add(self, minutes: int) -> None:
        """One more of them."""
        self.all += 1
        if minutes <= FEW:
            self.short += 1
            self.least, self.most = min(self.least, minutes), max(self.most, minutes)
