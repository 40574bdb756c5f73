"""Miles as people type them, kept in hundredths of a mile."""

import re

from budgettracker.quantities import hundredths, with_point
from budgettracker.worktime.rules.typed_time import NotTime

MOST_MILES = 2_000
"""More than anyone drives in a day."""
_MILES = re.compile(r"(?=\.?[0-9])[0-9]{0,5}(?:\.[0-9]{1,2})?")


def parse_miles(text: str) -> int:
    """Hundredths of a mile from miles with at most two figures after the point; `12`, `12.5`, `12.55`, `.5 miles`.

    Raises NotTime with words for the person.

    >>> parse_miles("12.5"), parse_miles(".5 miles"), parse_miles("12 mi")
    (1250, 50, 1200)
    """
    typed = with_point(re.sub(r"\s*(?:miles?|mi)$", "", text.strip().lower()))
    if not (typed.isascii() and _MILES.fullmatch(typed)):
        raise NotTime("Type the miles in figures, like 12 or 12.5.")
    miles_hundredths = hundredths(typed, bare_point=True)
    if miles_hundredths > MOST_MILES * 100:
        raise NotTime("That is more miles than anyone drives in a day. Check the figures.")
    return miles_hundredths


def miles_plain(hundredths: int) -> str:
    """Hundredths of a mile as miles: `12.5`, `12`, `12.05`."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)
