"""Posts, what they cost from a date, and the rates and other costs of an authority."""

from budgettracker.costing.rates.actions.deciding import (
    ask_for_deciding_source,
    confirm_deciding_source,
    set_deciding_source,
)
from budgettracker.costing.rates.actions.local_rates import add_mileage_rate, add_pension_rate
from budgettracker.costing.rates.actions.other_costs import add_other_cost, withdraw_other_cost
from budgettracker.costing.rates.actions.posts import add_agency_charge, add_post, add_post_cost

__all__ = [
    "add_agency_charge",
    "add_mileage_rate",
    "add_other_cost",
    "add_pension_rate",
    "add_post",
    "add_post_cost",
    "ask_for_deciding_source",
    "confirm_deciding_source",
    "set_deciding_source",
    "withdraw_other_cost",
]
