"""The pictures of a run, each with the table it is drawn from: the same six that the workbook's sheet Pictures has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from budgettracker import drawing
from budgettracker.costing.kinds import PARTS_OF_TOTAL
from budgettracker.costing.results.kinds import Counted, CutColumn
from budgettracker.costing.results.rules.cuts import CutRow
from budgettracker.costing.results.rules.results import Followup, GroupResult, Results
from budgettracker.costing.results.rules.sensitivity import Sensitivity
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, pounds
from budgettracker.periods import Period, month_in_words, months
from budgettracker.studies.rules.run_page import column_of

TIME = {
    "contact_minutes": "With families",
    "preparation_minutes": "Preparing and recording",
    "travel_minutes": "Travelling",
    "pool_minutes": "For nobody",
}
SPREAD = {
    "smallest_pence": "Smallest",
    "lower_pence": "Lower quartile",
    "median_pence": "Median",
    "upper_pence": "Upper quartile",
    "largest_pence": "Largest",
}
"""By what a description has: its words. The workbook has the same rows."""
Places = Mapping[Arm, Mapping[int, int]]
"""Families of each arm by place on a strip: -1 nothing, then a hundred places up to its end."""


class Drawn(NamedTuple):
    """A picture with its words: what it shows, how it is read, and its table (headings, then rows of a name and cells)."""

    name: str
    title: str
    reading: str
    picture: drawing.Picture
    headings: list[str]
    rows: list[tuple[str, list[str]]]
    kind: str = "money"


class Sums(NamedTuple):
    """One arm's families: how many, and their pence by column of a family's cost."""

    families: int
    pence: Mapping[str, int]


def pictures(
    results: Results,
    sums: Mapping[Arm, Sums],
    by_authority: Iterable[CutRow],
    by_month: Iterable[CutRow],
    places: Places,
    end_pence: int,
    sensitivity: Sensitivity | None,
) -> list[Drawn]:
    """Every picture that a run has something to show in; `end_pence` is where the strips of families end."""
    arms = [arm for arm in Arm if arm in sums]
    if not arms:
        return []
    drawn = [
        _parts(arms, sums),
        _spread(arms, results, places, end_pence),
        _time(arms, by_authority),
        *_months(arms, by_month),
        *_at_risk(arms, results.followup),
    ]
    return [*drawn, _tornado(sensitivity)] if sensitivity and sensitivity.swings else drawn


def _headings(arms: Sequence[Arm]) -> list[str]:
    return [arm.heading for arm in arms]


def _cells(rows: Iterable[tuple[str, Sequence[int]]], printed: Callable[[int], str]) -> list[tuple[str, list[str]]]:
    return [(name, [printed(figure) for figure in figures]) for name, figures in rows]


def _parts(arms: Sequence[Arm], sums: Mapping[Arm, Sums]) -> Drawn:
    rows = [
        (part.words, [half_up(sums[arm].pence[column_of(part)], sums[arm].families) for arm in arms])
        for part in PARTS_OF_TOTAL
    ]
    return Drawn(
        "parts",
        "What a family cost, by part",
        "The mean of each part for a family of each arm, each rounded for itself.",
        drawing.bars(rows, _headings(arms), pounds),
        ["Part", *_headings(arms)],
        _cells(rows, pounds),
    )


def _spread(arms: Sequence[Arm], results: Results, places: Places, end_pence: int) -> Drawn:
    described = {group.arm: group.described for group in results.groups if _is_of_all(group)}

    def at(pence: int) -> int:
        return min(1_000, max(0, half_up(1_000 * pence, end_pence)))

    strips = [
        drawing.Stripped(
            f"{arm.heading}, median {pounds(described[arm].median_pence)}",
            {place: (number, 0) for place, number in places.get(arm, {}).items()},
            at(described[arm].lower_pence),
            at(described[arm].median_pence),
            at(described[arm].upper_pence),
        )
        for arm in arms
    ]
    rows = [(words, [getattr(described[arm], name) for arm in arms]) for name, words in SPREAD.items()]
    return Drawn(
        "spread",
        "How families' costs are spread",
        "Each mark stands for families that cost about so much, taller where there are more of them. The box below "
        "reaches from the lower to the upper quartile, the filled mark in it is the median.",
        drawing.strips(strips, (pounds(0), pounds(end_pence))),
        ["Cost of a family", *_headings(arms)],
        _cells(rows, pounds),
    )


def _is_of_all(group: GroupResult) -> bool:
    return group.authority is None and group.counted is Counted.TOTAL


def _time(arms: Sequence[Arm], rows: Iterable[CutRow]) -> Drawn:
    sums = {(name, arm): 0 for name in TIME for arm in arms}
    for row in rows:
        for name in TIME:
            sums[name, Arm(row.arm)] += getattr(row.amounts, name)
    table = [(words, [sums[name, arm] for arm in arms]) for name, words in TIME.items()]
    return Drawn(
        "time",
        "Time by kind",
        "All families' hours by what they were, with deciding, setting up and evaluation; time for nobody is the "
        "families' part of it.",
        drawing.bars(table, _headings(arms), _hours),
        ["Kind of time", *_headings(arms)],
        _cells(table, _hours),
        "number",
    )


def _hours(minutes: int) -> str:
    """Minutes in hours with one place, as a figure beside a bar is written."""
    tenths = half_up(minutes, 6)
    return f"{tenths // 10:,}.{tenths % 10} hours"


def _months(arms: Sequence[Arm], rows: Iterable[CutRow]) -> list[Drawn]:
    sums: dict[tuple[str, Arm], int] = {}
    for row in rows:
        if row.counts_as in (CutColumn.PURCHASES, CutColumn.TIME) and row.heading:
            key = (row.heading, Arm(row.arm))
            sums[key] = sums.get(key, 0) + row.amounts.pence
    if not sums:
        return []
    names = every_month(name for name, _ in sums)
    series = [[sums.get((name, arm), 0) for name in names] for arm in arms]
    words = [month_in_words(name) for name in names]
    return [
        Drawn(
            "months",
            "Cost by month",
            "Purchases and time of all families of an arm, in the month in which they were bought or worked.",
            drawing.lines(_headings(arms), words, series, _whole_pounds),
            ["Month", *_headings(arms)],
            _cells(zip(words, list(zip(*series, strict=True)), strict=True), pounds),
        )
    ]


def every_month(names: Iterable[str]) -> list[str]:
    """The months from the first to the last of some, as year and number: one without a cost stands at nothing.

    >>> every_month(["2026-11", "2027-01"])
    ['2026-11', '2026-12', '2027-01']
    """
    firsts = sorted(date.fromisoformat(f"{name}-01") for name in names)
    return [f"{each.start:%Y-%m}" for each in months(Period(firsts[0], firsts[-1].replace(day=2)))] if firsts else []


def _whole_pounds(pence: int) -> str:
    return pounds(pence).removesuffix(".00")


def _at_risk(arms: Sequence[Arm], followup: Iterable[Followup]) -> list[Drawn]:
    by_arm = {each.arm: {month.number: month.at_risk for month in each.months} for each in followup}
    last = max((number for each in by_arm.values() for number in each), default=0)
    if not last:
        return []
    series = [[by_arm.get(arm, {}).get(number, 0) for number in range(1, last + 1)] for arm in arms]
    words = [f"Month {number}" for number in range(1, last + 1)]
    return [
        Drawn(
            "risk",
            "Families at risk, by month since their start",
            "How many families of each arm were open at the beginning of each month since their allocation, else opening. "
            "Those that began before the study's first day are left out: their first months were not seen.",
            drawing.lines(_headings(arms), words, series, "{:,}".format),
            ["Month since the start", *_headings(arms)],
            _cells(zip(words, list(zip(*series, strict=True)), strict=True), "{:,}".format),
            "number",
        )
    ]


def _tornado(of: Sensitivity) -> Drawn:
    rows = [(each.assumption.words, each.mean_low_pence, each.mean_high_pence) for each in of.swings]
    named = [(f"{words}: {pounds(low)} to {pounds(high)}", low, high) for words, low, high in rows]
    return Drawn(
        "tornado",
        "One-way sensitivity",
        f"The mean of a family with a budget is {pounds(of.mean_pence)}, the line in the middle; each pair of bars shows it "
        "with one assumption at its low and at its high.",
        drawing.tornado(named, of.mean_pence, ["At its low", "At its high"]),
        ["Assumption", "Mean at low", "Mean at high"],
        _cells(((words, (low, high)) for words, low, high in rows), pounds),
    )
