"""Purchases of a file that the books may have already under another reference, or under none."""

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.imports.actions.books import Books
from budgettracker.imports.files.problems import shown
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.money import pounds
from budgettracker.spend.models import Spend

MOST_NAMED = 20
"""A whole file under other references is told by its first ones."""


class KnownOtherwise:
    """The purchases of the books on a file's days, by family, day and amount, with their references."""

    def __init__(self, books: Books, rows: Sequence[SpendRow]) -> None:
        days = [row.bought_on for row in rows]
        self._books, self._noted = books, 0
        self._standing: dict[tuple[uuid.UUID, date, int], str | None] = {}
        if days:
            query = select(Spend.family_id, Spend.bought_on, Spend.paid_pence, Spend.reference).where(
                Spend.authority_id == books.authority.id, Spend.bought_on.between(min(days), max(days))
            )
            self._standing = {(of, on, pence): ref for of, on, pence, ref in db.session.execute(query)}

    def look(self, row: SpendRow, family: Family) -> None:
        """Name a new row whose family, day and amount are those of a purchase in the books."""
        key = (family.id, row.bought_on, row.amount_pence)
        if key in self._standing and self._noted < MOST_NAMED:
            reference, self._noted = self._standing[key], self._noted + 1
            other = f"as “{shown(reference)}”" if reference else "without a reference"
            words = f"the authority's records have a purchase of {pounds(row.amount_pence)} for this family on this day, {other}."
            self._books.note(row, "spend_ref", f"{words} Is “{shown(row.spend_ref)}” another one?")
