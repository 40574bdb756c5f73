"""Purchases of a file that the books may have already under another reference, or under none."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.imports.actions.books import Books
from budgettracker.imports.files.problems import Note, shown
from budgettracker.imports.tables.cross_rows import MOST_ALIKE
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.money import pounds
from budgettracker.spend.models import Spend


class KnownOtherwise:
    """The purchases of the books on a file's days, by family, day and amount, with their references."""

    def __init__(self, books: Books, rows: Sequence[SpendRow]) -> None:
        days = [row.bought_on for row in rows]
        self._books, self._noted = books, 0
        self._last: SpendRow | None = None
        self._standing: dict[tuple[uuid.UUID, date, int], str | None] = {}
        if days:
            query = select(Spend.family_id, Spend.bought_on, Spend.paid_pence, Spend.reference).where(
                Spend.authority_id == books.authority.id, Spend.bought_on.between(min(days), max(days))
            )
            self._standing = {(of, on, pence): ref for of, on, pence, ref in db.session.execute(query)}

    def look(self, row: SpendRow, family: Family) -> None:
        """Name a new row whose family, day and amount are those of a purchase in the books."""
        key = (family.id, row.bought_on, row.amount_pence)
        if key not in self._standing:
            return
        self._last, self._noted = row, self._noted + 1
        if self._noted <= MOST_ALIKE:
            reference = self._standing[key]
            other = f"as “{shown(reference)}”" if reference else "without a reference"
            words = f"the authority's records have a purchase of {pounds(row.amount_pence)} for this family on this day, {other}."
            self._books.note(row, "spend_ref", f"{words} Is “{shown(row.spend_ref)}” another one?")

    def note_rest(self) -> None:
        """Say how many there are where only the first were named: a whole file may come under other references."""
        if self._last is not None and self._noted > MOST_ALIKE:
            words = f"{self._noted:,} rows have the family, day and amount of a purchase in the authority's records"
            self._books.notes.append(
                Note(self._last.where.file, None, "spend_ref", f"{words}; the first {MOST_ALIKE} are named.")
            )
