"""What an outcome must be, on plain values."""

import re
from datetime import date

from budgettracker.errors import Refusal
from budgettracker.periods import long_date

_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,9}")


def require_day(happened_on: date, opened_on: date, on: date) -> None:
    """Refuse a day in the future, and one before the family was first opened: that was so before any help began."""
    if happened_on > on:
        raise Refusal("happened_on", "The day is in the future. Record it once it has happened.")
    if happened_on < opened_on:
        raise Refusal(
            "happened_on", f"Work with the family started on {long_date(opened_on)}. Enter that day or a later one."
        )


def code_of(text: str | None) -> str | None:
    """A council's own code in capitals; none for nothing. Raises Refusal for anything but a short code.

    >>> code_of(" 10a "), code_of("")
    ('10A', None)
    """
    code = (text or "").strip().upper()
    if not code:
        return None
    if not _CODE.fullmatch(code):
        raise Refusal("code", "Enter the code alone, at most 10 letters and figures, like 10A.")
    return code
