"""Integer pence: read what people type, print it, share it out to the penny. The only place where pounds become pence."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from operator import sub

from budgettracker.quantities import with_point

LARGEST_PENCE = 999_999_999_99
"""One penny below a thousand million pounds: far above any budget, far below what a database integer holds."""

_POUNDS = re.compile(r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]{1,2}))?")


class NotMoney(ValueError):
    """The text is not an amount; the message says what to type instead."""


def parse_pounds(text: str, *, negative: bool = False) -> int:
    """Pence from what a person typed in pounds.

    `1234.5`, `12,50`, `1,234.50` and `£1,234.50` are read; with `negative`, `-12.00` and `(12.00)` are too.
    Raises NotMoney with words for the person. Zero is an amount here: whether it is allowed is the caller's rule.

    >>> parse_pounds("£1,234.50"), parse_pounds("(12.00)", negative=True)
    (123450, -1200)
    """
    typed = text.strip()
    if not typed:
        raise NotMoney("Enter an amount in pounds, like 45.00.")
    sign = 1
    if typed.startswith("(") and typed.endswith(")"):
        sign, typed = -1, typed[1:-1].strip()
    elif typed.startswith("-"):
        sign, typed = -1, typed[1:].strip()
    typed = typed.removeprefix("£").strip()
    if typed.startswith("-") and sign == 1:
        sign, typed = -1, typed[1:]
    figures = _POUNDS.fullmatch(with_point(typed)) if typed.isascii() else None
    if figures is None:
        raise NotMoney(_why_not_money(typed))
    if sign < 0 and not negative:
        raise NotMoney("Enter the amount without a minus sign. Money that came back is recorded as a refund.")
    pence = int(figures["whole"].replace(",", "")) * 100 + int((figures["part"] or "").ljust(2, "0"))
    if pence > LARGEST_PENCE:
        raise NotMoney("This amount is too large. Check the figures.")
    return sign * pence


def _why_not_money(typed: str) -> str:
    if re.fullmatch(r"[0-9,]*\.[0-9]{3,}", typed):
        return "Use at most two figures after the point: pounds and pence, like 45.00."
    return "Enter the amount in pounds using the figures 0 to 9, like 45.00."


def pounds(pence: int) -> str:
    """An amount as people read it: `£1,234.50`, and `-£5.00` below nothing."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def pounds_plain(pence: int) -> str:
    """An amount as a program reads it: `1234.50`, without sign of currency or thousands."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def pounds_unrounded(numerator: int, denominator: int, places: int = 6) -> str:
    """A ratio of pence as pounds to some figures after the point, cut and not rounded: `£46.777363…`.

    The dots say that more figures follow; an exact amount has none, and at least its pence.

    >>> pounds_unrounded(7_521_800, 1_608), pounds_unrounded(3_000, 2)
    ('£46.777363…', '£15.00')
    """
    if numerator < 0 or denominator <= 0 or places < 2:
        raise ValueError("a ratio of pence is zero or more, over more than zero")
    whole, rest = divmod(numerator * 10**places, denominator * 100)
    figures = f"{whole % 10**places:0{places}d}"
    if rest:
        return f"£{whole // 10**places:,}.{figures}…"
    return f"£{whole // 10**places:,}.{figures[:2]}{figures[2:].rstrip('0')}"


def half_up(numerator: int, denominator: int) -> int:
    """The whole number nearest to numerator / denominator, halves away from zero, as a spreadsheet's ROUND does.

    >>> half_up(5, 2), half_up(-5, 2), half_up(4, 3)
    (3, -3, 1)
    """
    if denominator <= 0:
        raise ValueError("the denominator of a share must be above zero")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def part_of_running_total(amount: int, before: int, after: int, whole: int) -> int:
    """What of `amount` (pence or minutes) falls between two places on a running total that reaches `whole`.

    Both ends are rounded, halves away from zero, and the part is their difference; so parts that follow one another
    always add up to the amount. This is the program's one way of sharing: `share_out` does it for a list of weights,
    and `money_in_sql.part_of_running_total` in the database.

    >>> [part_of_running_total(100, before, before + 1, 3) for before in range(3)]
    [33, 34, 33]
    """
    return half_up(amount * after, whole) - half_up(amount * before, whole)


def parts_of_running_total(amount: int, ends: Iterable[int], whole: int) -> list[int]:
    """The parts of `amount` (pence or minutes) up to each of `ends`, the places that a running total reaches in turn.

    >>> parts_of_running_total(100, [1, 2, 3], 3)
    [33, 34, 33]
    """
    if whole <= 0:
        raise ValueError("the denominator of a share must be above zero")
    size, twice = 2 * abs(amount), 2 * whole
    until_ends = [(size * end + whole) // twice for end in ends]
    parts = map(sub, until_ends, (0, *until_ends))
    return list(parts) if amount >= 0 else [-part for part in parts]


def several_over_running_total(amounts: Sequence[int], ends: Iterable[int], whole: int) -> list[list[int]]:
    """What of each of several amounts, none below zero, falls up to each of `ends`: a list of their parts for each end.

    The same parts as `parts_of_running_total` gives for each amount alone, in a third of the time.

    >>> several_over_running_total([100, 7], [1, 2, 3], 3)
    [[33, 2], [34, 3], [33, 2]]
    """
    if whole <= 0 or min(amounts) < 0:
        raise ValueError("amounts are zero or more, shared over more than zero")
    parts: list[list[int]] = []
    before = [0] * len(amounts)
    twice = 2 * whole
    for end in ends:
        until_end = [(2 * amount * end + whole) // twice for amount in amounts] if end != whole else list(amounts)
        parts.append(list(map(sub, until_end, before)))
        before = until_end
    return parts


def share_out(amount: int, weights: Sequence[int]) -> list[int]:
    """Divide whole pence (or whole minutes) over `weights` so that the parts add up exactly.

    The running total is rounded and each part is the step it took (`part_of_running_total`). Order matters, so callers
    keep one: families by reference, other families last. Raises ValueError where there is nothing to share by.

    >>> share_out(100, [1, 1, 1])
    [33, 34, 33]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("shares need weights of zero or more with a sum above zero")
    return parts_of_running_total(amount, accumulate(weights), whole)
