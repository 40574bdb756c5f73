"""Days, financial years, months, weeks and age bands. A Period includes its start and excludes its end."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FOREVER = date(9999, 12, 31)
"""The end of a period that has none yet."""
SINCE_EVER = date(1900, 1, 1)
"""The start of what has held as long as there are records."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_of(moment: datetime) -> date:
    """The day a moment lies on in the United Kingdom, whatever the server's zone.

    >>> day_of(datetime.fromisoformat("2026-06-30T23:30+00:00"))
    datetime.date(2026, 7, 1)
    """
    return moment.astimezone(LONDON).date()


def day_begins(on: date) -> datetime:
    """The moment a day begins in the United Kingdom."""
    return datetime.combine(on, time(), LONDON).astimezone(UTC)


def midnight_after(day: date) -> datetime:
    """The moment a day ends in the United Kingdom; days on which the clocks change have 23 or 25 hours."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` (included) to `end` (excluded)."""

    start: date
    end: date

    def __contains__(self, on: date) -> bool:
        return self.start <= on < self.end

    @property
    def days(self) -> int:
        """Number of days, never below zero."""
        return max(0, (self.end - self.start).days)

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period: what people read and type."""
        return self.end - timedelta(days=1)

    def overlap(self, other: "Period") -> "Period | None":
        """The days both have, or None when they share none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None


def inclusive(first: date, last: date | None) -> Period:
    """The period people mean by `first` to `last`, both included; without a last day it has no end yet."""
    if last is None or last >= FOREVER:
        return Period(first, FOREVER)
    return Period(first, last + timedelta(days=1))


def financial_year(on: date) -> Period:
    """The authority's financial year a day lies in, 1 April to 31 March (the tax year starts on 6 April)."""
    first = on.year if (on.month, on.day) >= (4, 1) else on.year - 1
    return Period(date(first, 4, 1), date(first + 1, 4, 1))


def financial_year_label(on: date) -> str:
    """`2026/27` for a day from 1 April 2026 to 31 March 2027."""
    first = financial_year(on).start.year
    return f"{first}/{(first + 1) % 100:02d}"


def month(on: date) -> Period:
    """The calendar month a day lies in."""
    start = on.replace(day=1)
    return Period(start, (start + timedelta(days=32)).replace(day=1))


def months(within: Period) -> list[Period]:
    """The calendar months of a period, the first and the last cut to it."""
    parts: list[Period] = []
    at = within.start
    while at < within.end:
        whole = month(at)
        parts.append(Period(at, min(whole.end, within.end)))
        at = whole.end
    return parts


def week(on: date) -> Period:
    """Monday to Sunday around a day."""
    start = on - timedelta(days=on.weekday())
    return Period(start, start + timedelta(days=7))


def completed_years(since: date, on: date) -> int:
    """Whole years from one day to another, as a birthday counts them (29 February has its birthday on 1 March)."""
    years = on.year - since.year
    return years - 1 if (on.month, on.day) < (since.month, since.day) else years


def month_named(text: str) -> int:
    """1 to 12 for the beginning of an English month's name, of three letters or more; else 0.

    >>> month_named("sept"), month_named("Ma")
    (9, 0)
    """
    start = text.lower()
    named = [number for number, name in enumerate(MONTHS, 1) if len(start) >= 3 and name.lower().startswith(start)]
    return named[0] if named else 0


def long_date(on: date) -> str:
    """A date as pages print it: `3 March 2027`."""
    return f"{on.day} {on:%B %Y}"


def month_in_words(text: str) -> str:
    """A month written as year and number, as pages print it.

    >>> month_in_words("2026-04")
    'April 2026'
    """
    return f"{date.fromisoformat(f'{text}-01'):%B %Y}"
