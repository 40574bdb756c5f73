"""A post's dated rates: components, on-costs entered or computed, and words where a rate is missing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from budgettracker.costing.kinds import RatioKind
from budgettracker.costing.rates.rules.build_up import Overhead, PostRate, build_up, printed
from budgettracker.costing.rates.rules.oncosts import EMPLOYER_NI, NiRate, PensionRate, Settings, oncosts_pence
from budgettracker.costing.rates.rules.price_year import parse_price_year, require_as_logged
from budgettracker.costing.rates.rules.rate_book import MissingRate, RateBook, rate_book
from budgettracker.errors import Refusal
from budgettracker.periods import FOREVER, Period
from tests.factories.costing import SOCIAL_WORKER, book, with_ratio

LOCAL = PensionRate(Period(date(2020, 4, 1), FOREVER), 1980, "2022 valuation")
COMPUTED = replace(SOCIAL_WORKER, oncosts_pence=None)


def priced(rates: RateBook, post: str, on: date) -> PostRate:
    """The rate of a post that has one on a day."""
    rate = rates.on(post, on)
    assert isinstance(rate, PostRate)
    return rate


def missing(rates: RateBook, post: str, on: date) -> MissingRate:
    """The words about a post that has no rate on a day."""
    rate = rates.on(post, on)
    assert isinstance(rate, MissingRate)
    return rate


def test_a_is_the_sum_of_its_components_and_c_is_a_over_h():
    rate = book(SOCIAL_WORKER).rates()[0]
    assert rate.annual_cost_pence == 75_218_00
    assert rate.per_hour == Fraction(75_218_00, 1608)
    assert printed(rate.per_hour) == 46_78
    assert rate.per_client_hour is None


def test_qualifications_count_only_where_the_run_asks():
    with_q = build_up(SOCIAL_WORKER, 11_200_00, starts_on=date(2022, 4, 1), oncosts_source="", with_qualifications=True)
    assert with_q.annual_cost_pence == (75_218 + 9_956) * 100
    assert printed(with_q.per_hour) == 52_97


def test_overheads_given_in_percent_are_those_of_the_manuals():
    """Dd 29% and Di 16% of 37,600 + 11,200 = 48,800: 14,152 and 7,808."""
    rate = book(
        replace(
            SOCIAL_WORKER,
            overhead_direct=Overhead(basis_points=2900),
            overhead_indirect=Overhead(basis_points=1600),
        )
    ).rates()[0]
    assert (rate.overhead_direct_pence, rate.overhead_indirect_pence) == (14_152_00, 7_808_00)


def test_an_overhead_is_an_amount_or_a_percentage():
    with pytest.raises(ValueError, match="exactly one"):
        Overhead()
    with pytest.raises(ValueError, match="exactly one"):
        Overhead(pence=1, basis_points=1)


def test_the_ratio_multiplies_the_unrounded_hour():
    rate = book(with_ratio(SOCIAL_WORKER, 1380, RatioKind.CLIENT_RELATED)).rates()[0]
    assert rate.per_client_hour == Fraction(75_218_00, 1608) * Fraction(238, 100)


def test_the_published_on_costs_of_2009_come_out():
    """12.8% of (30,800 - 5,715) = 3,210.88; 14% of 30,800 = 4,312; together 7,522.88, printed as 7,523."""
    year = Period(date(2009, 4, 1), date(2010, 4, 1))
    result = oncosts_pence(30_800_00, NiRate(year, 1280, 5_715_00, ""), PensionRate(year, 1400, ""))
    assert result == 7_522_88


def test_below_the_threshold_there_is_no_national_insurance():
    ni = EMPLOYER_NI[0]
    assert oncosts_pence(9_000_00, ni, LOCAL) == 1_782_00


@pytest.mark.parametrize(
    "day, basis_points, threshold",
    [
        (date(2022, 4, 1), 1505, 9_100_00),
        (date(2022, 11, 5), 1505, 9_100_00),
        (date(2022, 11, 6), 1380, 9_100_00),
        (date(2023, 10, 1), 1380, 9_100_00),
        (date(2025, 3, 31), 1380, 9_100_00),
        (date(2025, 4, 1), 1500, 5_000_00),
        (date(2026, 11, 1), 1500, 5_000_00),
    ],
)
def test_employer_national_insurance_by_date(day, basis_points, threshold):
    (result,) = (rate for rate in EMPLOYER_NI if day in rate.within)
    assert (result.rate_basis_points, result.threshold_pence) == (basis_points, threshold)


def test_computed_on_costs_change_within_their_price_year_and_stay_in_it():
    """Salary 37,600: 15.05% of 28,500 = 4,289.25, 13.8% = 3,933.00, pension 19.8% = 7,444.80."""
    rates = rate_book([replace(COMPUTED, starts_on=date(2022, 4, 1))], Settings(pensions=[LOCAL]))
    assert priced(rates, "Social worker", date(2022, 11, 5)).oncosts_pence == 4_289_25 + 7_444_80
    assert priced(rates, "Social worker", date(2022, 11, 6)).oncosts_pence == 3_933_00 + 7_444_80
    assert priced(rates, "Social worker", date(2025, 6, 1)).oncosts_pence == 3_933_00 + 7_444_80
    assert len(rates.rates()) == 2


def test_a_cost_that_starts_before_its_price_year_has_that_years_rates():
    rates = rate_book([COMPUTED], Settings(pensions=[LOCAL]))
    assert priced(rates, "Social worker", date(2021, 1, 1)).oncosts_pence == 4_289_25 + 7_444_80


def test_computed_on_costs_name_the_rates_they_come_about_by():
    rates = rate_book([COMPUTED], Settings(pensions=[LOCAL]))
    words = priced(rates, "Social worker", date(2022, 12, 1)).oncosts_source
    assert words.startswith("13.8% National Insurance above £9,100.00 (gov.uk, Rates and thresholds")
    assert f"; 19.8% pension ({LOCAL.source})" in words


def test_without_a_local_pension_rate_on_costs_are_missing_in_words():
    result = rate_book([COMPUTED], Settings()).on("Social worker", date(2022, 5, 1))
    assert isinstance(result, MissingRate)
    assert "no on-costs" in result.message
    assert "no employer pension rate for 2022/23" in result.message


def test_a_year_without_a_national_insurance_rate_is_missing_too():
    rates = rate_book([replace(COMPUTED, price_year="2019/20")], Settings())
    result = missing(rates, "Social worker", date(2022, 5, 1))
    assert "no employer National Insurance rate and employer pension rate for 2019/20" in result.message


def test_a_rate_holds_until_the_next_and_is_missing_before_the_first():
    later = replace(SOCIAL_WORKER, starts_on=date(2026, 5, 15), salary_pence=40_000_00)
    rates = book(later, replace(SOCIAL_WORKER, starts_on=date(2026, 4, 1)))
    assert priced(rates, "Social worker", date(2026, 5, 14)).salary_pence == 37_600_00
    assert priced(rates, "Social worker", date(2026, 5, 15)).salary_pence == 40_000_00
    assert (
        missing(rates, "Social worker", date(2026, 3, 31)).message
        == "The post “Social worker” has no cost before 1 April 2026."
    )
    assert missing(rates, "Driver", date(2026, 5, 1)).message == "The post “Driver” has no cost."


@pytest.mark.parametrize("label", ["", "2022", "2022/24", "2022-23", "22/23", "2022/2023"])
def test_a_price_year_is_a_financial_year(label):
    with pytest.raises(Refusal, match="like 2022/23"):
        parse_price_year(label)


def test_a_run_in_another_years_prices_is_refused():
    require_as_logged("")
    require_as_logged(None)
    with pytest.raises(Refusal, match=r"^Leave the price year empty: it is chosen on the study's page"):
        require_as_logged("2024/25")
