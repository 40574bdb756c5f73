"""The pages of the ledger: its lines, their file and months, one purchase, margins, and the check of the books."""

from budgettracker.ledger.views import (
    books,
    close_scheme,
    download,
    finance_months,
    keep_back,
    lines,
    margins,
    pots,
    purchase,
    still_open,
)
from budgettracker.ledger.views.blueprint import bp

__all__ = [
    "books",
    "bp",
    "close_scheme",
    "download",
    "finance_months",
    "keep_back",
    "lines",
    "margins",
    "pots",
    "purchase",
    "still_open",
]
