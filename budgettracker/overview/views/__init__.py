"""The pages that look across: My families with the family's page, Decisions waiting, the ledger, histories."""

from budgettracker.overview.views import books, decisions, families, history, ledger
from budgettracker.overview.views.blueprint import bp

__all__ = ["books", "bp", "decisions", "families", "history", "ledger"]
