"""Rates of which a run cannot say what it says of the others, by why: each is named with its authority and its days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from budgettracker.periods import financial_year_label, long_date
from budgettracker.spend.kinds import VatStatus


@dataclass(frozen=True, slots=True)
class RateUsed:
    """A post's rate as a run froze it: its parts in pence, overheads direct and indirect together."""

    authority: str
    post: str
    starts_on: date
    price_year: str
    oncosts_pence: int
    overheads_pence: int
    capital_pence: int
    qualifications_pence: int
    agency_vat: VatStatus | None


class RateInForce(NamedTuple):
    """A rate, and the first and last of a run's days on which it is its post's."""

    of: RateUsed
    first: date
    last: date
    only: bool
    """Its post has no other within the run's days."""

    @property
    def salaried(self) -> bool:
        """Is it no agency's charge?"""
        return self.of.agency_vat is None

    @property
    def words(self) -> str:
        """The rate by name: its post, its authority and, where there are several, its days."""
        days = "" if self.only else f", {long_date(self.first)} to {long_date(self.last)}"
        return f"{self.of.post} ({self.of.authority}{days}), prices of {self.of.price_year}"


class UnsupportedRates(NamedTuple):
    """What is not supported, in words, and the rates of which that is true."""

    words: str
    rates: list[str]


def in_force(rates: Iterable[RateUsed], starts_on: date, ends_on: date) -> list[RateInForce]:
    """Each rate with the run's days on which it holds: until the day before its post's next one."""
    ordered = sorted(rates, key=lambda each: (each.authority, each.post, each.starts_on))
    of_posts = [list(each) for _, each in groupby(ordered, key=lambda each: (each.authority, each.post))]
    return [
        RateInForce(rate, max(rate.starts_on, starts_on), last, only=len(of_post) == 1)
        for of_post in of_posts
        for rate, last in zip(of_post, _last_days(of_post, ends_on), strict=True)
    ]


def _last_days(of_post: Sequence[RateUsed], ends_on: date) -> list[date]:
    return [each.starts_on - timedelta(days=1) for each in of_post[1:]] + [ends_on]


def unsupported_rates(
    rates: Sequence[RateInForce], *, uprated: bool, with_qualifications: bool
) -> list[UnsupportedRates]:
    """Each reason that holds for some rate, worst first."""
    reasons: list[tuple[str, Callable[[RateInForce], bool]]] = [
        (
            "Prices older than the work: its time counts for less than was paid",
            lambda rate: not uprated and rate.of.price_year < financial_year_label(rate.last),
        ),
        (
            "Prices later than the work: its time counts for more than was paid",
            lambda rate: not uprated and rate.of.price_year > financial_year_label(rate.first),
        ),
        (
            "No overheads: an hour counts without managers, offices and services behind it",
            lambda rate: not rate.of.overheads_pence,
        ),
        (
            "No capital: an hour stands without the room and equipment it takes",
            lambda rate: rate.salaried and not rate.of.capital_pence,
        ),
        ("No on-costs: an hour counts for its salary alone", lambda rate: rate.salaried and not rate.of.oncosts_pence),
        (
            "No cost of qualifying, which this run counts: an hour counts for less than those of other posts",
            lambda rate: with_qualifications and rate.salaried and not rate.of.qualifications_pence,
        ),
        (
            "Not known whether VAT comes back: the agency's charge counts whole",
            lambda rate: rate.of.agency_vat is VatStatus.UNKNOWN,
        ),
        (
            "More than one rate in these days: sensitivity takes the mean of its costs",
            lambda rate: not rate.only,
        ),
    ]
    rows = [UnsupportedRates(words, [rate.words for rate in rates if holds(rate)]) for words, holds in reasons]
    return [row for row in rows if row.rates]
