"""What an edition of a price index must say of itself, and how its page prints it."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import PriceUse
from budgettracker.costing.rates.rules.uprating import (
    Discounting,
    Series,
    Uprating,
    factor_words,
    index_words,
    rate_words,
)
from budgettracker.errors import Refusal


def require_series(series: Series, on: date) -> None:
    """A name, an edition and a source, and a publication that is out. Raises Refusal for the field."""
    for field, text, words in (
        ("name", series.name, "Enter what the publisher calls the index."),
        ("edition", series.edition, "Enter which edition it is, like “GDP deflators, March 2026”."),
        ("source", series.source, "Say where the index was published."),
    ):
        if not text:
            raise Refusal(field, words)
    for field, text in (("name", series.name), ("edition", series.edition)):
        if len(text) > 200:
            raise Refusal(field, "Use at most 200 characters.")
    if series.published_on > on:
        raise Refusal("published_on", "This edition is not published yet. Check the date.")


class ShownSeries(NamedTuple):
    """An edition as its page prints it: years with their values, the latest first."""

    series: Series
    values: list[tuple[str, str]]


def shown_series(series: Series) -> ShownSeries:
    """An edition with its values as its publication prints them."""
    return ShownSeries(series, [(label, index_words(index)) for label, index in sorted(series.indices.items())][::-1])


def prices_in_words(uprating: Uprating | None, discounting: Discounting | None) -> str:
    """In which prices the next run of a study stands, and what it discounts by."""
    words = "As logged: each cost in its own year's prices"
    if uprating is not None:
        series = f"pay by {uprating.pay.called}; goods by {uprating.goods.called}"
        words = f"All costs of runs to come in prices of {uprating.price_year}: {series}"
    return (
        f"{words}. Later years discounted by {rate_words(discounting.basis_points)}% a year" if discounting else words
    )


class ShownFactor(NamedTuple):
    """What costs of one year were multiplied by in a run: the year, its index, the factor."""

    year: str
    value: str
    factor: str


class ShownUse(NamedTuple):
    """A use of indices in a run: its series, and the factor of each year that the run has costs of."""

    use: PriceUse
    series: Series
    factors: list[ShownFactor]


def shown_uses(uprating: Uprating, pay_years: Collection[str], goods_years: Collection[str]) -> list[ShownUse]:
    """The indices a run used, for pay and for goods."""
    years = {PriceUse.PAY: pay_years, PriceUse.GOODS: goods_years}
    uses = []
    for use in PriceUse:
        series = uprating.series(use)
        ratios = ((label, uprating.ratio(use, label)) for label in sorted({*years[use], uprating.price_year}))
        factors = [ShownFactor(label, index_words(ratio.of), factor_words(ratio)) for label, ratio in ratios if ratio]
        uses.append(ShownUse(use, series, factors))
    return uses
