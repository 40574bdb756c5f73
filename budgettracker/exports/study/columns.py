"""Columns as a study's sheets declare them: each with its disclosure class, unit, and the table columns it comes from.

`source` names table columns (`spend.bought_on, refund.refunded_on`): a test reads it to prove that no column of the
tables leaves without having been declared here.
"""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from budgettracker.workbooks import Column, Disclosure, Kind, column

DAY_SHOWN = "day shown"
"""The unit of a date that leaves as the profile says; the dictionary tells which it is in its workbook."""

Declared = partial[Column]


def pseudonym(description: str, source: str, **more: Any) -> Declared:
    """A keyed code in place of somebody or something that exists."""
    return _column(Kind.TEXT, Disclosure.PSEUDONYM, description, source, width=19, **more)


def quasi_identifier(description: str, source: str, kind: Kind = Kind.TEXT, **more: Any) -> Declared:
    """What could single a family out together with other knowledge."""
    return _column(kind, Disclosure.QUASI_IDENTIFIER, description, source, **more)


def day(description: str, source: str, **more: Any) -> Declared:
    """A date that every row has: exact, or the first of its month, as the profile says."""
    return quasi_identifier(description, source, Kind.DATE, **{"unit": DAY_SHOWN} | more)


def day_or_none(description: str, source: str, **more: Any) -> Declared:
    """A date that some rows lack: ISO text or the word none here, a real date on the sheet Dates."""
    return quasi_identifier(description, source, Kind.DAY_IN_TEXT, **{"unit": DAY_SHOWN} | more)


def circumstance(description: str, source: str, kind: Kind = Kind.TEXT, **more: Any) -> Declared:
    """Something said about one family or one worker."""
    return _column(kind, Disclosure.CIRCUMSTANCE, description, source, **more)


def money(description: str, source: str = "", **more: Any) -> Declared:
    """Pounds of one family or one worker, from whole pence."""
    return _column(Kind.MONEY, Disclosure.AMOUNT, description, source, **more)


def minutes(description: str, source: str, **more: Any) -> Declared:
    """Whole minutes of one worker, or of what they did for one family."""
    return _column(Kind.WHOLE, Disclosure.AMOUNT, description, source, unit="minutes", **more)


def number(description: str, source: str, **more: Any) -> Declared:
    """A whole number that belongs to one family or one worker."""
    return _column(Kind.WHOLE, Disclosure.AMOUNT, description, source, **more)


def reference(description: str, source: str = "", kind: Kind = Kind.TEXT, **more: Any) -> Declared:
    """What is about no person: rates, prices, parameters."""
    return _column(kind, Disclosure.REFERENCE, description, source, **more)


def _column(
    kind: Kind, disclosure: Disclosure, description: str, source: str, values: Sequence[str] = (), **more: Any
) -> Declared:
    codes = tuple(str(value) for value in values)
    empty = {"empty": _EMPTY[kind]} if kind in _EMPTY else {}
    return column(kind, disclosure, description, source=source, values=codes, **empty | more)


_EMPTY: dict[Kind, str | int] = {
    **dict.fromkeys((Kind.TEXT, Kind.DAY_IN_TEXT), "none"),
    **dict.fromkeys((Kind.MONEY, Kind.WHOLE, Kind.DECIMAL), 0),
}
"""What stands in a cell without a value: readers guess a column's type from its first rows, and lose what came later."""
UNKNOWN = "unknown"
"""The word where something exists and nobody said what it is."""


DiscountYear = Annotated[
    int,
    number(
        "Completed years since the family's start, by which the row is discounted; 0 where the run discounts nothing",
        "",
        unit="years",
    ),
]
"""The last column of the rows that costs are made of."""


def text_or_empty(text: str | None) -> str | None:
    """A text as its cell has it: an empty text is an empty cell."""
    return text or None
