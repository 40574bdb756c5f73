"""The pages of the ledger: its lines and their file, one purchase as its money is kept, margins, and the check of the books."""

from budgettracker.ledger.views import books, download, lines, margins, purchase
from budgettracker.ledger.views.blueprint import bp

__all__ = ["books", "bp", "download", "lines", "margins", "purchase"]
