"""Uprating: what an amount of one year comes to in the prices of another, by a dated edition of an index.

`C * I(base) / I(y)` on whole numbers, before anything is rounded (HM Treasury, Green Book, annex on real prices). Indices
are revised between editions, so that a value means nothing without its series and edition.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import PriceUse
from budgettracker.costing.rates.rules.price_year import parse_price_year
from budgettracker.errors import Refusal
from budgettracker.money import half_up
from budgettracker.periods import Period, financial_year, financial_year_label
from budgettracker.quantities import NotAQuantity, basis_points

INDEX_PARTS = 10_000
"""Indices are kept in ten-thousandths: published ones have at most four figures after the point."""
LARGEST_INDEX = 100_000 * INDEX_PARTS
MOST_YEARS = 80
_LINE = re.compile(r"(?P<first>20[0-9]{2})[/-](?P<last>[0-9]{2})[\s;:]+(?P<index>[0-9]{1,6}(?:\.[0-9]{1,4})?)")


class Ratio(NamedTuple):
    """Two indices, in ten-thousandths: that of the price year, over that of the year a cost stands in."""

    base: int
    of: int

    def uprated(self, pence: int) -> int:
        """Whole pence paid in the one year in prices of the other, rounded half up once; below zero alike.

        >>> Ratio(100_0000, 91_2996).uprated(1_000_00)  # 2022/23 in prices of 2024/25, GDP deflator
        109530
        """
        return pence if self.base == self.of else half_up(pence * self.base, self.of)


UNCHANGED = Ratio(1, 1)
"""A cost that stands in the prices of its own year."""


@dataclass(frozen=True, slots=True)
class Series:
    """An edition of a price index: its values by financial year, in ten-thousandths."""

    name: str
    edition: str
    published_on: date
    source: str
    indices: Mapping[str, int]

    @property
    def called(self) -> str:
        """The series with its edition, as sentences name it."""
        return f"{self.name}, {self.edition}"


@dataclass(frozen=True, slots=True)
class Uprating:
    """A price year with a series for pay and one for goods; they may be the same."""

    price_year: str
    pay: Series
    goods: Series

    def series(self, use: PriceUse) -> Series:
        """The series of a use."""
        return self.pay if use is PriceUse.PAY else self.goods

    def ratio(self, use: PriceUse, label: str) -> Ratio | None:
        """What an amount of a financial year is multiplied by; None where the series has no index of that year."""
        indices = self.series(use).indices
        if label not in indices or self.price_year not in indices:
            return None
        return Ratio(indices[self.price_year], indices[label])

    def goods_on(self, day: date) -> Ratio:
        """What money spent on a day is multiplied by. Raises Refusal where the series lacks the year."""
        ratio = self.ratio(PriceUse.GOODS, financial_year_label(day))
        if ratio is None:
            raise Refusal(None, self.lacking(PriceUse.GOODS, financial_year_label(day)))
        return ratio

    def lacking(self, use: PriceUse, label: str, of: str = "") -> str:
        """That the series has no index of a year, in words; `of` is what stands in its prices."""
        because = f", in whose prices {of} stands" if of else ""
        return f"The index for {use.words.lower()} ({self.series(use).called}) has no value for {label}{because}."


class Discounting(NamedTuple):
    """A discount rate of a year in basis points, as its source states it."""

    basis_points: int
    source: str


LARGEST_DISCOUNT = 2_000


def rate_words(basis_points: int) -> str:
    """A rate in percent as people write it, without the sign.

    >>> rate_words(350), rate_words(1_025), rate_words(300)
    ('3.5', '10.25', '3')
    """
    return f"{basis_points // 100}.{basis_points % 100:02d}".rstrip("0").rstrip(".")


def read_discounting(rate: str, source: str) -> Discounting | None:
    """A discount rate as typed, with its source; None where nothing is typed. Raises Refusal for the field.

    >>> read_discounting("3.5%", "The Green Book").basis_points
    350
    """
    if not rate.strip():
        return None
    try:
        points = basis_points(rate.strip().removesuffix("%"))
    except NotAQuantity:
        raise Refusal("discount_rate", "Enter the rate in percent a year, like 3.5.") from None
    if not 0 < points <= LARGEST_DISCOUNT:
        raise Refusal("discount_rate", "Give the rate in percent a year, above 0 and at most 20; empty for none.")
    if not source.strip():
        raise Refusal("discount_source", "Say where the rate is from, like the Green Book of 2022.")
    return Discounting(points, source.strip())


def years_of(dates: Period) -> list[str]:
    """The financial years that some days lie in."""
    labels, day = [], dates.start
    while day < dates.end:
        labels.append(financial_year_label(day))
        day = financial_year(day).end
    return labels


def read_indices(text: str, field: str = "indices") -> dict[str, int]:
    """A financial year and its index on each line, as a publication's table has them; in ten-thousandths.

    Raises Refusal for a line that is neither, a year that stands twice, an index of nothing, or no line at all.

    >>> read_indices("2022/23 91.2996\\n2024/25 100")
    {'2022/23': 912996, '2024/25': 1000000}
    """
    indices: dict[str, int] = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None:
            raise Refusal(field, f"“{line[:40]}” is not a financial year and its index, like 2022/23 91.2996.")
        label = f"{match['first']}/{match['last']}"
        parse_price_year(label, field)
        whole, _, part = match["index"].partition(".")
        index = int(whole) * INDEX_PARTS + int(part.ljust(4, "0"))
        if not 0 < index <= LARGEST_INDEX:
            raise Refusal(field, f"The index of {label} must be more than 0 and at most 100,000.")
        if label in indices:
            raise Refusal(field, f"{label} stands twice.")
        indices[label] = index
    if not indices:
        raise Refusal(field, "Enter a financial year and its index on each line, like 2022/23 91.2996.")
    if len(indices) > MOST_YEARS:
        raise Refusal(field, f"Enter at most {MOST_YEARS} years.")
    return dict(sorted(indices.items()))


def index_words(ten_thousandths: int) -> str:
    """An index as its publication prints it.

    >>> index_words(912996), index_words(1000000)
    ('91.2996', '100.0000')
    """
    return f"{ten_thousandths // INDEX_PARTS:,}.{ten_thousandths % INDEX_PARTS:04d}"


def factor_words(ratio: Ratio) -> str:
    """What an amount is multiplied by, to six figures after the point."""
    millionths = half_up(ratio.base * 1_000_000, ratio.of)
    return f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}"


def require_price_years(uprating: Uprating) -> None:
    """Both series have an index of the price year. Raises Refusal for the field of the series that lacks it."""
    for use in PriceUse:
        if uprating.price_year not in uprating.series(use).indices:
            raise Refusal(f"{use}_series", uprating.lacking(use, uprating.price_year))


def lacking_years(uprating: Uprating, posts: Iterable[tuple[str, str]], dates: Period) -> list[str]:
    """Every year a run needs and a series lacks, in words; `posts` are posts with the price years of their rates."""
    words = [
        uprating.lacking(PriceUse.PAY, label, f"the post “{post}”")
        for post, label in sorted(set(posts))
        if uprating.ratio(PriceUse.PAY, label) is None
    ]
    bought = (label for label in years_of(dates) if uprating.ratio(PriceUse.GOODS, label) is None)
    return words + [uprating.lacking(PriceUse.GOODS, label) for label in bought]
