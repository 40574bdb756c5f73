"""Cells of numbers, all whole: pence, minutes, typed hours, hundredths of a mile, thousandths of a ratio."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from budgettracker import money
from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.imports.cells.text import AS_WRITTEN, clean, kind_of
from budgettracker.imports.files.problems import CellRefused
from budgettracker.imports.files.sheet_cell import SheetCell
from budgettracker.quantities import NotAQuantity, minutes_of_clock, parse_number
from budgettracker.worktime.rules import DAY_MINUTES, MOST_MILES, NotTime, parse_time

MOST_PASSENGERS = 8
MOST_PEOPLE = 100_000
_FIGURES = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}


def tidied(cell: str, places: int) -> str:
    """The text of a number cell without the binary noise a spreadsheet adds: 934.1999999999999 is 934.20.

    A workbook stores numbers in binary; one that lies within half a thousandth of the last place asked for is that
    place. Text, and numbers that really have more figures, come back as they are. `places` are figures after the
    point.
    """
    text = clean(cell)
    if kind_of(cell) != "number":
        return text
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or (abs(number.adjusted()) > 15 and number):
        return text
    near = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{near:f}" if abs(number - near) * 2000 <= Decimal(1).scaleb(-places) else text


def pounds(cell: str) -> int:
    """Pence from an amount in pounds, zero or more; a negative amount is read and refused in words."""
    pence = signed_pounds(cell)
    if pence < 0:
        raise CellRefused("is below zero. Write the amount without a minus sign or brackets.")
    return pence


def pounds_above_zero(cell: str) -> int:
    """Pence from an amount in pounds of at least one penny."""
    pence = pounds(cell)
    if pence == 0:
        raise CellRefused("is nothing. Write the amount in pounds and pence, like 12.34.")
    return pence


def price(cell: str) -> int:
    """Pence paid, or come back for a refund: above zero in both, so a minus sign is told how refunds are written."""
    if signed_pounds(cell) < 0:
        raise CellRefused(
            "is below zero. Money that came back is a row of its own: a positive amount, and refund_of names the purchase."
        )
    return pounds_above_zero(cell)


def signed_pounds(cell: str) -> int:
    """Pence from `1234.5`, `1,234.50`, `£1,234.50`, and `(12.00)` or `-12.00` for negatives."""
    text = tidied(cell, 2)
    try:
        pence = money.parse_pounds(text, negative=True)
    except money.NotMoney as wrong:
        raise CellRefused(_why_not_money(text, str(wrong))) from None
    if isinstance(cell, SheetCell) and cell.currency:
        words = f"is shown as {cell.currency} in the spreadsheet, not in pounds. Write what it came to in pounds."
        raise CellRefused(words, asks=AS_WRITTEN, answers=(clean(cell),), value=pence)
    return pence


def _why_not_money(text: str, otherwise: str) -> str:
    long = re.fullmatch(r"[£(\s-]*[0-9,]*\.([0-9]{3,})\)?", text)
    if long and text.isascii() | text.startswith("£"):
        figures = len(long[1])
        return f"has {_FIGURES.get(figures, figures)} figures after the point. Use pounds and pence, like 12.34."
    if re.fullmatch(r"[£(\s-]*[0-9]{1,3}(?:\.[0-9]{3})*,[0-9]{1,2}\)?", text):
        return "has a comma before the pence. Use a point, like 1,234.50."
    if "too large" in otherwise:
        return "is too large for an amount here. Check the figures."
    return "is not an amount. Write pounds and pence in figures, like 12.34 or £1,234.50."


UNIT = "unit"
"""What a question about a column of times asks: whether its numbers are minutes, hours or seconds."""
UNITS = ("minutes", "hours", "seconds")


def minutes(cell: str, unit: str = "minutes") -> int:
    """Whole minutes of one day, 0 to 1,440: a bare number in the column's unit, or `1:30`, `1.5 h`, `90 min`."""
    text = tidied(cell, 4 if unit == "hours" else 0)
    if re.fullmatch(r"0[0-9]{3}", text):
        raise CellRefused("may be hours and minutes without their colon. Write minutes like 90, or 1:30.")
    bare = _number(text) if unit == "hours" else whole_number(text)
    if bare is None:
        return _typed_minutes(text)
    number = {"hours": bare * 60, "seconds": Fraction(bare, 60)}.get(unit, Fraction(bare))
    if number > DAY_MINUTES:
        unit_asked = ("seconds",) if unit == "minutes" else UNITS
        raise CellRefused(f"is more than the {DAY_MINUTES:,} minutes of a day.", asks=UNIT, answers=unit_asked)
    return money.half_up(number.numerator, number.denominator)


def _typed_minutes(text: str) -> int:
    """Minutes of a time that says its own unit: hours and minutes by a colon, or the words."""
    no_minutes = "is not a number of minutes. Write whole minutes in figures, like 90."
    if _number(text) is not None:
        raise CellRefused(no_minutes, asks=UNIT, answers=("hours",))
    if not re.search(r"[0-9]\s*(?:h|m)|[0-9]:[0-9]", text, re.IGNORECASE):
        raise CellRefused(no_minutes)
    try:
        return parse_time(re.sub(r"^([0-9]{1,2}:[0-9]{2}):00$", r"\1", text))
    except NotTime as wrong:
        raise CellRefused(f"is not a number of minutes. {wrong}") from None


def places(cell: str) -> int:
    """The number of places a group session had, at least one."""
    number = whole_number(tidied(cell, 0))
    if not number or number > 10_000:
        raise CellRefused("is not a number of places. Write a whole number of 1 or more, like 6.")
    return number


def people(cell: str) -> int:
    """How many people something concerns, in figures."""
    number = whole_number(tidied(cell, 0))
    if number is None or number > MOST_PEOPLE:
        raise CellRefused("is not a number of people. Write it in figures, like 4, or leave the cell empty.")
    return number


def passengers(cell: str) -> int:
    """How many people a driver took along, in figures; more than a car holds is refused."""
    number = whole_number(tidied(cell, 0))
    if number is None:
        raise CellRefused("is not a number of passengers. Write it in figures, like 1, or leave the cell empty.")
    if number > MOST_PASSENGERS:
        raise CellRefused("is more passengers than a car has room for.")
    return number


def minutes_list(cell: str) -> tuple[int, ...]:
    """Whole minutes for each family of an entry, separated by `;`: the weights of sharing by minutes."""
    if kind_of(cell) == "number":
        return (minutes(cell),)
    parts = clean(cell).split(";")
    # A trailing semicolon is a habit of lists, an empty item between two others is a missing number.
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return tuple(minutes(part) for part in parts)


def whole_number(text: str) -> int | None:
    """The number, with or without `.0` and commas between thousands, or None when it is not one of 0 or more."""
    figures = re.fullmatch(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.0+)?", text)
    return int(figures[1].replace(",", "")) if figures and text.isascii() else None


def _number(text: str) -> Fraction | None:
    """The number of zero or more that a text stands for, exactly, or None."""
    try:
        return parse_number(text, bare_point=True)
    except NotAQuantity:
        return None


def hours_of_a_day(cell: str) -> int:
    """Minutes away on a day from typed hours, `7.4` or `7:24`: above nothing, and at most the 24 hours of a day."""
    whole_minutes = _typed_hours(cell, most=24, example="7.4", span="day")
    if whole_minutes == 0:
        raise CellRefused("is no time. Leave the row out, or the cell empty for a fifth of the weekly hours.")
    return whole_minutes


def weekly_hours(cell: str) -> int:
    """Contracted minutes a week from typed hours: `37`, `37.5`, `37:30`; below two hours it is asked."""
    whole_minutes = _typed_hours(cell, most=168, example="37 or 37.5", span="week")
    usual = "is less than two hours a week. Is it a share of full time? Write the hours, like 18.5."
    return _usual(cell, whole_minutes, 120, 168 * 60, usual)


def yearly_hours(cell: str) -> int:
    """Minutes paid and worked in a year from typed hours: `1608`, `1,608`, `1591.2`.

    What only a week, a month or a European thousand would have is asked.
    """
    whole_minutes = _typed_hours(cell, most=8784, example="1608", span="year")
    if whole_minutes == 0:
        raise CellRefused("is nothing: the cost of an hour is the yearly cost divided by these hours.")
    usual = "is not what a post works in a year, as 1,608 hours would be. Is it of a week, or are these days?"
    return _usual(cell, whole_minutes, 400 * 60, 2_600 * 60, usual)


def _typed_hours(cell: str, *, most: int, example: str, span: str) -> int:
    text = re.sub(r"\s*(?:hours?|hrs?|h)$", "", tidied(cell, 4), flags=re.IGNORECASE)
    whole_minutes = minutes_of_clock(text)
    if whole_minutes is None:
        hours = _number(text)
        if hours is None:
            raise CellRefused(f"is not a number of hours. Write hours in figures, like {example}.")
        # 37.33 hours are 2,239.8 minutes: time is kept in whole minutes, the nearest one.
        whole_minutes = money.half_up(hours.numerator * 60, hours.denominator)
    if whole_minutes > most * 60:
        raise CellRefused(f"is more hours than a {span} has.")
    return whole_minutes


def miles(cell: str) -> int:
    """Hundredths of a mile from miles with at most two figures after the point."""
    number = _number(tidied(cell, 2))
    if number is None:
        raise CellRefused("is not a number of miles. Write figures, like 12 or 12.5.")
    if number > MOST_MILES:
        raise CellRefused("is more miles than anyone drives in a day.")
    return _whole(number * 100, "has more than two figures after the point. Write miles like 12.5.")


def ratio(cell: str) -> int:
    """Thousandths of an hour of indirect work for each hour worked: `0.38`, or `1:0.38` as manuals print it."""
    number = _number(re.sub(r"^1\s*:\s*", "", tidied(cell, 3)))
    if number is None:
        raise CellRefused("is not a ratio. Write the indirect hours for each hour, like 0.38 for 1:0.38.")
    if number > 100:
        raise CellRefused("is more than 100 indirect hours for each hour. Check the figures.")
    thousandths = _whole(number * 1000, "has more than three figures after the point. Write a ratio like 0.38.")
    usual = "is not a usual ratio: it is hours of indirect work for each hour, like 0.38. Is it a percentage?"
    return _usual(cell, thousandths, 20, 10_000, usual)


def _whole(number: Fraction, otherwise: str) -> int:
    """A number of whole units. Raises CellRefused with these words when there is a rest."""
    if number.denominator != 1:
        raise CellRefused(otherwise)
    return number.numerator


def salary(cell: str) -> int:
    """Pence of a full-time post's salary for a year; what only an hour, a month or thousands would be is asked."""
    words = "is not a usual salary for a year. Is it of an hour or a month, or in thousands? Write pounds a year."
    return _usual(cell, pounds_above_zero(cell), 10_000_00, 250_000_00, words)


def agency_hour(cell: str) -> int:
    """Pence that an agency charges for an hour, its fee and VAT included; what only a day or a week would be is asked."""
    words = "is not a usual charge for an hour. Is it of a day or a week? Write pounds an hour, VAT included."
    return _usual(cell, pounds_above_zero(cell), 12_00, 250_00, words)


def share_of_charge(cell: str) -> Overhead:
    """An overhead as a percentage of an agency's charge: `29%`; raises CellRefused for an amount, which would be of a year."""
    text = clean(cell)
    if not text.endswith("%"):
        raise CellRefused("is not a percentage of the charge. Write it with its sign, like 29%.")
    return overhead(cell)


def yearly_cost(cell: str) -> int:
    """Pence a year of a part of what a post costs; a few pounds are asked, as a lost percentage sign leaves them."""
    words = "is very little for a year. Is it a percentage, or in thousands? Write pounds a year."
    return _usual(cell, pounds(cell), 100_00, 250_000_00, words)


def overhead(cell: str) -> Overhead:
    """An overhead in pounds a year, or as a percentage of salary and on-costs: `29%`; 29 alone is asked."""
    text = clean(cell)
    if text.endswith("%"):
        share = _basis_points(text[:-1].strip())
        words = "is not a usual overhead. Write a percentage of salary and on-costs, like 29%."
        _usual(cell, share, 100, 15_000, words, Overhead(basis_points=share))
        return Overhead(basis_points=share)
    pence = pounds(cell)
    if 0 < pence < 100:
        # 29% loses its sign when a spreadsheet's column is not formatted as a percentage.
        raise CellRefused("is less than a pound. Write a percentage with its sign, like 29%, or the pounds a year.")
    words = f"is {money.pounds(pence)} a year. Is {text}% meant? Write a percentage with its sign, like 29%."
    return Overhead(pence=_usual(cell, pence, 500_00, 250_000_00, words, Overhead(pence=pence)))


def _usual(cell: str, number: int, least: int, most: int, words: str, value: object = None) -> int:
    """The number, where it is nothing or usual; otherwise it is asked whether it is right as it is written."""
    if number and not least <= number <= most:
        raise CellRefused(words, asks=AS_WRITTEN, answers=(clean(cell),), value=number if value is None else value)
    return number


def _basis_points(text: str) -> int:
    share = _number(text)
    if share is None:
        raise CellRefused("is not a percentage. Write it like 29% or 29.5%.")
    if share > 500:
        raise CellRefused("is more than 500%. Check the figures.")
    return _whole(share * 100, "has more than two figures after the point. Write a percentage like 29.25%.")
