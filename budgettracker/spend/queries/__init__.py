"""Reading purchases: the rows and their history, what they add up to, and whether the books agree."""

from budgettracker.spend.queries.books import faults
from budgettracker.spend.queries.closing import last_bought_on, waits_for
from budgettracker.spend.queries.deciding import bounds_and_deciders, lowest, who_decides
from budgettracker.spend.queries.purchases import (
    SHOWN,
    Happened,
    ToDo,
    history_of,
    how_many_spends,
    lefts,
    net_paid,
    receipt_for,
    receipts_used_elsewhere,
    spend_for,
    spend_to_change,
    spends_of,
    spends_to_decide,
    to_do_of,
)
from budgettracker.spend.queries.totals import Before, before_it, counted, had_before, running_totals, waiting_over

__all__ = [
    "SHOWN",
    "Before",
    "Happened",
    "ToDo",
    "before_it",
    "bounds_and_deciders",
    "counted",
    "faults",
    "had_before",
    "history_of",
    "how_many_spends",
    "last_bought_on",
    "lefts",
    "lowest",
    "net_paid",
    "receipt_for",
    "receipts_used_elsewhere",
    "running_totals",
    "spend_for",
    "spend_to_change",
    "spends_of",
    "spends_to_decide",
    "to_do_of",
    "waiting_over",
    "waits_for",
    "who_decides",
]
