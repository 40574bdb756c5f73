"""A spreadsheet's days: numbers counted from a first day, the time of day behind the point."""

from datetime import date, timedelta
from decimal import Decimal

FROM_1900 = date(1899, 12, 30)
FROM_1904 = date(1904, 1, 1)
DAYS_BETWEEN = (FROM_1904 - FROM_1900).days
_NOISE = Decimal("0.00005")
"""Seconds: what binary arithmetic may leave below a whole day. A clock's 23:59:59.997 lies far from it."""
_DAY_SECONDS = 86_400


def day_and_seconds(serial: Decimal, first: date) -> tuple[date, int]:
    """The day of a serial number and the nearest second of it, never of the day after.

    Raises OverflowError for days that no calendar has.

    >>> day_and_seconds(Decimal("46022.9999999653"), FROM_1900)
    (datetime.date(2025, 12, 31), 86399)
    """
    seconds = serial * _DAY_SECONDS
    days = int((seconds + _NOISE) // _DAY_SECONDS)
    rest = int((seconds - days * _DAY_SECONDS).to_integral_value())
    return first + timedelta(days=days), min(max(rest, 0), _DAY_SECONDS - 1)
