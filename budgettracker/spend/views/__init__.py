"""The pages of purchases, split by deed: log, look, decide, ask and answer, buy, receipts."""

from budgettracker.spend.views import buy, decide, log, questions, receipts, show
from budgettracker.spend.views.blueprint import bp

__all__ = ["bp", "buy", "decide", "log", "questions", "receipts", "show"]
