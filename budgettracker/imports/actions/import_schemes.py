"""Import schemes with their bands and categories."""

from budgettracker.access import Role
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.tables.rows import SchemeRow
from budgettracker.schemes import rules as scheme_rules
from budgettracker.schemes.actions import add_scheme
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import Bounds

SCHEME_COLUMNS = {"name": "scheme"} | {
    f"{role}_{part}": "bands" for role in scheme_rules.LADDER for part in scheme_rules.BOUNDS
}


def import_schemes(books: Books) -> None:
    """Add schemes; one that names no categories gets those its purchases name, or the usual ones without any."""
    used = tuple({row.category.casefold(): row.category for row in reversed(books.folder.spend)}.values())[::-1]
    for row in books.folder.schemes:
        scheme = next(
            (known for known in books.schemes.values() if known.name.casefold() == row.scheme.casefold()), None
        )
        if scheme is not None:
            books.compare(row, _scheme_differs(row, scheme))
            continue
        books.note_far_ahead(row, "starts_on", row.starts_on)
        with books.writing(row, SCHEME_COLUMNS):
            scheme = add_scheme(
                books.by,
                books.authority,
                row.scheme,
                cap_pence=row.cap_pence,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                bands=_bands(row),
                categories=row.categories or used,
                regular_needs=row.regular_needs or Role.MANAGER,
                at=books.at,
            )
            books.remember(books.schemes, row.scheme, scheme)
            if not row.categories:
                books.new.categories.update({each.category: each for each in reversed(books.folder.spend)})


def _bands(row: SchemeRow) -> tuple[Bounds, ...]:
    bands = tuple(Bounds(band.role, band.single_pence, band.running_pence, band.window_days) for band in row.bands)
    return bands or scheme_rules.UNSTATED


def _scheme_differs(row: SchemeRow, scheme: Scheme) -> dict[str, bool]:
    """Bands are compared as they were on the first day: later changes are the authority's own."""
    first = {
        Bounds(Role(band.role), band.single_pence, band.running_pence, band.window_days)
        for band in scheme.bands
        if band.starts_on == scheme.starts_on
    }
    names = tuple(category.name for category in scheme.categories)
    return {
        "scheme": row.scheme != scheme.name,
        "cap": row.cap_pence != scheme.cap_pence,
        "starts_on": row.starts_on != scheme.starts_on,
        "ends_on": differs(row.ends_on, scheme.ends_on),
        "bands": bool(row.bands) and set(_bands(row)) != first,
        "regular_needs": differs(row.regular_needs, scheme.regular_needs),
        "categories": bool(row.categories) and row.categories != names,
    }
