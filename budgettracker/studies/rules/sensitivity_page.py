"""What the page of a run's sensitivity shows: a tornado of the same numbers, and break-even as arithmetic."""

from typing import NamedTuple

from budgettracker.costing.results.rules.sensitivity import Sensitivity, weeks_tenths
from budgettracker.money import NotMoney, half_up, parse_pounds

SCALE = 1_000
"""Width of the picture, in its own units; the run's own figure stands in its middle."""


class TornadoBar(NamedTuple):
    """One assumption's bar: its words, where its low and its high begin and how wide each is."""

    words: str
    low_start: int
    low_width: int
    high_start: int
    high_width: int


def tornado(of: Sensitivity) -> list[TornadoBar]:
    """The swings as bars around the run's own mean (its discounted one, for the discount rate); the widest half fills the scale."""
    half = SCALE // 2
    ends = [abs(end - each.mean_pence) for each in of.swings for end in (each.mean_low_pence, each.mean_high_pence)]
    most = max(ends, default=0)

    def bar(middle: int, end: int) -> tuple[int, int]:
        width = half_up(abs(end - middle) * half, most) if most else 0
        return (half if end >= middle else half - width, width)

    return [
        TornadoBar(
            each.assumption.words,
            *bar(each.mean_pence, each.mean_low_pence),
            *bar(each.mean_pence, each.mean_high_pence),
        )
        for each in of.swings
    ]


class BreakEven(NamedTuple):
    """What a week of a placement costs, by which source and year; and what that makes of the run's amounts.

    Weeks are in words with one place; `wrong` says what is the matter with what was typed, if anything.
    """

    week: str
    source: str
    year: str
    week_pence: int | None
    of_mean: str
    of_difference: str
    wrong: str


def break_even(of: Sensitivity | None, week: str, source: str, year: str) -> BreakEven:
    """Weeks of a stated placement that a family's cost, and the difference, would buy; nothing without all three inputs."""
    plain = BreakEven(week, source.strip(), year.strip(), None, "", "", "")
    if not week.strip() or of is None:
        return plain
    try:
        pence = parse_pounds(week)
    except NotMoney as problem:
        return plain._replace(wrong=str(problem))
    if pence <= 0:
        return plain._replace(wrong="What a week costs must be more than £0.")
    if not plain.source or not plain.year:
        return plain._replace(wrong="Say where the figure is from and of which year: without both it means nothing.")
    difference = of.difference_pence
    return plain._replace(
        week_pence=pence,
        of_mean=_weeks(of.mean_pence, pence),
        of_difference=_weeks(difference, pence) if difference is not None and difference > 0 else "",
    )


def _weeks(amount_pence: int, week_pence: int) -> str:
    tenths = weeks_tenths(amount_pence, week_pence)
    return f"{tenths // 10}.{tenths % 10} weeks"
