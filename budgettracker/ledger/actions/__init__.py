"""Deeds on an authority's books: checking them, and closing months of them."""

from budgettracker.ledger.actions.check_books import check_books
from budgettracker.ledger.actions.close_finance_month import close_finance_month

__all__ = ["check_books", "close_finance_month"]
