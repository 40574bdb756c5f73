"""What may be kept about a child: month of birth, primary need and status."""

import re
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.families.kinds import ChildStatus, NeedCode
from budgettracker.families.rules.references import one_line
from budgettracker.periods import completed_years, month_named

LATEST_DUE_MONTHS = 9
"""A child may be expected: a family is often helped before the birth."""
OLDEST_MONTHS = 26 * 12
"""Care leavers are supported until they are 25."""
BANDS = ((4, "0-4"), (9, "5-9"), (16, "10-16"))
"""Age bands as the pilots used them: the last age of each."""
OLDEST = "17 and over"

_MONTH_WORDS = (
    re.compile(r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})"),
    re.compile(r"(?P<month>[0-9]{1,2}|[a-z]{3,9})[-/. ]+(?P<year>[0-9]{4})"),
)


def birth_month_of(typed: str | None, on: date) -> str | None:
    """A month of birth as `YYYY-MM` from `4 2015`, `04/2015`, `April 2015` or `2015-04`; None when nothing is typed.

    It may lie nine months ahead for a child who is expected. Raises Refusal on `birth_month`.
    Only the month is kept: the day of birth is not needed for an age band.
    """
    text = one_line(typed or "").lower()
    if not text:
        return None
    written = next((match for each in _MONTH_WORDS if (match := each.fullmatch(text))), None)
    month, year = _month_number(written["month"]) if written else 0, int(written["year"]) if written else 0
    if not 1 <= month <= 12:
        raise Refusal("birth_month", "Enter the month and year of birth, like 4 2015 or April 2015.")
    ahead = (year - on.year) * 12 + month - on.month
    if ahead > LATEST_DUE_MONTHS:
        raise Refusal("birth_month", "The month of birth is more than nine months ahead. Check the year.")
    if -ahead > OLDEST_MONTHS:
        raise Refusal("birth_month", "The month of birth is more than 26 years ago. Check the year.")
    return f"{year:04d}-{month:02d}"


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else month_named(text)


def need_code_of(typed: str | None) -> str | None:
    """A primary need as its code, from `n1` or `N1`; raises Refusal on `need_code`."""
    code = one_line(typed or "").upper()
    if code and code not in set(NeedCode):
        raise Refusal("need_code", "The primary need is one of the codes N1 to N8.")
    return code or None


def status_of(typed: str | None) -> str | None:
    """A status from the list, however its letters are typed; raises Refusal on `status_at_start`."""
    status = one_line((typed or "").replace("_", " ")).lower().replace("pre proceedings", "pre-proceedings")
    if status and status not in set(ChildStatus):
        raise Refusal("status_at_start", f"The status is one of: {', '.join(ChildStatus)}.")
    return status or None


def age_band(birth_month: str, on: date) -> str:
    """The age band of a child born in a month (`2015-04`), on a day; before birth counts as the first band.

    >>> age_band("2015-04", date(2026, 3, 31)), age_band("2015-04", date(2020, 3, 31))
    ('10-16', '0-4')
    """
    year, month = (int(part) for part in birth_month.split("-"))
    age = completed_years(date(year, month, 1), on)
    return next((words for last, words in BANDS if age <= last), OLDEST)


def place_of_band(band: str) -> int:
    """Where an age band stands when the youngest comes first.

    >>> sorted(("10-16", "17 and over", "5-9"), key=place_of_band)
    ['5-9', '10-16', '17 and over']
    """
    return next((place for place, (_, words) in enumerate(BANDS) if words == band), len(BANDS))
