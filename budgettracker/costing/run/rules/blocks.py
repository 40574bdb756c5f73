"""What stops a costing run, all of it at once and in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Missing, Mode
from budgettracker.costing.method.inputs import Scope
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.costing.rates.rules.mileage import APPROVED_RATES, MileageRate, rate_on
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook
from budgettracker.periods import Period, long_date


class WorkedDay(NamedTuple):
    """A day on which a worker has an entry: all a check for blocks must know."""

    worker: str
    worked_on: date
    has_miles: bool = False


class LackingDays(NamedTuple):
    """Days on which an entry would stop a run: a worker's, or (without a worker) anybody's that has miles."""

    worker: str | None
    days: Period


@dataclass(frozen=True, slots=True)
class Block:
    """One thing a run lacks: of which worker or post, from which day to which, and the words for it."""

    missing: Missing
    of: str
    first_on: date
    last_on: date
    message: str


def rate_for(scope: Scope, rates: RateBook, worker: str, day: date) -> PostRate | MissingRate:
    """The rate of the post a worker holds on a day, or what is missing, in words."""
    post = post_on(scope, worker, day)
    if post is None:
        return MissingRate("", day, f"{worker} has no post on {long_date(day)}.")
    return rates.on(post, day)


def post_on(scope: Scope, worker: str, day: date) -> str | None:
    """The post a worker holds on a day, or None."""
    for held in scope.posts_held.get(worker, ()):
        if day in held.held:
            return held.post
    return None


def find_blocks(
    scope: Scope, rates: RateBook, days: Iterable[WorkedDay], mileage: Sequence[MileageRate] = APPROVED_RATES
) -> list[Block]:
    """Everything that stops a run over these days, one block for each thing missing, by kind and name."""
    days_by_block: dict[tuple[Missing, str, str], list[date]] = {}
    for worker, day, has_miles in days:
        for missing, of, message in _lacking(scope, rates, worker, day):
            days_by_block.setdefault((missing, of, message), []).append(day)
        if has_miles and rate_on(mileage, day) is None:
            days_by_block.setdefault((Missing.MILEAGE, "", "There is no mileage rate"), []).append(day)
    return [_block(*key, min(on), max(on)) for key, on in sorted(days_by_block.items())]


def lacking_days(
    scope: Scope, rates: RateBook, workers: Iterable[str], mileage: Sequence[MileageRate] = APPROVED_RATES
) -> list[LackingDays]:
    """The only days whose entries can stop a run: between two changes of post, rate or mileage nothing else changes.

    So that a check need not look at every day that was ever worked, however many entries there are.
    """
    lacking = [
        LackingDays(worker, days)
        for worker in workers
        for days in _between(_changes(scope, rates, worker), scope.dates)
        if _lacking(scope, rates, worker, days.start)
    ]
    without_rate = _between((rate.starts_on for rate in mileage), scope.dates)
    return lacking + [LackingDays(None, days) for days in without_rate if rate_on(mileage, days.start) is None]


def _changes(scope: Scope, rates: RateBook, worker: str) -> Iterator[date]:
    for post, held in scope.posts_held.get(worker, ()):
        yield from (held.start, held.end)
        yield from (rate.starts_on for rate in rates.dated(post))


def _between(changes: Iterable[date], dates: Period) -> list[Period]:
    """The dates, cut at each change that lies within them."""
    starts = sorted({dates.start, *(day for day in changes if day in dates)})
    return [Period(start, end) for start, end in zip(starts, (*starts[1:], dates.end), strict=True) if start < end]


def _lacking(scope: Scope, rates: RateBook, worker: str, day: date) -> list[tuple[Missing, str, str]]:
    post = post_on(scope, worker, day)
    if post is None:
        return [(Missing.POST, worker, f"{worker} has no post")]
    rate = rates.on(post, day)
    if isinstance(rate, MissingRate):
        return [(Missing.RATE, post, rate.message)]
    if scope.mode is Mode.CLIENT_TIME and rate.ratio_thousandths is None:
        return [(Missing.RATIO, post, f"The post “{post}” has no ratio, which mode B needs")]
    return []


def _block(missing: Missing, of: str, message: str, first: date, last: date) -> Block:
    if first == last:
        return Block(missing, of, first, last, f"{message.rstrip('.')} (needed on {long_date(first)}).")
    days = f"needed from {long_date(first)} to {long_date(last)}"
    return Block(missing, of, first, last, f"{message.rstrip('.')} ({days}).")
