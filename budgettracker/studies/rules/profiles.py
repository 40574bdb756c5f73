"""How exactly each row leaves, by the study's disclosure profile. Rows are personal data in every profile."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import long_date
from budgettracker.studies.kinds import Profile

SMALL = 5
"""Counts from 1 to this stay unsaid where only tables may be seen."""


def require_rows(profile: str) -> None:
    """Refuse a workbook of rows where only tables may leave. Raises Refusal."""
    if profile == Profile.PUBLISHED:
        raise Refusal(
            None,
            "This study's profile is “published”: only tables with small counts hidden may leave, and these are not "
            "available yet. A workbook of rows needs the profile “internal” or “controlled”.",
        )


def days_shown(profile: str) -> bool:
    """May days be seen, and things stand in the order of their days? Else only their months."""
    return profile == Profile.INTERNAL


def date_shown(profile: str, on: date | None) -> date | None:
    """A day as it leaves: exact for the authority's own analysts, else the first of its month."""
    return on if on is None or days_shown(profile) else on.replace(day=1)


def date_in_words(profile: str, on: date) -> str:
    """A day as a page says it: `31 March 2026` for the authority's own analysts, else `March 2026`."""
    return long_date(on) if days_shown(profile) else f"{on:%B %Y}"


def supplier_shown(profile: str) -> bool:
    """May a supplier's pseudonym leave? Else its category stands for it."""
    return profile == Profile.INTERNAL


def count_shown(profile: str, count: int) -> str:
    """A count as a page may say it: small ones stay unsaid where only tables may be seen."""
    if profile == Profile.PUBLISHED and 0 < count <= SMALL:
        return f"{SMALL} or fewer"
    return f"{count:,}"
