"""Reading for costing: posts' dated costs, what a run would read, what stops it, and runs made."""

from budgettracker.costing.queries.inputs import (
    AuthorityBooks,
    FamilyMember,
    Part,
    blocks_of,
    books_of,
    staffed_scope,
)
from budgettracker.costing.queries.posts import pension_rates, post_costs, post_named, rate_book_of
from budgettracker.costing.queries.purchases import CountedRow, purchases_of
from budgettracker.costing.queries.runs import (
    RunTotals,
    StoredSums,
    latest_run,
    run_of,
    runs_of,
    stored_sums,
    totals_of,
)
from budgettracker.costing.queries.staff import Staff

__all__ = [
    "AuthorityBooks",
    "CountedRow",
    "FamilyMember",
    "Part",
    "RunTotals",
    "Staff",
    "StoredSums",
    "blocks_of",
    "books_of",
    "latest_run",
    "pension_rates",
    "post_costs",
    "post_named",
    "purchases_of",
    "rate_book_of",
    "run_of",
    "runs_of",
    "staffed_scope",
    "stored_sums",
    "totals_of",
]
