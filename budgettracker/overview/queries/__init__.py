"""Reading across features: families with their money, and decisions with what a decider weighs."""

from budgettracker.overview.queries.families import (
    limits_proposed,
    may_have_budget,
    my_families,
    shown_pence,
    time_of,
)

__all__ = ["limits_proposed", "may_have_budget", "my_families", "shown_pence", "time_of"]
