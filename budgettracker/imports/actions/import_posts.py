"""Import posts with what they cost a year from a day."""

from budgettracker.costing.rates.actions import add_post, add_post_cost
from budgettracker.costing.rates.models import PostCost
from budgettracker.imports import queries
from budgettracker.imports.actions.books import Books, differs
from budgettracker.imports.tables.post_rows import PostRow

POST_COLUMNS = {"starts_on": "from", "name": "post"}


def import_posts(books: Books) -> None:
    """Add posts and what they cost a year from a day; a cost that stands is never replaced."""
    standing = queries.post_costs_of(books.authority.id)
    for row in books.folder.posts:
        post = books.posts.get(row.post.casefold())
        cost = standing.get((post.id, row.starts_on)) if post is not None else None
        if cost is not None:
            books.compare(row, _cost_differs(row, cost))
            continue
        with books.writing(row, POST_COLUMNS):
            if post is None:
                post = add_post(books.by, books.authority, row.post, at=books.at)
                books.remember(books.posts, row.post.casefold(), post)
            add_post_cost(
                books.by,
                post,
                starts_on=row.starts_on,
                price_year=row.price_year,
                salary_pence=row.salary_pence,
                minutes_per_year=row.minutes_per_year,
                oncosts_pence=row.oncosts_pence,
                qualifications_pence=row.qualifications_pence,
                overhead_direct=row.overhead_direct,
                overhead_indirect=row.overhead_indirect,
                capital_pence=row.capital_pence,
                ratio_thousandths=row.ratio_thousandths,
                # A kind without a ratio says nothing.
                ratio_kind=row.ratio_kind if row.ratio_thousandths is not None else None,
                source=row.source or "",
                at=books.at,
            )


def _cost_differs(row: PostRow, cost: PostCost) -> dict[str, bool]:
    return {
        "price_year": row.price_year != cost.price_year,
        "salary": row.salary_pence != cost.salary_pence,
        "oncosts": row.oncosts_pence != cost.oncosts_pence,
        "qualifications": row.qualifications_pence != cost.qualifications_pence,
        "overhead_direct": (row.overhead_direct.pence, row.overhead_direct.basis_points)
        != (cost.overhead_direct_pence, cost.overhead_direct_basis_points),
        "overhead_indirect": (row.overhead_indirect.pence, row.overhead_indirect.basis_points)
        != (cost.overhead_indirect_pence, cost.overhead_indirect_basis_points),
        "capital": row.capital_pence != cost.capital_pence,
        "hours_per_year": row.minutes_per_year != cost.minutes_per_year,
        "ratio": row.ratio_thousandths != cost.ratio_thousandths,
        "ratio_kind": row.ratio_thousandths is not None and row.ratio_kind != cost.ratio_kind,
        "source": differs(row.source, cost.source),
    }
