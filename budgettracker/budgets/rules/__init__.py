"""What decides about a budget, on plain values: what is left of it, and its limit."""

from budgettracker.budgets.rules.limits import (
    above_cap,
    deciding_roles,
    require_confirmed,
    require_limit,
    require_limit_decider,
)
from budgettracker.budgets.rules.what_is_left import Position, require_room, too_much

__all__ = [
    "Position",
    "above_cap",
    "deciding_roles",
    "require_confirmed",
    "require_limit",
    "require_limit_decider",
    "require_room",
    "too_much",
]
