"""Import posts with what they cost a year from a day, and what agencies charge for an hour of one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from budgettracker.costing.rates.actions import add_agency_charge, add_post, add_post_cost
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.tables.post_rows import AgencyRow, PostRow
from budgettracker.people.models import Post

POST_COLUMNS = {"starts_on": "from", "name": "post"}
CostRow = TypeVar("CostRow", PostRow, AgencyRow)


def import_posts(books: Books) -> None:
    """Add posts and what they cost a year from a day; a cost that stands is never replaced."""
    _import(books, books.folder.posts, _cost_differs, _add_cost)


def import_agency(books: Books) -> None:
    """Add agencies' charges, and posts that only agencies fill; a cost that stands is never replaced."""
    _import(books, books.folder.agency, _charge_differs, _add_charge)


def _import(
    books: Books,
    rows: Sequence[CostRow],
    differing: Callable[[CostRow, PostCost], Mapping[str, bool]],
    add: Callable[[Books, Post, CostRow], None],
) -> None:
    standing = queries.post_costs_of(books.authority.id)
    for row in rows:
        post = books.posts.get(row.post.casefold())
        cost = standing.get((post.id, row.starts_on)) if post is not None else None
        if cost is not None:
            books.compare(row, differing(row, cost))
            continue
        with books.writing(row, POST_COLUMNS):
            if post is None:
                post = add_post(books.by, books.authority, row.post, at=books.at)
                books.remember(books.posts, row.post.casefold(), post)
            add(books, post, row)


def _add_cost(books: Books, post: Post, row: PostRow) -> None:
    add_post_cost(
        books.by,
        post,
        salary_pence=row.salary_pence,
        minutes_per_year=row.minutes_per_year,
        oncosts_pence=row.oncosts_pence,
        qualifications_pence=row.qualifications_pence,
        capital_pence=row.capital_pence,
        at=books.at,
        **_facts(row),
    )


def _add_charge(books: Books, post: Post, row: AgencyRow) -> None:
    charge = AgencyCharge(row.hour_pence, row.vat_pence, row.vat_status)
    add_agency_charge(books.by, post, charge, at=books.at, **_facts(row))


def _facts(row: PostRow | AgencyRow) -> dict[str, Any]:
    """What an employee's cost and an agency's charge say alike."""
    return {
        "starts_on": row.starts_on,
        "price_year": row.price_year,
        "overhead_direct": row.overhead_direct,
        "overhead_indirect": row.overhead_indirect,
        "ratio_thousandths": row.ratio_thousandths,
        # A kind without a ratio says nothing.
        "ratio_kind": row.ratio_kind if row.ratio_thousandths is not None else None,
        "source": row.source or "",
    }


def _alike_differs(row: PostRow | AgencyRow, cost: PostCost) -> dict[str, bool]:
    return {
        "price_year": row.price_year != cost.price_year,
        "ratio": row.ratio_thousandths != cost.ratio_thousandths,
        "ratio_kind": row.ratio_thousandths is not None and row.ratio_kind != cost.ratio_kind,
        "source": differs(row.source, cost.source),
    }


def _cost_differs(row: PostRow, cost: PostCost) -> dict[str, bool]:
    return _alike_differs(row, cost) | {
        "salary": row.salary_pence != cost.salary_pence,
        "oncosts": row.oncosts_pence != cost.oncosts_pence,
        "qualifications": row.qualifications_pence != cost.qualifications_pence,
        "overhead_direct": (row.overhead_direct.pence, row.overhead_direct.basis_points)
        != (cost.overhead_direct_pence, cost.overhead_direct_basis_points),
        "overhead_indirect": (row.overhead_indirect.pence, row.overhead_indirect.basis_points)
        != (cost.overhead_indirect_pence, cost.overhead_indirect_basis_points),
        "capital": row.capital_pence != cost.capital_pence,
        "hours_per_year": row.minutes_per_year != cost.minutes_per_year,
    }


def _charge_differs(row: AgencyRow, cost: PostCost) -> dict[str, bool]:
    return _alike_differs(row, cost) | {
        "hour": row.hour_pence != cost.agency_hour_pence,
        "vat": row.vat_pence != cost.agency_vat_pence,
        "vat_status": row.vat_status != cost.agency_vat,
        "overhead_direct": row.overhead_direct.basis_points != cost.overhead_direct_basis_points,
        "overhead_indirect": row.overhead_indirect.basis_points != cost.overhead_indirect_basis_points,
    }
