"""Cost over a window that begins for each family at its own start, where not all could be followed to its end.

The start is the day of allocation, else of opening. A family still open when the study ends is censored: its later cost is
unknown. Averaging what is known would understate, averaging closed families alone favours short work. The estimate of Lin,
Feuer, Etzioni and Wax (Biometrics 1997;53:419) weights instead: the mean cost of each month among the families followed
through it, times the share that is still open at its beginning (Kaplan and Meier), added over months.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from budgettracker.costing.results.rules.observed import whole_pence
from budgettracker.money import half_up


class Followed(NamedTuple):
    """A family from its start: whole months up to the study's end, the month it closed in, and its pence by month.

    Months count from 0. `closed_in` is None of a family that is open when the study ends.
    """

    months: int
    closed_in: int | None
    pence: Mapping[int, int]


class Month(NamedTuple):
    """A month since the start: families open at its beginning, those of them followed through it, those that closed in it.

    `open_thousandths` is the share still open at its beginning; `mean_pence` the mean cost of those followed through it.
    """

    number: int
    at_risk: int
    followed: int
    closed: int
    open_thousandths: int
    mean_pence: int | None


class WindowCost(NamedTuple):
    """Mean cost over a window: weighted for censoring; of closed families only, which is biased; and who was followed how far.

    `mean_pence` is None where nobody was followed as far as it goes.
    """

    length: int
    families: int
    censored: int
    closed: int
    mean_pence: int | None
    closed_only_pence: int | None


def completed_months(since: date, on: date) -> int:
    """Whole months from one day to another; below 0 before it.

    >>> completed_months(date(2026, 1, 31), date(2026, 2, 28)), completed_months(date(2026, 1, 15), date(2026, 1, 14))
    (0, -1)
    """
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


def followed(start: date, closed_on: date | None, last_day: date, costs: Iterable[tuple[date, int]]) -> Followed:
    """A family from its start to the study's last day. What it cost before its start is left out.

    What it cost after it closed counts in the month in which it closed, so that a month's cost is that of families open in
    it, and nothing is lost.
    """
    closed_in = completed_months(start, closed_on) if closed_on is not None and closed_on <= last_day else None
    months = max(0, completed_months(start, last_day + timedelta(days=1)))
    pence: dict[int, int] = {}
    for on, some in costs:
        month = completed_months(start, on)
        if month >= 0:
            month = month if closed_in is None else min(month, closed_in)
            pence[month] = pence.get(month, 0) + some
    return Followed(months, closed_in, pence)


def by_month(families: Sequence[Followed], length: int) -> list[Month]:
    """Each month of a window with its families at risk and its mean cost."""
    return [
        Month(
            number=number + 1,
            at_risk=sum(_at_risk(family, number) for family in families),
            followed=len(through),
            closed=sum(family.closed_in == number for family in through),
            open_thousandths=whole_pence(1_000 * share),
            mean_pence=half_up(sum(family.pence.get(number, 0) for family in through), len(through))
            if through
            else None,
        )
        for number, (share, through) in enumerate(_shares(families, length))
    ]


def months_at_risk(months: Sequence[Month], length: int) -> int:
    """Family-months of a window: its months at whose beginning a family was open, over all families.

    >>> months_at_risk([Month(1, 8, 8, 0, 1000, 5), Month(2, 6, 6, 1, 1000, 5), Month(3, 5, 5, 0, 833, 5)], 2)
    14
    """
    return sum(month.at_risk for month in months[:length])


def window_cost(families: Sequence[Followed], length: int) -> WindowCost:
    """Mean cost over the first `length` months since each family's start."""
    total: float | None = 0.0
    for number, (share, through) in enumerate(_shares(families, length)):
        if not through and share > 0:
            total = None
            break
        if through:
            assert total is not None
            total += share * sum(family.pence.get(number, 0) for family in through) / len(through)
    closed = [family for family in families if family.closed_in is not None and family.closed_in < length]
    censored = sum(_censored(family, length) for family in families)
    in_window = sum(pence for family in closed for month, pence in family.pence.items() if month < length)
    return WindowCost(
        length=length,
        families=len(families),
        censored=censored,
        closed=len(closed),
        mean_pence=whole_pence(total) if families and total is not None else None,
        closed_only_pence=half_up(in_window, len(closed)) if closed else None,
    )


def _shares(families: Sequence[Followed], length: int) -> list[tuple[float, list[Followed]]]:
    """Of each month the share still open at its beginning, and the families followed through it."""
    share, months = 1.0, []
    for number in range(length):
        through = [family for family in families if _through(family, number)]
        months.append((share, through))
        if through:
            share *= 1 - sum(family.closed_in == number for family in through) / len(through)
    return months


def _at_risk(family: Followed, month: int) -> bool:
    """Open at the month's beginning, as far as the study saw?"""
    begun = family.months >= month
    return begun and (family.closed_in is None or family.closed_in >= month)


def _through(family: Followed, month: int) -> bool:
    """At risk, and followed to the month's end or until it closed in it?"""
    return _at_risk(family, month) and (family.closed_in == month or family.months > month)


def _censored(family: Followed, length: int) -> bool:
    """Open when the study ended, before the window did?"""
    return family.closed_in is None and family.months < length
