"""What miles cost: dated rates, with a lower one for a car after 10,000 miles a person-year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from budgettracker.costing.kinds import Vehicle
from budgettracker.money import half_up


@dataclass(frozen=True, slots=True)
class MileageRate:
    """Rates in force from a date, in tenths of a penny a mile (local rates have them); miles in hundredths."""

    starts_on: date
    car_tenths: int
    car_after_tenths: int
    car_limit_hundredths: int
    """Car miles of a person-year paid at the first rate."""
    passenger_tenths: int
    motorcycle_tenths: int
    bicycle_tenths: int
    source: str

    @property
    def in_words(self) -> str:
        """`A car 45p a mile up to 10,000 miles ...`, so that whoever has the miles can reckon their cost."""
        first, after, passenger, motorcycle, bicycle = (
            pence_of_tenths(tenths)
            for tenths in (
                self.car_tenths,
                self.car_after_tenths,
                self.passenger_tenths,
                self.motorcycle_tenths,
                self.bicycle_tenths,
            )
        )
        return (
            f"A car {first} a mile up to {self.car_limit_hundredths // 100:,} miles a year from 6 April, then {after}; "
            f"a passenger {passenger}, a motorcycle {motorcycle}, a bicycle {bicycle}"
        )


def pence_of_tenths(tenths: int) -> str:
    """Tenths of a penny as people write them.

    >>> pence_of_tenths(450), pence_of_tenths(455)
    ('45p', '45.5p')
    """
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}p" if rest else f"{whole}p"


APPROVED_RATES: tuple[MileageRate, ...] = (
    MileageRate(
        starts_on=date(2011, 4, 6),
        car_tenths=450,
        car_after_tenths=250,
        car_limit_hundredths=10_000_00,
        passenger_tenths=50,
        motorcycle_tenths=240,
        bicycle_tenths=200,
        source="gov.uk, Travel: mileage and fuel rates and allowances, approved mileage rates from 2011",
    ),
)
"""The published approved rates; an authority's own dated rates stand in their place."""


def rate_on(rates: Sequence[MileageRate], day: date) -> MileageRate | None:
    """The rate in force on a day, or None before the first."""
    started = [rate for rate in rates if rate.starts_on <= day]
    return max(started, key=lambda rate: rate.starts_on, default=None)


def year_start(day: date) -> date:
    """The first day of a person-year of miles: the tax year from 6 April, as the published rates count it."""
    year = day.year if (day.month, day.day) >= (4, 6) else day.year - 1
    return date(year, 4, 6)


class Odometer:
    """One worker's car miles of the year so far, entry by entry in order of date, then entry."""

    def __init__(self, first_day: date, before_hundredths: int = 0) -> None:
        """`before_hundredths`: car miles from 6 April to the day before `first_day`."""
        self._year = year_start(first_day)
        self._hundredths = before_hundredths

    def pence(self, rate: MileageRate, day: date, hundredths: int, vehicle: Vehicle, passengers: int = 0) -> int:
        """Cost of an entry's miles, rounded half up once; a car's move the year's total on.

        >>> Odometer(date(2026, 4, 6)).pence(APPROVED_RATES[0], date(2026, 5, 1), 12_00, Vehicle.CAR)
        540
        """
        if vehicle is Vehicle.MOTORCYCLE:
            return half_up(hundredths * rate.motorcycle_tenths, 1000)
        if vehicle is Vehicle.BICYCLE:
            return half_up(hundredths * rate.bicycle_tenths, 1000)
        if year_start(day) != self._year:
            self._year, self._hundredths = year_start(day), 0
        at_first_rate = min(hundredths, max(0, rate.car_limit_hundredths - self._hundredths))
        self._hundredths += hundredths
        tenths = (
            at_first_rate * rate.car_tenths
            + (hundredths - at_first_rate) * rate.car_after_tenths
            + hundredths * passengers * rate.passenger_tenths
        )
        return half_up(tenths, 1000)
