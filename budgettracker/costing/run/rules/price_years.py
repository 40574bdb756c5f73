"""Which years' prices a run stands in, and which of them are older than its days."""

from collections.abc import Iterable
from datetime import date

from budgettracker.periods import financial_year_label


def price_years_in_words(labels: Iterable[str], starts_on: date, ends_on: date) -> str:
    """The price years of a run's posts, and those of its purchases, which stand in the prices of their days.

    >>> price_years_in_words(["2025/26", "2022/23", "2025/26"], date(2026, 3, 20), date(2026, 5, 12))
    "Each cost in its own year's prices: posts of 2022/23 and 2025/26, purchases of 2025/26 to 2026/27"
    """
    years = sorted(set(labels))
    first, last = financial_year_label(starts_on), financial_year_label(ends_on)
    posts = f"posts of {' and '.join(years)}, " if years else ""
    return f"Each cost in its own year's prices: {posts}purchases of {first if first == last else f'{first} to {last}'}"


def one_years_prices(price_year: str) -> str:
    """That a run stands in the prices of one year, in words.

    >>> one_years_prices("2024/25")
    'All costs in prices of 2024/25, uprated before they were rounded'
    """
    return f"All costs in prices of {price_year}, uprated before they were rounded"


def old_prices(posts: Iterable[tuple[str, str, str]], starts_on: date) -> list[str]:
    """A warning for each post whose prices are older than the study's first day; `posts` are authority, post, price year."""
    first = financial_year_label(starts_on)
    return [
        f"{post} ({authority}) stands in prices of {label}, before the study's first day: its time counts for less than "
        "was paid. Give the post a cost of a later year."
        for authority, post, label in posts
        if label < first
    ]
