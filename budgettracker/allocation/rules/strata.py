"""The age band that a family is drawn in: that of its index child on the day of the assessment."""

from datetime import date

from budgettracker.allocation.kinds import AgeBand
from budgettracker.errors import Refusal

GROWN_UP = 18


def band_of(birth_month: str | None, on: date) -> AgeBand:
    """The band of a child born in a month (`YYYY-MM`); a month of birth counts from its first day.

    Raises Refusal on `eligible` where the month is not known, and from 18 years on.

    >>> day = date(2026, 6, 15)
    >>> [str(band_of(month, day)) for month in ("2026-07", "2026-06", "2021-07", "2021-06", "2009-07", "2009-06")]
    ['unborn', '0-4', '0-4', '5-9', '10-16', '17']
    """
    if birth_month is None:
        raise Refusal("eligible", "Enter the month of birth of the child the family is brought in for first.")
    year, month = (int(part) for part in birth_month.split("-"))
    months = (on.year - year) * 12 + on.month - month
    if months < 0:
        return AgeBand.UNBORN
    if months >= GROWN_UP * 12:
        raise Refusal(
            "eligible", "The child the family is brought in for is 18 or older, so the family is not eligible."
        )
    ends = ((5, AgeBand.TO_4), (10, AgeBand.TO_9), (17, AgeBand.TO_16), (GROWN_UP, AgeBand.AT_17))
    return next(band for end, band in ends if months < end * 12)
