"""The pages of purchases, split by deed: log, look, decide, ask and answer, buy, receipts; and closing a family."""

from budgettracker.spend.views import buy, close, decide, log, questions, receipts, several, show
from budgettracker.spend.views.blueprint import bp

__all__ = ["bp", "buy", "close", "decide", "log", "questions", "receipts", "several", "show"]
