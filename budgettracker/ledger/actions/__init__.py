"""Deeds on an authority's books: checking them, closing months of them and whole schemes, and setting pots beside them."""

from budgettracker.ledger.actions.check_books import check_books
from budgettracker.ledger.actions.close_finance_month import close_finance_month
from budgettracker.ledger.actions.close_scheme import ask_to_close_scheme, close_scheme
from budgettracker.ledger.actions.set_pot import set_pot

__all__ = ["ask_to_close_scheme", "check_books", "close_finance_month", "close_scheme", "set_pot"]
