"""Reading what could stand on a statement, and the statements made."""

from budgettracker.statements.queries.items import ItemToShow, how_many_items, items_of, items_ticked
from budgettracker.statements.queries.statements import lines_of, readers_before, statement_for, statements_of

__all__ = [
    "ItemToShow",
    "how_many_items",
    "items_of",
    "items_ticked",
    "lines_of",
    "readers_before",
    "statement_for",
    "statements_of",
]
