"""What waits for a decision or a look, and several done at once; one module a page."""

from budgettracker.decisions.views import (
    margins,
    next_decision,
    own_money,
    proposals,
    to_tick,
    waiting,
    waits_long,
    week_sample,
)
from budgettracker.decisions.views.blueprint import bp

__all__ = [
    "bp",
    "margins",
    "next_decision",
    "own_money",
    "proposals",
    "to_tick",
    "waiting",
    "waits_long",
    "week_sample",
]
