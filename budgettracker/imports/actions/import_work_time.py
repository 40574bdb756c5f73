"""Import work time: checked row by row, written many rows at a time when all are checked."""

from collections.abc import Mapping

from budgettracker.collecting import collect_once
from budgettracker.errors import Refusal
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.actions.import_activities import Activities
from budgettracker.imports.actions.new_names import intervention_notes, session_notes
from budgettracker.imports.actions.work_expenses import WorkExpenses
from budgettracker.imports.files.problems import Note
from budgettracker.imports.kinds import TableName
from budgettracker.imports.queries import EntryInBooks
from budgettracker.imports.tables.presets import made_here
from budgettracker.imports.tables.work_rows import WorktimeRow
from budgettracker.people.models import Person
from budgettracker.periods import inclusive, long_date
from budgettracker.staging import staged
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.actions import ManyDays, ManyEntries
from budgettracker.worktime.queries import absent_days
from budgettracker.worktime.rules import LONG_DAY_MINUTES, DayFull, Part, Work

BATCH = 2_000
"""Entries held before they are written."""


def import_work_time(books: Books) -> None:
    """Add work entries; those in the books already stay, and one there with other content is reported."""
    rows = books.folder.worktime
    if not rows:
        return
    standing = queries.entries_named(books.authority.id, (row.entry_ref for row in rows))
    if len(rows) > BATCH:
        collect_once()
    new = [row for row in rows if row.entry_ref not in standing] if standing else rows
    books.notes += _known_already(rows, standing)
    checks = _Checks(books, new)
    entries = ManyEntries(books.by, books.authority.id, books.at)
    for place, row in enumerate(rows, start=1):
        kept = standing.get(row.entry_ref)
        if kept is not None:
            books.compare(row, _differs(row, kept))
        else:
            person, work = checks.work(row)
            if person is not None and work is not None and not books.will_be_undone:
                entries.add(person.id, work, row.entry_ref, absent=checks.activities.is_absence(row))
                books.new_rows[TableName.WORKTIME].append(row)
        if place % BATCH == 0:
            with staged(books.staging):
                entries.write()
            books.progress("worktime, checked", place)
    with staged(books.staging):
        entries.write()
    wanted = checks.activities.interventions + [row.intervention for row in books.folder.studies if row.intervention]
    books.notes += [*intervention_notes(books.new.interventions, wanted), *session_notes(new)]


def _known_already(rows: list[WorktimeRow], standing: Mapping[str, EntryInBooks]) -> list[Note]:
    """How much of another program's file the records have already: its entries have no reference that a person would know."""
    known = [row for row in rows if row.entry_ref in standing and made_here(row.entry_ref)]
    if not known:
        return []
    days = sorted(row.worked_on for row in known)
    words = (
        f"{len(known):,} of {len(rows):,} entries are in the authority's records already, {long_date(days[0])} to "
        f"{long_date(days[-1])}. They are not written again."
    )
    return [Note(known[0].where.file, None, None, words)]


class _Checks:
    """What a row of work time must agree with in the authority's books and in the rows above it."""

    def __init__(self, books: Books, rows: list[WorktimeRow]) -> None:
        self._books = books
        self.activities = Activities(books)
        people = {row.email: books.people[row.email] for row in rows if row.email in books.people}
        self._days = ManyDays(people.values(), {row.worked_on for row in rows}, on=books.on)
        self._expenses = WorkExpenses(books, rows, people)
        days = sorted({row.worked_on for row in rows})
        ids = [person.id for person in people.values()]
        self._absent = absent_days(ids, inclusive(days[0], days[-1])) if days else {}

    def work(self, row: WorktimeRow) -> tuple[Person | None, Work | None]:
        """Whose row it is and the work it says, None when it is refused; everything wrong with it is reported."""
        books, before = self._books, len(self._books.problems)
        person = books.person(row, "email", row.email)
        if person is not None and not books.is_stand_in(person):
            self._check_day(row, person)
            self._expenses.add(row, person)
        parts = self._parts(row)
        self.activities.check(row)
        if len(books.problems) > before or person is None or parts is None:
            return person, None
        activity, intervention = self.activities.of(row), self.activities.intervention_of(row)
        return person, Work(
            worked_on=row.worked_on,
            activity_id=activity.id,
            parts=parts,
            contact_minutes=row.contact_minutes,
            preparation_minutes=row.preparation_minutes,
            travel_minutes=row.travel_minutes,
            miles_hundredths=row.miles_hundredths,
            expenses_pence=row.expenses_pence,
            intervention_id=intervention.id if intervention else None,
            session_reference=row.session_ref,
            places=row.places,
            note=row.note or "",
            vehicle=row.vehicle,
            passengers=row.passengers,
        )

    def _check_day(self, row: WorktimeRow, person: Person) -> None:
        """Report a day that takes no time, and one that comes to more than 24 hours; note one of more than 14."""
        try:
            self._days.require_open(person, row.worked_on)
        except Refusal as refusal:
            self._books.refuse(row, "worked_on", refusal.message)
        if self.activities.is_absence(row) and self._absent.get((person.id, row.worked_on)) is False:
            self._books.refuse(row, "worked_on", "is a day whose time away came in a file: it would count twice.")
        before = self._days.minutes(person, row.worked_on)
        day = f"{row.worked_on:%d/%m/%Y}"
        try:
            self._days.add(person, row.worked_on, row.minutes)
        except DayFull:
            words = (
                f"has {before:,} minutes on {day} in the authority's records and the rows above; with these "
                f"{row.minutes:,} the day has more than 24 hours."
            )
            self._books.refuse(row, "email", words, row.email)
            return
        if before <= LONG_DAY_MINUTES < before + row.minutes:
            length = minutes_in_words(before + row.minutes)
            self._books.note(row, "email", f"“{row.email}” comes to {length} on {day}. It is kept as it is written.")

    def _parts(self, row: WorktimeRow) -> tuple[Part, ...] | None:
        """Families and weights by reference as text, other families last: the order in which shares are rounded."""
        books, lacking = self._books, False
        weights = row.family_minutes or (1,) * len(row.family_refs)
        parts: list[Part] = []
        for reference, weight in sorted(zip(row.family_refs, weights, strict=True)):
            family = books.families.get(reference)
            if family is None:
                books.refuse_dependent(row, "family_refs", TableName.FAMILIES, reference)
                lacking = True
            else:
                parts.append(Part(family.id, weight))
        if row.other_families:
            parts.append(Part(None, row.other_minutes or 1))
        return None if lacking else tuple(parts)


def _differs(row: WorktimeRow, kept: EntryInBooks) -> dict[str, bool]:
    weights = row.family_minutes or (1,) * len(row.family_refs)
    families: tuple[tuple[str | None, int], ...] = tuple(sorted(zip(row.family_refs, weights, strict=True)))
    if row.other_families:
        families += ((None, row.other_minutes or 1),)
    return {
        "email": row.email != kept.email,
        "worked_on": row.worked_on != kept.worked_on,
        "activity": row.activity.casefold() != kept.activity.casefold(),
        "contact_minutes": row.contact_minutes != kept.contact_minutes,
        "preparation_minutes": row.preparation_minutes != kept.preparation_minutes,
        "travel_minutes": row.travel_minutes != kept.travel_minutes,
        "family_refs": families != kept.families,
        "session_ref": differs(row.session_ref, kept.session_ref),
        "places": differs(row.places, kept.places),
        "miles": row.miles_hundredths != kept.miles_hundredths,
        "vehicle": row.vehicle != kept.vehicle,
        "passengers": row.passengers != kept.passengers,
        "expenses": row.expenses_pence != kept.expenses_pence,
        "intervention": (row.intervention or "").casefold() != (kept.intervention or "").casefold(),
        "note": differs(row.note, kept.note),
    }
