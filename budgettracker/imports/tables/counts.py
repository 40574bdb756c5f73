"""How many rows of each table, as a sentence has them."""

from collections.abc import Mapping

from budgettracker.imports.kinds import TableName


def in_words(rows: Mapping[TableName, int]) -> str:
    """`8 people, 1 scheme`, in the order of the tables, those without a row left out; empty for none at all.

    >>> in_words({TableName.SCHEMES: 1, TableName.PEOPLE: 1200})
    '1,200 people, 1 scheme'
    """
    return ", ".join(name.counted(rows[name]) for name in TableName if rows.get(name))
