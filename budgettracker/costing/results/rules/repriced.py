"""What two runs priced by differently: each figure of a post's rate, of a mile, of an index, from what to what."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from budgettracker.costing.results.rules.price_figures import COMPUTED_FROM, PriceFigure, Value
from budgettracker.periods import long_date

Figures = Mapping[PriceFigure, Value]
Key = tuple[PriceFigure, str]
"""A figure, and the financial year it is of; empty where it is of none."""
ORDER = tuple(PriceFigure)


class DatedFigures(NamedTuple):
    """What one post cost, or a mile, from a day on until the next such day; a mile has no post."""

    authority: str
    post: str
    starts_on: date
    figures: Figures


class RunPrices(NamedTuple):
    """All that a run was priced by: its days, what is dated, and what holds for the whole of it by figure and financial year."""

    starts_on: date
    ends_on: date
    dated: Sequence[DatedFigures]
    whole: Mapping[Key, Value]


class Repriced(NamedTuple):
    """One figure that differs; an empty authority is the whole study, an empty post all of the authority's."""

    figure: PriceFigure
    authority: str
    post: str
    since: date | str
    """The first day that both runs have of the days on which it differs; a financial year; empty for the whole run."""
    before: Value | None
    after: Value | None

    @property
    def words(self) -> str:
        """The figure, whose it is and since when, in words."""
        since = f"from {long_date(self.since)}" if isinstance(self.since, date) else self.since
        of = ", ".join(filter(None, (self.post, self.authority, since)))
        return f"{self.figure.words}: {of}" if of else self.figure.words

    @property
    def before_words(self) -> str:
        """What the earlier run has."""
        return self.figure.shown(self.before)

    @property
    def after_words(self) -> str:
        """What the later run has."""
        return self.figure.shown(self.after)


class RepricedPost(NamedTuple):
    """Entries of both runs that came to something else at a post: how many, and by how many pence for the families."""

    authority: str
    post: str
    before_post: str
    number: int
    pence: int

    @property
    def words(self) -> str:
        """The post, and the one that the earlier run had for the same entries where that was another."""
        changed = "" if self.post == self.before_post else f", before as {self.before_post}"
        return f"{self.post} ({self.authority}){changed}"


class _Differs(NamedTuple):
    figure: PriceFigure
    year: str
    before: Value | None
    after: Value | None


def repriced(before: RunPrices, after: RunPrices) -> list[Repriced]:
    """Every figure that differs on a day both runs have, the whole study's first, then by authority, post and day."""
    rows = [
        Repriced(each.figure, "", "", each.year, each.before, each.after)
        for each in _differing(before.whole, after.whole)
    ]
    first, last = max(before.starts_on, after.starts_on), min(before.ends_on, after.ends_on)
    of_runs = [_by_post(run.dated) for run in (before, after)]
    for authority, post in sorted(of_runs[0].keys() & of_runs[1].keys()):
        then, now = (of_run[authority, post] for of_run in of_runs)
        last_differs: list[_Differs] = []
        for day in sorted({max(each.starts_on, first) for each in (*then, *now) if each.starts_on <= last}):
            differs = list(_differing(_on(then, day), _on(now, day)))
            rows += [
                Repriced(each.figure, authority, post, day, each.before, each.after)
                for each in differs
                if each not in last_differs
            ]
            last_differs = differs
    return rows


def _by_post(dated: Sequence[DatedFigures]) -> dict[tuple[str, str], list[DatedFigures]]:
    by_post: dict[tuple[str, str], list[DatedFigures]] = {}
    for each in sorted(dated, key=lambda each: each.starts_on):
        by_post.setdefault((each.authority, each.post), []).append(each)
    return by_post


def _on(dated: Sequence[DatedFigures], day: date) -> dict[Key, Value]:
    """The figures in force on a day; none before the first."""
    figures: Figures = next((each.figures for each in reversed(dated) if each.starts_on <= day), {})
    return {(figure, ""): value for figure, value in figures.items()}


def _differing(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> Iterator[_Differs]:
    """What is in one of them only, or differs; an amount that follows from figures of both is left to those."""
    for figure, year in sorted({**before, **after}, key=lambda key: (ORDER.index(key[0]), key[1])):
        then, now = before.get((figure, year)), after.get((figure, year))
        follows = COMPUTED_FROM.get(figure)
        stated = follows is not None and (follows, year) in before and (follows, year) in after
        if then != now and not stated:
            yield _Differs(figure, year, then, now)
