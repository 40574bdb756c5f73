"""Columns as a study's sheets declare them: each with its disclosure class, unit, and the table columns it comes from.

`source` names table columns (`spend.bought_on, refund.refunded_on`): a test reads it to prove that no column of the
tables leaves without having been declared here.
"""

from collections.abc import Sequence
from typing import Any

from budgettracker.workbooks.stream import Column, Disclosure, Kind

DAY_SHOWN = "day shown"
"""The unit of a date that leaves as the profile says; the dictionary tells which it is in its workbook."""


def pseudonym(name: str, description: str, source: str, **more: Any) -> Column:
    """A keyed code in place of somebody or something that exists."""
    return _column(name, Kind.TEXT, Disclosure.PSEUDONYM, description, source, width=19, **more)


def quasi_identifier(name: str, description: str, source: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """What could single a family out together with other knowledge."""
    return _column(name, kind, Disclosure.QUASI_IDENTIFIER, description, source, **more)


def day(name: str, description: str, source: str, **more: Any) -> Column:
    """A date of one family or worker: exact, or the first of its month, as the profile says."""
    return quasi_identifier(name, description, source, Kind.DATE, **{"unit": DAY_SHOWN} | more)


def circumstance(name: str, description: str, source: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """Something said about one family or one worker."""
    return _column(name, kind, Disclosure.CIRCUMSTANCE, description, source, **more)


def money(name: str, description: str, source: str = "", **more: Any) -> Column:
    """Pounds of one family or one worker, from whole pence."""
    return _column(name, Kind.MONEY, Disclosure.AMOUNT, description, source, **more)


def minutes(name: str, description: str, source: str, **more: Any) -> Column:
    """Whole minutes of one worker, or of what they did for one family."""
    return _column(name, Kind.WHOLE, Disclosure.AMOUNT, description, source, unit="minutes", **more)


def number(name: str, description: str, source: str, **more: Any) -> Column:
    """A whole number that belongs to one family or one worker."""
    return _column(name, Kind.WHOLE, Disclosure.AMOUNT, description, source, **more)


def reference(name: str, description: str, source: str = "", kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """What is about no person: rates, prices, parameters."""
    return _column(name, kind, Disclosure.REFERENCE, description, source, **more)


def _column(
    name: str,
    kind: Kind,
    disclosure: Disclosure,
    description: str,
    source: str,
    values: Sequence[str] = (),
    **more: Any,
) -> Column:
    return Column(
        name=name,
        kind=kind,
        disclosure=disclosure,
        description=description,
        source=source,
        values=tuple(str(value) for value in values),
        **more,
    )


def said(code: str | None) -> str | None:
    """A text as its cell has it: empty where nothing was said."""
    return code or None
