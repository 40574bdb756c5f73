"""Reading a post's cost as people type it or a spreadsheet holds it: amounts, overheads, hours, ratios.

Numbers are read by `quantities` and pounds by `money`; here are the bounds, and the words for each mistake.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.costing.rates.rules.mileage import MOST_MILES_HUNDREDTHS, MOST_TENTHS
from budgettracker.errors import Refusal
from budgettracker.money import NotMoney, half_up, parse_pounds
from budgettracker.quantities import NotAQuantity, Unreadable, basis_points, minutes_of_hours, parse_number, thousandths
from budgettracker.wording import quoted

LARGEST = 999_999_999
"""No figure of a post's cost is larger."""
Number = TypeVar("Number", int, Fraction)


def decimal(text: str, field: str) -> Fraction:
    """The number that a text such as `1,608`, `1607.5` or `0.47` stands for, exactly. Raises Refusal for anything else."""
    return _read(parse_number, text, field)


def amount_pence(text: str, field: str) -> int:
    """Pence a year from an amount in pounds; an empty cell is 0. Raises Refusal."""
    if not text.strip():
        return 0
    try:
        return parse_pounds(text)
    except NotMoney as reason:
        raise Refusal(field, f"“{on_one_line(text)}” is not an amount. {reason}") from reason


def overhead(text: str, field: str) -> Overhead:
    """An overhead in pounds a year, or as `29%` of salary and on-costs; empty is 0. Raises Refusal."""
    typed = text.strip()
    if not typed.endswith("%"):
        return Overhead(pence=amount_pence(text, field))
    too_fine = "Use at most two figures after the point of a percentage, like 29.25%."
    return Overhead(basis_points=_read(basis_points, typed[:-1], field, too_fine))


def pension_basis_points(text: str, field: str) -> int:
    """A pension rate in hundredths of a percent of salary, from `19.8` or `19.8%`. Raises Refusal."""
    typed = text.strip().removesuffix("%")
    return _read(basis_points, typed, field, "Use at most two figures after the point, like 19.85.")


def hours_in_minutes(text: str, field: str = "hours_per_year") -> Fraction:
    """Minutes of a year's hours, exactly. Raises Refusal for none, or more than a year has."""
    minutes = _read(minutes_of_hours, text, field)
    if not 0 < minutes <= 8784 * 60:
        raise Refusal(field, "Give the hours paid and worked in a year: above 0, at most 8,784.")
    return minutes


def whole_minutes_per_year(text: str, field: str = "hours_per_year") -> int:
    """H as a post keeps it: whole minutes, half up (half a minute of 96,000 changes no price). Raises Refusal."""
    minutes = hours_in_minutes(text, field)
    return half_up(minutes.numerator, minutes.denominator)


def ratio_thousandths(text: str, field: str = "ratio") -> int | None:
    """Indirect hours to one hour of work, in thousandths; empty is none. Raises Refusal."""
    if not text.strip():
        return None
    return _read(thousandths, text, field, "Use at most three figures after the point of a ratio, like 1.375.")


def tenths_of_penny(text: str, field: str) -> int:
    """A rate of a mile in tenths of a penny, from `45`, `45p` or `45.5`. Raises Refusal."""
    pence = _read(parse_number, text.strip().removesuffix("p").rstrip(), field) * 10
    if pence.denominator != 1:
        raise Refusal(field, "Use at most one figure after the point of a rate, like 45.5.")
    if pence > MOST_TENTHS:
        raise Refusal(field, "Give the rate in pence a mile, from 0 to 999.9.")
    return int(pence)


def miles_hundredths(text: str, field: str) -> int:
    """Whole miles of a year in hundredths, from `10,000`. Raises Refusal."""
    miles = _read(parse_number, text, field)
    if miles.denominator != 1 or miles * 100 > MOST_MILES_HUNDREDTHS:
        raise Refusal(field, "Give whole miles of a year, from 0 to 1,000,000.")
    return int(miles) * 100


def on_one_line(text: str) -> str:
    """A text as a message quotes it: on one line, its first 40 characters."""
    return quoted(" ".join(text.split()), 40)


def _read(reader: Callable[[str], Number], text: str, field: str, too_fine: str = "") -> Number:
    """What a reader of `quantities` makes of a text, with words for a text that is no number or finer than its unit."""
    not_a_number = Refusal(field, f"“{on_one_line(text)}” is not a number. Use figures and a point, like 1607.5.")
    try:
        if parse_number(text.strip()) > LARGEST:
            raise not_a_number
        return reader(text.strip())
    except NotAQuantity as error:
        if error.reason is Unreadable.TOO_FINE:
            raise Refusal(field, too_fine) from error
        raise not_a_number from error
