"""The sheet Prices: the indices that costs are brought to one year by, live, and what a mile and on-costs were priced at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from budgettracker.costing.kinds import PriceUse
from budgettracker.costing.rates.rules.mileage import PAID
from budgettracker.costing.rates.rules.uprating import INDEX_PARTS
from budgettracker.exports.study.columns import reference
from budgettracker.exports.study.study_data import NONE, StudyData
from budgettracker.money import half_up
from budgettracker.periods import financial_year_label
from budgettracker.workbooks import Kind, Sheet, columns_of

EVERYWHERE = "all"
RATE = "discount_rate"
NI, THRESHOLD, PENSION = "employer_ni", "ni_threshold", "employer_pension"
INDEX_OF = {use: f"{use}_index" for use in PriceUse}
KINDS = (*INDEX_OF.values(), RATE, NI, THRESHOLD, PENSION, *(f"mile_{name}" for name in PAID))
"""What a row of Prices may be about."""


class PriceRow(NamedTuple):
    """One price: an index of a year, an on-cost of a price year, or what a mile was paid at from a day on."""

    price: Annotated[
        str,
        reference(
            "An index for pay or for goods, miles and expenses; the discount rate; an on-cost of a price year; what a mile costs",
            values=KINDS,
            width=20,
        ),
    ]
    authority: Annotated[str, reference("Whose it is; all for an index", width=20)]
    since: Annotated[
        str,
        reference(
            "The financial year of an index or on-cost; the day from which a mile was paid so", "run_price.price_year"
        ),
    ]
    value: Annotated[
        tuple[int, int],
        reference(
            "The index, percent, pounds or pence a mile. An index or discount rate typed here moves what is reckoned by it",
            "run_price.ten_thousandths, run_rate.index_base, run_rate.index_of",
            Kind.DECIMAL,
            places=4,
        ),
    ]
    unit: Annotated[str, reference("What the value is in", width=16)]
    ten_thousandths: Annotated[
        int,
        reference(
            "The value in whole ten-thousandths, which costs are reckoned from",
            kind=Kind.WHOLE,
            formula=f"ROUND({{value}}*{INDEX_PARTS},0)",
        ),
    ]
    factor: Annotated[
        tuple[int, int] | None,
        reference(
            "What costs of the year are multiplied by: the index of the run's price year over this one; 0 for other prices",
            kind=Kind.DECIMAL,
            places=6,
        ),
    ]
    series: Annotated[str, reference("The series an index is of", "run_price.series", width=28)]
    edition: Annotated[str, reference("Its edition, with the day it was published", "run_price.edition", width=28)]
    source: Annotated[str, reference("Where it is from", "run_price.source", width=50)]


TEN_THOUSANDTHS = PriceRow._fields.index("ten_thousandths")


@dataclass(slots=True)
class PricesSheet:
    """The sheet, and where the index of each use and year stands, counted from 0; nowhere in a run as logged."""

    sheet: Sheet
    price_year: str
    at: dict[tuple[PriceUse, str], int]
    rate_at: int | None
    """Where the discount rate stands, counted from 0; nowhere in a run that discounts nothing."""

    @property
    def rate_cell(self) -> str:
        """The cell of the discount rate, in percent."""
        assert self.rate_at is not None
        return self.sheet.ref("value", self.rate_at)

    def factor(self, use: PriceUse, label: str) -> tuple[str, str] | None:
        """The cells of the price year's index and of a year's; None where its costs are not multiplied."""
        if not self.at or label == self.price_year:
            return None
        base, of = (self.sheet.ref("ten_thousandths", self.at[use, each]) for each in (self.price_year, label))
        return base, of

    def goods_on(self, day: date | None) -> tuple[str, str] | None:
        """The same for what was bought on a day; a month's first day tells its financial year too."""
        return None if day is None else self.factor(PriceUse.GOODS, financial_year_label(day))


def uprated(whole_pence: str, factor: tuple[str, str] | None) -> str:
    """A formula of whole pence, brought to the prices of the run's year and rounded once."""
    return whole_pence if factor is None else f"ROUND({whole_pence}*{factor[0]}/{factor[1]},0)"


def rate_cells(posts: Sheet, prices: PricesSheet, at: int, price_year: str) -> tuple[str, str]:
    """A rate of Posts as two formulas: pence a year and minutes a year, each times the index that brings it to the run's year."""
    annual, minutes_a_year = posts.ref("a_pence", at), posts.ref("h_minutes", at)
    factor = prices.factor(PriceUse.PAY, price_year)
    if factor is None:
        return annual, minutes_a_year
    return f"{annual}*{factor[0]}", f"({minutes_a_year}*{factor[1]})"


def minutes_cost(whole_minutes: str, rate: tuple[str, str]) -> str:
    """What whole minutes cost at a rate, in pence, rounded once."""
    return f"ROUND({whole_minutes}*{rate[0]}/{rate[1]},0)"


def prices_sheet(data: StudyData) -> PricesSheet:
    """Indices first, by use and year, then on-costs and miles."""
    rows = [*_indices(data), *_discount(data), *_oncosts(data), *_miles(data)]
    uses = {name: use for use, name in INDEX_OF.items()}
    places = {(uses[row.price], row.since): at for at, row in enumerate(rows) if row.price in uses}
    price_year = data.uprating.price_year if data.uprating else ""

    def factor(number: int, row: PriceRow) -> str | None:
        if row.price not in uses:
            return None
        base = sheet.ref("ten_thousandths", places[uses[row.price], price_year])
        return f"{base}/{sheet.letter('ten_thousandths')}{number}"

    sheet = Sheet(
        name="Prices",
        columns=columns_of(PriceRow, factor={"formula": factor}),
        rows=rows,
        description="What costs were brought to one year by, and what a mile and on-costs were priced at, with their sources. "
        "Indices are live: each cost is multiplied by the price year's over its own year's",
    )
    return PricesSheet(sheet, price_year, places, next((at for at, row in enumerate(rows) if row.price == RATE), None))


def _indices(data: StudyData) -> Iterator[PriceRow]:
    if data.uprating is None:
        return
    for use, name in INDEX_OF.items():
        series = data.uprating.series(use)
        base = series.indices[data.uprating.price_year]
        for label, index in series.indices.items():
            yield PriceRow(
                price=name,
                authority=EVERYWHERE,
                since=label,
                value=(index, INDEX_PARTS),
                unit="index",
                ten_thousandths=index,
                factor=(base, index),
                series=series.name,
                edition=f"{series.edition}, published on {series.published_on.isoformat()}",
                source=series.source,
            )


def _discount(data: StudyData) -> Iterator[PriceRow]:
    points = data.run.discount_basis_points
    if points is not None:
        yield _row(RATE, EVERYWHERE, NONE, (points, 100), "percent a year", data.run.discount_source or "")


def _oncosts(data: StudyData) -> Iterator[PriceRow]:
    """The rates that on-costs were computed by, each once for an authority and price year."""
    rows: dict[tuple[str, str, str, int], PriceRow] = {}
    for rate in data.rates:
        authority = data.authorities[rate.authority_id]
        for name, hundredths, unit in (
            (NI, rate.ni_basis_points, "percent"),
            (THRESHOLD, rate.ni_threshold_pence, "pounds a year"),
            (PENSION, rate.pension_basis_points, "percent"),
        ):
            if hundredths is not None:
                row = _row(name, authority, rate.price_year, (hundredths, 100), unit, rate.oncosts_source)
                rows[name, authority, rate.price_year, hundredths] = row
    yield from (rows[key] for key in sorted(rows))


def _miles(data: StudyData) -> Iterator[PriceRow]:
    for authority_id, rates in sorted(data.mileage.items(), key=lambda item: data.authorities[item[0]]):
        for rate in rates:
            for name in PAID:
                tenths: int = getattr(rate, f"{name}_tenths")
                since, authority = rate.starts_on.isoformat(), data.authorities[authority_id]
                yield _row(f"mile_{name}", authority, since, (tenths, 10), "pence a mile", rate.source)


def _row(price: str, authority: str, since: str, value: tuple[int, int], unit: str, source: str) -> PriceRow:
    whole = half_up(value[0] * INDEX_PARTS, value[1])
    return PriceRow(price, authority, since, value, unit, whole, None, NONE, NONE, source or NONE)
