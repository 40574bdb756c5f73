"""A post's employer on-costs where they are not entered: National Insurance and pension, by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from budgettracker.costing.rates.rules.build_up import BASIS_POINTS
from budgettracker.money import half_up
from budgettracker.periods import Period


@dataclass(frozen=True, slots=True)
class NiRate:
    """Employer National Insurance in a period: basis points of salary above a yearly threshold in pence."""

    within: Period
    rate_basis_points: int
    threshold_pence: int
    source: str


@dataclass(frozen=True, slots=True)
class PensionRate:
    """An authority's employer pension rate in a period, in basis points of salary.

    Local: there is no default.
    """

    within: Period
    rate_basis_points: int
    source: str


# The law's dates are 6 April. A month's pay is paid after the 6th, so a financial year's pay bears the new
# rate whole.
EMPLOYER_NI: tuple[NiRate, ...] = (
    NiRate(
        Period(date(2022, 4, 1), date(2022, 11, 6)),
        1505,
        9_100_00,
        "gov.uk, Rates and thresholds for employers 2022 to 2023: 15.05% to 5 November 2022",
    ),
    NiRate(
        Period(date(2022, 11, 6), date(2023, 4, 1)),
        1380,
        9_100_00,
        "gov.uk, Rates and thresholds for employers 2022 to 2023: 13.8% from 6 November 2022",
    ),
    NiRate(
        Period(date(2023, 4, 1), date(2024, 4, 1)),
        1380,
        9_100_00,
        "gov.uk, Rates and thresholds for employers 2023 to 2024",
    ),
    NiRate(
        Period(date(2024, 4, 1), date(2025, 4, 1)),
        1380,
        9_100_00,
        "gov.uk, Rates and thresholds for employers 2024 to 2025",
    ),
    NiRate(
        Period(date(2025, 4, 1), date(2028, 4, 1)),
        1500,
        5_000_00,
        "gov.uk, Changes to the Class 1 National Insurance contributions secondary threshold and rate, "
        "13 November 2024: 15% from April 2025, threshold fixed to April 2028",
    ),
)
"""Published employer rates and secondary thresholds, by financial year."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The dated rates on-costs are computed from."""

    ni: Sequence[NiRate] = EMPLOYER_NI
    pensions: Sequence[PensionRate] = ()


def oncosts_pence(salary_pence: int, ni: NiRate, pension: PensionRate) -> int:
    """Employer National Insurance and pension in pence a year, their sum rounded half up once.

    NI rate * max(0, salary - threshold) + pension rate * salary. Published check (Unit Costs, 2009/10):
    salary 30,800, 12.8% above 5,715, pension 14% gives 7,522.88, printed as 7,523.

    >>> year = Period(date(2009, 4, 1), date(2010, 4, 1))
    >>> oncosts_pence(30_800_00, NiRate(year, 1280, 5_715_00, ""), PensionRate(year, 1400, ""))
    752288
    """
    above = max(0, salary_pence - ni.threshold_pence)
    return half_up(ni.rate_basis_points * above + pension.rate_basis_points * salary_pence, BASIS_POINTS)


def in_force(settings: Settings, on: date) -> tuple[NiRate | None, PensionRate | None]:
    """The National Insurance and the pension rate of a day; None for one that no setting covers."""
    ni = next((rate for rate in settings.ni if on in rate.within), None)
    return ni, next((rate for rate in settings.pensions if on in rate.within), None)


def changes(settings: Settings, year: Period) -> list[date]:
    """The days of a financial year from which computed on-costs may differ, its first day included."""
    days = {year.start}
    for within in [rate.within for rate in settings.ni] + [rate.within for rate in settings.pensions]:
        days.update(edge for edge in (within.start, within.end) if edge in year)
    return sorted(days)


def within_year(on: date, year: Period) -> date:
    """The day of a financial year nearest to a day: a cost keeps the rates of its own price year."""
    return min(max(on, year.start), year.end - timedelta(days=1))
