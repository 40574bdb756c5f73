"""Which of a week's corrections a manager looks at: chosen by nobody, and the same all week."""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import date

SAMPLE = 10
"""How many a week: enough to see a habit, few enough to be done."""


def sample_of(ids: Iterable[uuid.UUID], monday: date) -> list[uuid.UUID]:
    """Ten of these, by the digest of the week's Monday and their id.

    >>> first = [uuid.UUID(int=number) for number in range(40)]
    >>> sample_of(first, date(2026, 6, 15)) == sample_of(reversed(first), date(2026, 6, 15))
    True
    >>> len(sample_of(first, date(2026, 6, 15)))
    10
    """
    return sorted(ids, key=lambda each: hashlib.sha256(f"{monday}:{each}".encode()).digest())[:SAMPLE]
