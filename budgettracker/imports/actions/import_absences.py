"""Import time away, day by day."""

from collections.abc import Iterator
from datetime import date, timedelta

from budgettracker.errors import Refusal
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books
from budgettracker.imports.queries import DayAway
from budgettracker.imports.tables.rows import AbsenceRow
from budgettracker.money import half_up
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.worktime.actions import AbsentDay, ManyDays, record_absences

WORKING_DAYS = 5


def import_absences(books: Books) -> None:
    """Add days away; those that stand from a file as they are stated stay, those that an entry tells of are refused as double."""
    rows = books.folder.absences
    if not rows:
        return
    people = {row.email: books.people[row.email] for row in rows if row.email in books.people}
    ids = [person.id for person in people.values()]
    first, last = min(row.starts_on for row in rows), max(row.ends_on for row in rows)
    standing = queries.days_away(ids, first, last)
    checks = ManyDays(people.values(), [], on=books.on)
    for row in rows:
        person = books.person(row, "email", row.email)
        if person is None or books.is_stand_in(person):
            continue
        days = list(_days(books, row, person))
        new = [day for day in days if (person.id, day.absent_on) not in standing]
        if _is_good(books, row, person, days, standing, checks) and new:
            with books.writing(row, {"minutes": "hours", "worked_on": "from"}):
                record_absences(books.by, books.authority.id, new, at=books.at)
                standing |= {(person.id, day.absent_on): DayAway(day.minutes, day.in_hours, False) for day in new}


def _days(books: Books, row: AbsenceRow, person: Person) -> Iterator[AbsentDay]:
    """The days that a row says: all of them with hours of its own, else Monday to Friday with a fifth of the weekly hours."""
    for day in _each_day(row):
        minutes = row.minutes
        if minutes is None and day.weekday() < WORKING_DAYS:
            weekly = person.weekly_minutes_on(day)
            if weekly is None:
                words = "the cell is empty, and the person has no weekly hours: say how many hours of each day."
                books.refuse(row, "hours", words)
                return
            minutes = half_up(weekly, WORKING_DAYS)
        if minutes is not None:
            yield AbsentDay(person.id, day, minutes, row.in_hours)


def _each_day(row: AbsenceRow) -> Iterator[date]:
    return (row.starts_on + timedelta(days=passed) for passed in range((row.ends_on - row.starts_on).days + 1))


def _is_good(
    books: Books,
    row: AbsenceRow,
    person: Person,
    days: list[AbsentDay],
    standing: dict[tuple[object, date], DayAway],
    checks: ManyDays,
) -> bool:
    """Are all days of a row open, and none told of otherwise? The first that is not is reported."""
    if not days and not any(day.weekday() < WORKING_DAYS for day in _each_day(row)):
        books.refuse(row, "from", "has no Monday to Friday up to its last day. Say the hours of each day.", _shown(row))
    for day in days:
        kept = standing.get((person.id, day.absent_on))
        stated = DayAway(day.minutes, day.in_hours, False)
        if kept is not None and kept != stated:
            teller = "an entry tells of it" if kept.by_entry else "another row or file tells of it, with other hours"
            words = f"has time away on {long_date(day.absent_on)} already: {teller}. It would count twice."
            books.refuse(row, "email", words, row.email)
            return False
        try:
            checks.require_open(person, day.absent_on)
        except Refusal as refusal:
            books.refuse(row, "from", f"has {long_date(day.absent_on)}: {refusal.message}", _shown(row))
            return False
    return bool(days)


def _shown(row: AbsenceRow) -> str:
    return f"{row.starts_on:%d/%m/%Y}"
