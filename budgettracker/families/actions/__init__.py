"""Writing families and children. Each deed leaves its audit line."""

from budgettracker.families.actions.child import add_child, correct_child
from budgettracker.families.actions.family import add_family, close_family, correct_family, reopen_family

__all__ = ["add_child", "add_family", "close_family", "correct_child", "correct_family", "reopen_family"]
