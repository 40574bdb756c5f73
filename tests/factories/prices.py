"""Price indices of a study: the published GDP deflator, and an invented index for pay."""

from datetime import date

from budgettracker.costing.kinds import OtherClass
from budgettracker.costing.rates.rules.other_cost import OtherCost
from budgettracker.costing.rates.rules.uprating import Discounting, Series, read_indices
from budgettracker.studies.actions import add_price_series, set_study_prices
from budgettracker.studies.models import PriceSeries, Study
from tests.factories.studies import AT, ON

DEFLATOR = Series(
    "GDP deflator at market prices",
    "Published figures, 2024/25 = 100",
    date(2026, 3, 31),
    "HM Treasury, GDP deflators at market prices, and money GDP",
    # The last two are invented: the years of the invented study.
    read_indices("2021/22 85.3036\n2022/23 91.2996\n2023/24 96.1117\n2024/25 100\n2025/26 103.7\n2026/27 106.1001"),
)
PAY = Series(
    "Invented index of pay",
    "First edition",
    date(2026, 4, 30),
    "Made for tests",
    read_indices("2022/23 88.8001\n2024/25 100\n2025/26 104.6003\n2026/27 108.2"),
)


def series_of(study: Study, series: Series = DEFLATOR) -> PriceSeries:
    """An edition of an index that a study has at hand."""
    return add_price_series(None, study, series, on=ON, at=AT)


FITTING_OUT = OtherCost("Fitting out", OtherClass.SET_UP, date(2026, 4, 1), 12_000_00, 5, 350, None, "Finance, 2026")
GREEN_BOOK = Discounting(350, "HM Treasury, The Green Book")


def in_prices_of(
    study: Study,
    price_year: str,
    pay: Series = PAY,
    goods: Series = DEFLATOR,
    discounting: Discounting | None = None,
) -> None:
    """Let runs of a study made from now on stand in the prices of a year, and be discounted by a rate if one is given."""
    ids = [series_of(study, each).id for each in (pay, goods)]
    set_study_prices(
        None,
        study,
        price_year=price_year,
        pay_series_id=ids[0],
        goods_series_id=ids[1],
        discounting=discounting,
        on=ON,
        at=AT,
    )
