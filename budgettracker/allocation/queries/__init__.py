"""Reading draws: the one of a study or an authority, a family's assessment and place, the flow of families, the balance."""

from budgettracker.allocation.queries.draws import (
    allocation_of,
    assessments_of,
    draw_faults,
    draw_of,
    free_place,
    list_of,
    open_draw_in,
    require_open,
)
from budgettracker.allocation.queries.flow import Balance, Flow, balance_of, flow_of

__all__ = [
    "Balance",
    "Flow",
    "allocation_of",
    "assessments_of",
    "balance_of",
    "draw_faults",
    "draw_of",
    "flow_of",
    "free_place",
    "list_of",
    "open_draw_in",
    "require_open",
]
