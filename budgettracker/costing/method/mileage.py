"""What an entry's miles cost: a worker's car has a lower rate after 10,000 miles of a person-year."""

from datetime import date

from budgettracker.costing.kinds import Vehicle
from budgettracker.costing.rates.rules.mileage import MileageRate
from budgettracker.money import half_up
from budgettracker.periods import Period


def year_start(day: date) -> date:
    """The first day of a person-year of miles: the tax year from 6 April, as the published rates count it."""
    year = day.year if (day.month, day.day) >= (4, 6) else day.year - 1
    return date(year, 4, 6)


def _person_year(day: date) -> Period:
    start = year_start(day)
    return Period(start, start.replace(year=start.year + 1))


class Odometer:
    """One worker's car miles of the year so far, entry by entry in order of date, then entry."""

    def __init__(self, first_day: date, before_hundredths: int = 0) -> None:
        """`before_hundredths`: car miles from 6 April to the day before `first_day`."""
        self._year = _person_year(first_day)
        self._hundredths = before_hundredths

    def pence(self, rate: MileageRate, day: date, hundredths: int, vehicle: Vehicle, passengers: int = 0) -> int:
        """Cost of an entry's miles, rounded half up once; a car's move the year's total on.

        >>> from budgettracker.costing.rates.rules.mileage import APPROVED_RATES
        >>> Odometer(date(2026, 4, 6)).pence(APPROVED_RATES[0], date(2026, 5, 1), 12_00, Vehicle.CAR)
        540
        """
        if vehicle is Vehicle.MOTORCYCLE:
            return half_up(hundredths * rate.motorcycle_tenths, 1000)
        if vehicle is Vehicle.BICYCLE:
            return half_up(hundredths * rate.bicycle_tenths, 1000)
        if day not in self._year:
            self._year, self._hundredths = _person_year(day), 0
        at_first_rate = min(hundredths, max(0, rate.car_limit_hundredths - self._hundredths))
        self._hundredths += hundredths
        tenths = (
            at_first_rate * rate.car_tenths
            + (hundredths - at_first_rate) * rate.car_after_tenths
            + hundredths * passengers * rate.passenger_tenths
        )
        return half_up(tenths, 1000)
