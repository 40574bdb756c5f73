"""The pages of purchases, split by deed: log, look, decide, buy, receipts."""

from budgettracker.spend.views import buy, decide, log, receipts, show
from budgettracker.spend.views.blueprint import bp

__all__ = ["bp", "buy", "decide", "log", "receipts", "show"]
