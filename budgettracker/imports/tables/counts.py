"""How many rows of each table, as a sentence has them."""

from collections.abc import Mapping

from budgettracker.imports.tables.contract import CONTRACTS
from budgettracker.imports.tables.rows import Name

_ONE_AND_MANY: dict[Name, tuple[str, str]] = {
    "people": ("person", "people"),
    "schemes": ("scheme", "schemes"),
    "families": ("family", "families"),
    "children": ("child", "children"),
    "posts": ("cost of a post", "costs of posts"),
    "budgets": ("limit", "limits"),
    "spend": ("purchase or refund", "purchases and refunds"),
    "worktime": ("work entry", "work entries"),
    "studies": ("study", "studies"),
}


def in_words(rows: Mapping[Name, int]) -> str:
    """`8 people, 1 scheme`, in the order of the tables, those without a row left out; empty for none at all.

    >>> in_words({"schemes": 1, "people": 1200})
    '1,200 people, 1 scheme'
    """
    return ", ".join(f"{rows[name]:,} {_ONE_AND_MANY[name][rows[name] != 1]}" for name in CONTRACTS if rows.get(name))
