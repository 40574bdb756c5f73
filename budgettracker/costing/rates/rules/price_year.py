"""Price years: the financial year whose prices a cost is stated in."""

import re
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import Period, financial_year


def parse_price_year(label: str, field: str = "price_year") -> Period:
    """The financial year `2022/23` names. Raises Refusal for anything else.

    >>> parse_price_year("2022/23").start
    datetime.date(2022, 4, 1)
    """
    match = re.fullmatch(r"(20[0-9]{2})/([0-9]{2})", label.strip())
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise Refusal(field, "Give the price year as a financial year, like 2022/23.")
    return financial_year(date(int(match[1]), 4, 1))


def require_as_logged(price_year: str | None) -> None:
    """Refuse a run in another year's prices: costs stand in those of their own year. Raises Refusal."""
    if price_year and price_year.strip():
        raise Refusal("price_year", "Leave the price year empty: it is chosen on the study's page, with its series.")
