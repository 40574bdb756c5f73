"""The pages of the ledger: its lines, one purchase as its money is kept, and the proof of the books."""

from budgettracker.ledger.views import books, lines
from budgettracker.ledger.views.blueprint import bp

__all__ = ["books", "bp", "lines"]
