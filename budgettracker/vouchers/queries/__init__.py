"""Reading the stocks of vouchers: what is in hand, what was issued for a purchase, what was counted."""

from budgettracker.vouchers.queries.books import faults
from budgettracker.vouchers.queries.confirming import BATCH, COUNT, batch_facts, count_facts
from budgettracker.vouchers.queries.stock import (
    Issued,
    Stock,
    batches_of,
    counts_of,
    in_hand_named,
    in_stock,
    issued_for,
    known_serials,
    move_numbers,
    stocks,
    stocks_in_hand,
    team_to_stock,
    team_with_stock,
)

__all__ = [
    "BATCH",
    "COUNT",
    "Issued",
    "Stock",
    "batch_facts",
    "batches_of",
    "count_facts",
    "counts_of",
    "faults",
    "in_hand_named",
    "in_stock",
    "issued_for",
    "known_serials",
    "move_numbers",
    "stocks",
    "stocks_in_hand",
    "team_to_stock",
    "team_with_stock",
]
