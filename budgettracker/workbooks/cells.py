"""What one cell of a workbook holds, as XML: text that stays text, dates, pounds from pence, decimals from integers.

No number passes through binary floating point: digits are made from integers by integer arithmetic.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

from budgettracker.money import half_up, pounds_plain

REPLACED = "\ufffd"
"""Stands where a character stood that no spreadsheet file can hold: control characters and halves of a character."""

CELL_LIMIT = 32_767
"""The most a cell holds, counted as spreadsheets count: characters outside the basic plane count twice."""

CUT_MARK = " [cut: longer than a cell holds]"
"""Ends a text of which a cell could hold the beginning only."""

LARGEST_NUMBER = 999_999_999_999_999
"""Spreadsheets keep fifteen figures; a longer whole number is shown as text rather than changed."""

FORMULA_LIMIT = 8_192

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_DAY_NOUGHT = date(1899, 12, 30).toordinal()
_FIRST_TRUE_DAY = date(1900, 3, 1)


class Kind(Enum):
    """What the cells of a column are, and what Python value each is made from. None is always an empty cell."""

    TEXT = "text"
    """str"""
    DATE = "date"
    """date, without a time"""
    MONEY = "money"
    """int, in pence; shown in pounds"""
    WHOLE = "whole number"
    """int: minutes, counts, row numbers"""
    DECIMAL = "decimal"
    """(numerator, denominator), two ints: rates and ratios, rounded half away from zero to the column's places"""
    DAY_IN_TEXT = "date as text"
    """date, shown as text in ISO form: for days that some rows lack"""
    YES_NO = "yes or no"
    """bool, shown as the words yes and no"""


class WrongKind(TypeError):
    """A value that is not what its column declares: a fault in the program, never a matter of what somebody typed."""


def held_text(text: str) -> str:
    """What a cell holds of a text: forbidden characters replaced by REPLACED, an over-long text cut with CUT_MARK."""
    held = _NOT_IN_XML.sub(REPLACED, text)
    if 2 * len(held) <= CELL_LIMIT or _size(held) <= CELL_LIMIT:
        return held
    room = CELL_LIMIT - len(CUT_MARK)
    kept = held.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + CUT_MARK


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def text_xml(text: str) -> str:
    """The inside of a text element. `_x000D_` typed by a person is kept from being read as a carriage return."""
    held = _LOOKS_ESCAPED.sub("_x005F_", held_text(text))
    return held.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def formula_xml(formula: str) -> str:
    """The inside of a formula element. Raises ValueError for a formula no spreadsheet would take."""
    if not formula or formula.startswith("=") or len(formula) > FORMULA_LIMIT or _NOT_IN_XML.search(formula):
        raise ValueError(f"not a formula a cell can hold (written without =, up to {FORMULA_LIMIT}): {formula[:80]!r}")
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decimal_digits(numerator: int, denominator: int, places: int) -> str:
    """A fraction with `places` digits after the point, rounded half away from zero.

    >>> decimal_digits(1, 3, 4), decimal_digits(-1, 8, 2), decimal_digits(7, 1, 0)
    ('0.3333', '-0.13', '7')
    """
    scaled = half_up(numerator * 10**places, denominator)
    digits = str(abs(scaled)).rjust(places + 1, "0")
    shown = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{shown}" if scaled < 0 else shown


def value_writer(kind: Kind, places: int = 2) -> Callable[[Any], tuple[bool, str]]:
    """How values of a kind are written: a function giving (is it a number?, its text).

    A date before 1 March 1900 and a whole number of more than fifteen figures cannot be held as numbers: they come
    out as text, so that nothing is changed silently. Raises WrongKind for a value of another kind.
    """

    def text(value: Any) -> tuple[bool, str]:
        return False, _is(str, value)

    def day(value: Any) -> tuple[bool, str]:
        on: date = _is(date, value)
        return (True, str(on.toordinal() - _DAY_NOUGHT)) if on >= _FIRST_TRUE_DAY else (False, on.isoformat())

    def money(value: Any) -> tuple[bool, str]:
        pence: int = _is(int, value)
        return abs(pence) <= LARGEST_NUMBER, pounds_plain(pence)

    def whole(value: Any) -> tuple[bool, str]:
        number: int = _is(int, value)
        return abs(number) <= LARGEST_NUMBER, str(number)

    def decimal(value: Any) -> tuple[bool, str]:
        numerator, denominator = _is(tuple, value)
        return True, decimal_digits(_is(int, numerator), _is(int, denominator), places)

    def yes_no(value: Any) -> tuple[bool, str]:
        return False, "yes" if _is(bool, value) else "no"

    def day_in_text(value: Any) -> tuple[bool, str]:
        on: date = _is(date, value)
        return False, on.isoformat()

    return {
        Kind.TEXT: text,
        Kind.DAY_IN_TEXT: day_in_text,
        Kind.DATE: day,
        Kind.MONEY: money,
        Kind.WHOLE: whole,
        Kind.DECIMAL: decimal,
        Kind.YES_NO: yes_no,
    }[kind]


def _is(wanted: type, value: Any) -> Any:
    """The value, if it is exactly of the type wanted: True is no amount, and a moment is no date."""
    if type(value) is wanted or (wanted is str and isinstance(value, str)):
        return value
    raise WrongKind(f"expected {wanted.__name__}, got {type(value).__name__}")


def cell_tail(style: int, text_style: int, write: Callable[[Any], tuple[bool, str]]) -> Callable[[Any], str]:
    """How a plain cell of a column goes on after its row number: `" s="3"><v>12.50</v></c>`."""

    def tail(value: Any) -> str:
        number, shown = write(value)
        if number:
            return f'" s="{style}"><v>{shown}</v></c>'
        return f'" s="{text_style}" t="inlineStr"><is><t xml:space="preserve">{text_xml(shown)}</t></is></c>'

    return tail


def formula_tail(style: int, formula: str, value: tuple[bool, str] | None) -> str:
    """The same for a formula cell, which carries its computed value where one is given."""
    if value is None:
        return f'" s="{style}"><f>{formula_xml(formula)}</f></c>'
    number, shown = value
    if number:
        return f'" s="{style}"><f>{formula_xml(formula)}</f><v>{shown}</v></c>'
    return f'" s="{style}" t="str"><f>{formula_xml(formula)}</f><v>{text_xml(shown)}</v></c>'


def column_letter(position: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701), column_letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """The reverse of column_letter.

    >>> column_position("A"), column_position("AAA")
    (0, 702)
    """
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1
