"""Deeds on an authority's books: checking them, closing months of them, and setting pots beside them."""

from budgettracker.ledger.actions.check_books import check_books
from budgettracker.ledger.actions.close_finance_month import close_finance_month
from budgettracker.ledger.actions.set_pot import set_pot

__all__ = ["check_books", "close_finance_month", "set_pot"]
