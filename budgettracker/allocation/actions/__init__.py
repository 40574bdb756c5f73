"""Deeds of a draw: started, a family assessed, a family allocated, closed."""

from budgettracker.allocation.actions.allocate_family import allocate_family
from budgettracker.allocation.actions.assess_family import assess_family
from budgettracker.allocation.actions.close_draw import close_draw
from budgettracker.allocation.actions.start_draw import start_draw

__all__ = ["allocate_family", "assess_family", "close_draw", "start_draw"]
