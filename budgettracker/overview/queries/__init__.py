"""Reading across features: families with their money, and decisions with what a decider weighs."""

from budgettracker.overview.queries.families import (
    limits_proposed,
    may_have_budget,
    my_families,
    shown_pence,
)
from budgettracker.overview.queries.time import time_of, time_so_far
from budgettracker.overview.queries.to_do import tasks_of

__all__ = [
    "limits_proposed",
    "may_have_budget",
    "my_families",
    "shown_pence",
    "tasks_of",
    "time_of",
    "time_so_far",
]
