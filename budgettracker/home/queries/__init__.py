"""Reading My families and what needs doing with each."""

from budgettracker.home.queries.clock import Shown, clock_notices, openings_told
from budgettracker.home.queries.handed_over import gone_at
from budgettracker.home.queries.my_families import (
    closed_without_receipts,
    how_many_need,
    in_reach,
    limits_proposed,
    my_families,
    shown_pence,
)
from budgettracker.home.queries.to_do import tasks_of

__all__ = [
    "Shown",
    "clock_notices",
    "closed_without_receipts",
    "gone_at",
    "how_many_need",
    "in_reach",
    "limits_proposed",
    "my_families",
    "openings_told",
    "shown_pence",
    "tasks_of",
]
