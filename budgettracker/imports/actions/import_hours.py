"""Import the dated history of contracted hours."""

from budgettracker.imports.actions.books import Books
from budgettracker.imports.tables.rows import HoursRow
from budgettracker.people.actions.change_hours import change_hours
from budgettracker.people.models import Person


def import_hours(books: Books) -> None:
    """Say people's contracted hours as they were, in the order of the days; what stands already is passed over."""
    for row in sorted(books.folder.hours, key=lambda row: (row.email, row.starts_on)):
        person = books.person(row, "email", row.email)
        if person is not None and not books.is_stand_in(person):
            _say(books, row, person)


def _say(books: Books, row: HoursRow, person: Person) -> None:
    kept = next((week.weekly_minutes for week in person.weeks if week.starts_on == row.starts_on), None)
    if kept is None and row.starts_on == person.active_from and person.weekly_minutes is not None:
        if row.weekly_minutes != person.weekly_minutes:
            reason = "is the first day of the person, whose own row says other weekly_hours. Put the two right."
            books.refuse(row, "from", reason, f"{row.starts_on:%d/%m/%Y}")
    elif kept is not None:
        books.compare(row, {"weekly_hours": kept != row.weekly_minutes})
    elif person.weekly_minutes_on(row.starts_on) != row.weekly_minutes:
        with books.writing(row, {"starts_on": "from"}):
            change_hours(books.by, person, row.weekly_minutes, row.starts_on, on=books.on, at=books.at)
