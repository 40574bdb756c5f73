"""Import what agencies charge for an hour of a post from a day on."""

from budgettracker.costing.rates.actions import add_agency_charge, add_post
from budgettracker.costing.rates.models import PostCost
from budgettracker.costing.rates.rules.agency import AgencyCharge
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.tables.post_rows import AgencyRow

AGENCY_COLUMNS = {"starts_on": "from", "name": "post"}


def import_agency(books: Books) -> None:
    """Add agencies' charges, and posts that only agencies fill; a cost that stands is never replaced."""
    standing = queries.post_costs_of(books.authority.id)
    for row in books.folder.agency:
        post = books.posts.get(row.post.casefold())
        cost = standing.get((post.id, row.starts_on)) if post is not None else None
        if cost is not None:
            books.compare(row, _charge_differs(row, cost))
            continue
        with books.writing(row, AGENCY_COLUMNS):
            if post is None:
                post = add_post(books.by, books.authority, row.post, at=books.at)
                books.remember(books.posts, row.post.casefold(), post)
            add_agency_charge(
                books.by,
                post,
                AgencyCharge(row.hour_pence, row.vat_pence, row.vat_status),
                starts_on=row.starts_on,
                price_year=row.price_year,
                overhead_direct=row.overhead_direct,
                overhead_indirect=row.overhead_indirect,
                ratio_thousandths=row.ratio_thousandths,
                ratio_kind=row.ratio_kind if row.ratio_thousandths is not None else None,
                source=row.source or "",
                at=books.at,
            )


def _charge_differs(row: AgencyRow, cost: PostCost) -> dict[str, bool]:
    return {
        "price_year": row.price_year != cost.price_year,
        "hour": row.hour_pence != cost.agency_hour_pence,
        "vat": row.vat_pence != cost.agency_vat_pence,
        "vat_status": row.vat_status != cost.agency_vat,
        "overhead_direct": row.overhead_direct.basis_points != cost.overhead_direct_basis_points,
        "overhead_indirect": row.overhead_indirect.basis_points != cost.overhead_indirect_basis_points,
        "ratio": row.ratio_thousandths != cost.ratio_thousandths,
        "ratio_kind": row.ratio_thousandths is not None and row.ratio_kind != cost.ratio_kind,
        "source": differs(row.source, cost.source),
    }
