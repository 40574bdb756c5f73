"""What work cost in the entries of an import: above the bounds of a typed entry a second person releases the import, and a
manager of the worker's team confirms each before it is paid back."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.imports.actions.books import Books
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.people.models import Person
from budgettracker.periods import month
from budgettracker.worktime.actions import ask_for_imported_expenses
from budgettracker.worktime.queries import expenses_by_month
from budgettracker.worktime.rules import require_expenses, takes_second_hand


class WorkExpenses:
    """The expenses of a live authority's new entries, each beside what its worker's month holds, in the records and files.

    Of the time before anybody worked with the program nothing is asked: it was paid as the authority's records have it.
    """

    def __init__(self, books: Books, rows: Sequence[WorktimeRow], people: Mapping[str, Person]) -> None:
        self._books = books
        self._dear: dict[str, Person] = {}
        dear = [row for row in rows if row.expenses_pence and row.email in people]
        self._months: Counter[tuple[uuid.UUID, date]] = Counter()
        if dear and books.authority.live_since is not None:
            days = sorted(row.worked_on for row in dear)
            ids = {people[row.email].id for row in dear}
            self._months.update(expenses_by_month(ids, month(days[0]).start, month(days[-1]).end))

    def add(self, row: WorktimeRow, person: Person) -> None:
        """Count one entry; says to the books that it takes a second hand, or refuses what is a purchase."""
        books, pence = self._books, row.expenses_pence
        if not pence or books.authority.live_since is None:
            return
        try:
            require_expenses(pence)
        except Refusal as refusal:
            books.refuse(row, "expenses", refusal.message)
            return
        of_session, key = row.session_ref is not None, (person.id, month(row.worked_on).start)
        if not of_session:
            self._months[key] += pence
        if takes_second_hand(pence, of_session=of_session, month_pence=self._months[key]):
            books.expenses_take_two = True
            if not self._dear:
                books.last.append(self._ask)
            self._dear[row.entry_ref] = person

    def _ask(self) -> None:
        """The entries are written: what they cost waits for a manager of each worker's team, as if it had been typed."""
        books = self._books
        ask_for_imported_expenses(books.by, books.authority.id, self._dear, on=books.on, at=books.at)
