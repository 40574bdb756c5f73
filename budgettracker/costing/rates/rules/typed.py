"""Reading a post's cost as a spreadsheet holds it: amounts, overheads, hours, ratios; words for each mistake."""

import re
from fractions import Fraction

from budgettracker.costing.rates.rules.build_up import Overhead
from budgettracker.errors import Refusal
from budgettracker.money import NotMoney, half_up, parse_pounds

_DECIMAL = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,9}))?")


def decimal(text: str, field: str) -> Fraction:
    """The number a text such as `1,608`, `1607.5` or `0.47` stands for, exactly. Raises Refusal for anything else."""
    typed = text.strip()
    found = _DECIMAL.fullmatch(typed) if typed.isascii() else None
    if found is None:
        words = f"“{shortened(text)}” is not a number. Use figures and a point, like 1607.5."
        raise Refusal(field, words)
    part = found[2] or ""
    return Fraction(int(found[1].replace(",", "") + part), 10 ** len(part))


def amount_pence(text: str, field: str) -> int:
    """Pence a year from an amount in pounds; an empty cell is 0. Raises Refusal."""
    if not text.strip():
        return 0
    try:
        return parse_pounds(text)
    except NotMoney as reason:
        raise Refusal(field, f"“{shortened(text)}” is not an amount. {reason}") from reason


def overhead(text: str, field: str) -> Overhead:
    """An overhead in pounds a year, or as `29%` of salary and on-costs; empty is 0. Raises Refusal."""
    typed = text.strip()
    if not typed.endswith("%"):
        return Overhead(pence=amount_pence(text, field))
    points = decimal(typed[:-1], field) * 100
    if points.denominator != 1:
        raise Refusal(field, "Use at most two figures after the point of a percentage, like 29.25%.")
    return Overhead(basis_points=points.numerator)


def hours_in_minutes(text: str, field: str = "hours_per_year") -> Fraction:
    """Minutes of a year's hours, exactly. Raises Refusal for none, or more than a year has."""
    hours = decimal(text, field)
    if not 0 < hours <= 8784:
        raise Refusal(field, "Give the hours paid and worked in a year: above 0, at most 8,784.")
    return hours * 60


def whole_minutes_per_year(text: str, field: str = "hours_per_year") -> int:
    """H as a post keeps it: whole minutes, half up (half a minute of 96,000 changes no price). Raises Refusal."""
    minutes = hours_in_minutes(text, field)
    return half_up(minutes.numerator, minutes.denominator)


def ratio_thousandths(text: str, field: str = "ratio") -> int | None:
    """Indirect hours to one hour of work, in thousandths; empty is none. Raises Refusal."""
    if not text.strip():
        return None
    thousandths = decimal(text, field) * 1000
    if thousandths.denominator != 1:
        raise Refusal(field, "Use at most three figures after the point of a ratio, like 1.375.")
    return thousandths.numerator


def shortened(text: str) -> str:
    """A text as a message quotes it: at most 40 characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
