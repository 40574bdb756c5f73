"""Whole numbers from what people type: hours, percentages, ratios, miles. Pounds are read in `money`.

Reading is exact (fractions, never floats). Bounds and words for the person are the caller's: these functions only say
why a text cannot be read.
"""

import re
from enum import StrEnum
from fractions import Fraction

_NUMBER = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3}|[0-9]{1,12}|)(?:\.(?P<part>[0-9]+))?")
_COMMA = re.compile(r",(?=[0-9]{1,2}(?![0-9]))")
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?::00)?")


class Unreadable(StrEnum):
    """Why a text is not a quantity."""

    NOT_A_NUMBER = "not_a_number"
    TOO_FINE = "too_fine"
    """More figures after the point than the unit has."""


class NotAQuantity(ValueError):
    """The text is not a number, or finer than the unit it is kept in; `reason` says which."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(reason.value)
        self.reason = reason


def with_point(text: str) -> str:
    """A typed number with a point for its decimal comma: many keypads and countries have no point.

    One comma before one or two last figures is a decimal comma; before three it parts thousands.

    >>> with_point("12,50"), with_point("37,5 h"), with_point("1,000"), with_point("1,00.00")
    ('12.50', '37.5 h', '1,000', '1,00.00')
    """
    return _COMMA.sub(".", text) if text.count(",") == 1 and "." not in text else text


def parse_number(text: str, *, bare_point: bool = False) -> Fraction:
    """The number of zero or more that a text such as `1,608`, `1607.5`, `1607,5` or `0.47` stands for, exactly.

    With `bare_point`, `.47` is read too. Spaces around it are the caller's to remove. Raises NotAQuantity.

    >>> parse_number("1,607.5"), parse_number(".5", bare_point=True)
    (Fraction(3215, 2), Fraction(1, 2))
    """
    figures = _NUMBER.fullmatch(with_point(text)) if text.isascii() else None
    if figures is None or not (figures["whole"] or (bare_point and figures["part"])):
        raise NotAQuantity(Unreadable.NOT_A_NUMBER)
    part = figures["part"] or ""
    return Fraction(int(figures["whole"].replace(",", "") + part), 10 ** len(part))


def basis_points(text: str, *, bare_point: bool = False) -> int:
    """Hundredths of a percent from a percentage without its sign: 2925 for `29.25`. Raises NotAQuantity."""
    return _in_units(text, 100, bare_point=bare_point)


def thousandths(text: str, *, bare_point: bool = False) -> int:
    """Thousandths from a ratio: 380 for `0.38`. Raises NotAQuantity."""
    return _in_units(text, 1000, bare_point=bare_point)


def hundredths(text: str, *, bare_point: bool = False) -> int:
    """Hundredths from a number such as miles: 1250 for `12.5`. Raises NotAQuantity."""
    return _in_units(text, 100, bare_point=bare_point)


def minutes_of_hours(text: str, *, bare_point: bool = False) -> Fraction:
    """Minutes from hours, exactly: 2250 for `37.5`; 2239.8 for `37.33`. Raises NotAQuantity."""
    return parse_number(text, bare_point=bare_point) * 60


def minutes_of_clock(text: str) -> int | None:
    """Minutes from hours and minutes: 2250 for `37:30` (a spreadsheet writes `37:30:00`). None when it is not of that form."""
    parts = _CLOCK.fullmatch(text) if text.isascii() else None
    return int(parts[1]) * 60 + int(parts[2]) if parts else None


def _in_units(text: str, units: int, *, bare_point: bool) -> int:
    """A number in whole units, so many to one."""
    number = parse_number(text, bare_point=bare_point) * units
    if number.denominator != 1:
        raise NotAQuantity(Unreadable.TOO_FINE)
    return number.numerator
