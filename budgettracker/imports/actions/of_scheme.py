"""Which scheme money of a day is from, and its categories, as rows of the files name them."""

from datetime import date
from uuid import UUID

from budgettracker.families.models import Family
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books
from budgettracker.imports.tables.plan_rows import PlanRow
from budgettracker.imports.tables.rows import SpendRow
from budgettracker.schemes.models import Category, Scheme
from budgettracker.spend.actions.hold_past_money import HeldMoney

SHOWN_CATEGORIES = 8


class OfScheme:
    """The schemes of an authority while its purchases and plans are brought in."""

    def __init__(self, books: Books, held: HeldMoney) -> None:
        self._books, self._held = books, held
        self._schemes = {scheme.id: scheme for scheme in books.schemes.values()}
        self._likely = {row.family_ref: books.schemes.get(row.scheme) for row in reversed(books.folder.budgets)}
        self._categories: dict[UUID | None, dict[str, Category]] = {}

    def on(self, row: SpendRow | PlanRow, family: Family, day: date) -> Scheme | None:
        """The scheme whose budget money of that day is from: that of the limit, else the family's, else the files'."""
        period = self._held.period_on(family.id, day)
        if period is not None:
            return period.budget.scheme
        own = self._schemes.get(family.scheme_id) if family.scheme_id else None
        return own or self._likely.get(row.family_ref)

    def category(self, row: SpendRow | PlanRow, scheme: Scheme | None) -> Category | None:
        """The category that a row names; None where there is none of that name, which is reported."""
        books, key = self._books, scheme.id if scheme is not None else None
        known = self._categories.get(key)
        if known is None:
            schemes = [scheme] if scheme is not None else sorted(books.schemes.values(), key=lambda each: each.name)
            known = self._categories[key] = queries.categories_of(schemes)
        category = known.get(row.category.casefold())
        if category is None and not (books.will_be_undone and not known):
            names = [known_category.name for known_category in known.values()]
            more = len(names) - SHOWN_CATEGORIES
            listed = "; ".join(names[:SHOWN_CATEGORIES]) + (f"; and {more} more" if more > 0 else "")
            of = f"a category of {scheme.name}" if scheme is not None else "a category of the authority's schemes"
            books.refuse(row, "category", f"is not {of}: {listed or 'there are none'}.", row.category)
        return category
