"""Which rate a post has on a day: every dated cost worked out, and a worded answer where one cannot be."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from budgettracker.costing.kinds import PriceUse
from budgettracker.costing.rates.rules import oncosts
from budgettracker.costing.rates.rules.build_up import PostCost, PostRate, RateInputs, build_up
from budgettracker.costing.rates.rules.oncosts import Settings
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.costing.rates.rules.uprating import Uprating
from budgettracker.costing.rates.rules.working import oncosts_in_words
from budgettracker.periods import FOREVER, Period, long_date

ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A post's cost from a date that cannot be worked out, and what is missing, in words."""

    post: str
    starts_on: date
    message: str


class RateBook:
    """The dated rates of all posts. A rate holds from its date until the post's next."""

    def __init__(self, rates: Mapping[str, list[PostRate | MissingRate]]) -> None:
        self._rates = rates
        self._dates = {post: [rate.starts_on for rate in dated] for post, dated in rates.items()}

    def on(self, post: str, day: date) -> PostRate | MissingRate:
        """The post's rate on a day, or what is missing."""
        dated = self._rates.get(post)
        if not dated:
            return MissingRate(post, day, f"The post “{post}” has no cost.")
        at = bisect_right(self._dates[post], day)
        if at == 0:
            first = long_date(dated[0].starts_on)
            return MissingRate(post, day, f"The post “{post}” has no cost before {first}.")
        return dated[at - 1]

    def dated(self, post: str) -> list[PostRate | MissingRate]:
        """Everything known of a post, by date: its rates, and what is missing where one cannot be worked out."""
        return list(self._rates.get(post, ()))

    def posts(self) -> list[str]:
        """The posts of which anything is known, by name."""
        return sorted(self._rates)

    def rates(self) -> list[PostRate]:
        """Every rate that could be worked out, by post and date."""
        dated = (rate for post in sorted(self._rates) for rate in self._rates[post])
        return [rate for rate in dated if isinstance(rate, PostRate)]

    def in_force(self, dates: Period) -> list[PostRate]:
        """The rates that hold on some of the days, by post and date."""
        latest: dict[str, date] = {}
        for rate in self.rates():
            if rate.starts_on <= dates.start:
                latest[rate.post] = max(rate.starts_on, latest.get(rate.post, rate.starts_on))
        return [rate for rate in self.rates() if latest.get(rate.post, rate.starts_on) <= rate.starts_on < dates.end]


def uprated_book(book: RateBook, uprating: Uprating | None) -> RateBook:
    """The same rates in the prices of one year; a rate of a year that the series for pay lacks is missing, in words."""
    if uprating is None:
        return book
    return RateBook({post: [_uprated(rate, uprating) for rate in book.dated(post)] for post in book.posts()})


def _uprated(rate: PostRate | MissingRate, uprating: Uprating) -> PostRate | MissingRate:
    if isinstance(rate, MissingRate):
        return rate
    ratio = uprating.ratio(PriceUse.PAY, rate.price_year)
    if ratio is None:
        words = uprating.lacking(PriceUse.PAY, rate.price_year, f"the post “{rate.post}”")
        return MissingRate(rate.post, rate.starts_on, words)
    return replace(rate, uprated_by=ratio)


def rate_book(costs: Iterable[PostCost], settings: Settings, *, with_qualifications: bool = False) -> RateBook:
    """Work out every post's dated rates.

    Entered on-costs are used as they are. Computed ones follow the National Insurance and pension rates of
    the cost's own price year, changing within that year when they do (as on 6 November 2022), so that a cost
    stays in the prices it names.
    """
    ordered = sorted(costs, key=lambda cost: (cost.post, cost.starts_on))
    rates: dict[str, list[PostRate | MissingRate]] = {}
    for post, grouped in groupby(ordered, key=lambda cost: cost.post):
        dated = list(grouped)
        ends = [cost.starts_on for cost in dated[1:]] + [FOREVER]
        rates[post] = [
            rate
            for cost, end in zip(dated, ends, strict=True)
            for rate in _rates_of(cost, Period(cost.starts_on, end), settings, with_qualifications)
        ]
    return RateBook(rates)


def _rates_of(
    cost: PostCost, within: Period, settings: Settings, with_qualifications: bool
) -> list[PostRate | MissingRate]:
    if cost.oncosts_pence is not None:
        entered = build_up(
            cost,
            cost.oncosts_pence,
            starts_on=cost.starts_on,
            oncosts_source=ENTERED,
            with_qualifications=with_qualifications,
        )
        return [entered]
    year = parse_price_year(cost.price_year)
    days = {within.start} | {day for day in oncosts.changes(settings, year) if day in within}
    return [_computed(cost, day, year, settings, with_qualifications) for day in sorted(days)]


def _computed(
    cost: PostCost, day: date, year: Period, settings: Settings, with_qualifications: bool
) -> PostRate | MissingRate:
    ni, pension = oncosts.in_force(settings, oncosts.within_year(day, year))
    if ni is None or pension is None:
        return MissingRate(cost.post, day, _what_is_missing(cost, ni is None, pension is None))
    return build_up(
        cost,
        oncosts.oncosts_pence(cost.salary_pence, ni, pension),
        starts_on=day,
        oncosts_source=oncosts_in_words(ni, pension),
        with_qualifications=with_qualifications,
        inputs=RateInputs(ni.rate_basis_points, ni.threshold_pence, pension.rate_basis_points),
    )


def _what_is_missing(cost: PostCost, no_ni: bool, no_pension: bool) -> str:
    lacking = " and ".join(
        name
        for name, missing in (
            ("employer National Insurance rate", no_ni),
            ("employer pension rate", no_pension),
        )
        if missing
    )
    return (
        f"The post “{cost.post}” has no on-costs from {long_date(cost.starts_on)}, and they cannot be "
        f"computed: there is no {lacking} for {cost.price_year}. Enter the on-costs, or the missing rate."
    )
