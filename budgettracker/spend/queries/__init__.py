"""Reading purchases: the rows and their history, what they add up to, and whether the books agree."""

from budgettracker.spend.queries.books import faults
from budgettracker.spend.queries.deciding import bounds_and_route, lowest, who_decides
from budgettracker.spend.queries.purchases import (
    Happened,
    ToDo,
    history_of,
    net_paid,
    receipt_for,
    requests_waiting,
    reviews_waiting,
    spend_for,
    spend_to_change,
    spends_of,
    to_do_of,
)
from budgettracker.spend.queries.totals import Before, counted, had_before, running_totals, waiting_over

__all__ = [
    "Before",
    "Happened",
    "ToDo",
    "bounds_and_route",
    "counted",
    "faults",
    "had_before",
    "history_of",
    "lowest",
    "net_paid",
    "receipt_for",
    "requests_waiting",
    "reviews_waiting",
    "running_totals",
    "spend_for",
    "spend_to_change",
    "spends_of",
    "to_do_of",
    "waiting_over",
    "who_decides",
]
