"""What a mile costs: dated rates by vehicle, with a lower one for a car beyond so many miles of a person-year."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from budgettracker.errors import Refusal

MOST_TENTHS = 9_999
"""No mile costs ten pounds."""
MOST_MILES_HUNDREDTHS = 1_000_000_00


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


PAID = tuple(each.name.removesuffix("_tenths") for each in fields(MileageRate) if each.name.endswith("_tenths"))
"""What a rate is stated for; forms have a field of that name."""


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


def rates_of(own: Sequence[MileageRate]) -> tuple[MileageRate, ...]:
    """What an authority pays, by date: the approved rates until the first of its own."""
    first = min((rate.starts_on for rate in own), default=date.max)
    approved = (rate for rate in APPROVED_RATES if rate.starts_on < first)
    return (*approved, *sorted(own, key=lambda rate: rate.starts_on))


def rate_on(rates: Sequence[MileageRate], day: date) -> MileageRate | None:
    """The rate in force on a day, or None before the first."""
    started = [rate for rate in rates if rate.starts_on <= day]
    return max(started, key=lambda rate: rate.starts_on, default=None)


def in_force(rates: Sequence[MileageRate], first: date, last: date) -> list[MileageRate]:
    """The rates that hold on some day from the first to the last, both included, by date."""
    at_first = rate_on(rates, first)
    return [rate for rate in rates if rate is at_first or first < rate.starts_on <= last]


def require_rates(rate: MileageRate) -> None:
    """Rates of a mile are none below zero and none of ten pounds or more. Raises Refusal for the field."""
    for field in PAID:
        tenths: int = getattr(rate, f"{field}_tenths")
        if not 0 <= tenths <= MOST_TENTHS:
            raise Refusal(field, "Give the rate in pence a mile, from 0 to 999.9.")
    if not 0 <= rate.car_limit_hundredths <= MOST_MILES_HUNDREDTHS:
        raise Refusal("car_limit", "Give the miles of a year, from 0 to 1,000,000.")
