"""The pages of the ledger: its lines and their file, one purchase as its money is kept, and the check of the books."""

from budgettracker.ledger.views import books, download, lines, purchase
from budgettracker.ledger.views.blueprint import bp

__all__ = ["books", "bp", "download", "lines", "purchase"]
