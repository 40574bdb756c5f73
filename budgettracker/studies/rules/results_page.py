"""What the page of a run's results shows: as much as the study's profile lets it, and pictures of the same numbers."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgettracker.costing.results.kinds import Counted, Method, NoInterval
from budgettracker.costing.results.rules.clusters import Clustered
from budgettracker.costing.results.rules.observed import Interval
from budgettracker.costing.results.rules.results import Followup, GroupResult, Results
from budgettracker.money import half_up, pounds
from budgettracker.studies.kinds import Profile
from budgettracker.studies.rules.profiles import SMALL

SCALE = 1_000
"""Width of a picture, in its own units."""


def shown_results(results: Results, profile: str) -> Results | None:
    """The results as a profile lets them be seen; None where only tables may be and these would tell of single families.

    Where only tables may be seen, an arm needs more families than a small count and none of them above half of its cost.
    Then means, intervals and differences of purchases and time are told, of all authorities together; nothing of months,
    authorities or other help, whose differences could tell of one family. One arm that may not be seen hides the other,
    since the run's page has the sum of both.
    """
    if profile != Profile.PUBLISHED:
        return results
    groups = [each for each in results.groups if each.authority is None and each.counted is Counted.TOTAL]
    if any(_tells_of_one(group) for group in groups):
        return None
    compared = [each for each in results.compared if each.counted is Counted.TOTAL]
    return results._replace(groups=groups, compared=compared, means=[], followup=[])


def _tells_of_one(group: GroupResult) -> bool:
    of = group.described
    return of.number <= SMALL or of.largest_pence * 2 > of.total_pence


def interval_words(interval: Interval | None, why_not: NoInterval | None) -> str:
    """An interval as pages print it, or why there is none."""
    if interval is not None:
        return f"{pounds(interval.low_pence)} to {pounds(interval.high_pence)}"
    return why_not.words if why_not else ""


def method_words(method: Method, coverage_thousandths: int | None) -> str:
    """How an interval was made, and how often such a one held the truth in invented worlds of this shape."""
    if coverage_thousandths is None:
        return method.words
    return f"{method.words}, held {coverage_thousandths // 10}.{coverage_thousandths % 10}%"


def clustered_words(of: Clustered, unit: str) -> str:
    """An interval between workers or teams, or why there is none."""
    if of.why_not is NoInterval.FEW_CLUSTERS:
        return f"No interval is supported: fewer than 5 {unit}"
    return interval_words(of.interval, of.why_not)


def correlation_words(of: Clustered) -> str:
    """An intra-class correlation with its three places, or that there is none."""
    thousandths = of.alike_thousandths
    if thousandths is None:
        return "None"
    return f"{'-' if thousandths < 0 else ''}{abs(thousandths) // 1_000}.{abs(thousandths) % 1_000:03d}"


class Whisker(NamedTuple):
    """A mean with its interval on a line: where each stands, in thousandths of the picture; no ends without an interval."""

    words: str
    mean: int
    low: int | None
    high: int | None


def whiskers(groups: Iterable[GroupResult]) -> list[Whisker]:
    """The means of the arms on one scale that begins at nothing and ends at the largest amount."""
    chosen = [each for each in groups if each.authority is None and each.counted is Counted.TOTAL]
    ends = [each.estimate.interval.high_pence for each in chosen if each.estimate.interval]
    largest = max([*ends, *(each.estimate.mean_pence or 0 for each in chosen)], default=0)

    def at(pence: int) -> int:
        return min(SCALE, max(0, half_up(pence * SCALE, largest))) if largest > 0 else 0

    rows = []
    for each in chosen:
        interval = each.estimate.interval
        low, high = (at(interval.low_pence), at(interval.high_pence)) if interval else (None, None)
        rows.append(Whisker(each.arm.heading, at(each.estimate.mean_pence or 0), low, high))
    return rows


class Bar(NamedTuple):
    """A month's bar: where it begins, how wide and how high it is."""

    start: int
    width: int
    height: int


def risk_bars(of: Followup, most: int, height: int = 100) -> list[Bar]:
    """Families at risk by month as bars on a scale that ends at `most` families."""
    count = len(of.months)
    edges = [half_up(SCALE * number, count) for number in range(count + 1)] if count else []
    return [
        Bar(edges[at], edges[at + 1] - edges[at], half_up(height * month.at_risk, most) if most else 0)
        for at, month in enumerate(of.months)
    ]


def most_at_risk(followup: Sequence[Followup]) -> int:
    """The most families at risk in any month of any arm."""
    return max((month.at_risk for each in followup for month in each.months), default=0)
