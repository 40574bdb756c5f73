"""What decides about a budget, on plain values: what is left, its limit, its scheme's cap, its month in the books."""

from budgettracker.budgets.rules.caps import cap_loosened, cap_words, require_cap
from budgettracker.budgets.rules.finance_months import posted_on, require_closing
from budgettracker.budgets.rules.limits import (
    NO_BUDGET,
    OPENING_WAITS,
    WAITS_FOR_DRAW,
    above_cap,
    above_cap_words,
    deciding_roles,
    opening_waits,
    require_confirmed,
    require_drawn,
    require_limit,
    require_limit_confirmer,
    require_limit_decider,
    require_opening,
    require_opening_hand,
    require_past_limit,
    require_proposer,
    require_proposer_of_opening,
)
from budgettracker.budgets.rules.what_is_left import Position, no_limit_yet, require_room, too_much

__all__ = [
    "NO_BUDGET",
    "OPENING_WAITS",
    "WAITS_FOR_DRAW",
    "Position",
    "above_cap",
    "above_cap_words",
    "cap_loosened",
    "cap_words",
    "deciding_roles",
    "no_limit_yet",
    "opening_waits",
    "posted_on",
    "require_cap",
    "require_closing",
    "require_confirmed",
    "require_drawn",
    "require_limit",
    "require_limit_confirmer",
    "require_limit_decider",
    "require_opening",
    "require_opening_hand",
    "require_past_limit",
    "require_proposer",
    "require_proposer_of_opening",
    "require_room",
    "too_much",
]
