"""What may stand on a statement, for whom, and in which words, on plain values."""

from budgettracker.statements.rules.lines import Item, Line, lines_for, think_twice
from budgettracker.statements.rules.readers import require_reader, require_ticked
from budgettracker.statements.rules.texts import ENGLISH, WELSH, Texts, month_in

__all__ = [
    "ENGLISH",
    "WELSH",
    "Item",
    "Line",
    "Texts",
    "lines_for",
    "month_in",
    "require_reader",
    "require_ticked",
    "think_twice",
]
