"""Tick what may be shown to whom, and make a statement."""

from budgettracker.statements.actions.make_statement import make_statement
from budgettracker.statements.actions.tick_items import Ticked, tick_items

__all__ = ["Ticked", "make_statement", "tick_items"]
