"""What is written down about a person: name, e-mail address, contracted hours; and how they stand."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.errors import Refusal
from budgettracker.quantities import with_point

LONGEST_NAME = 200
EMAIL_TAKEN = "This email address is in use already. Search the list of people for it, or use another one."
TEAM_NAME_TAKEN = "There is a team with this name already."
LONGEST_EMAIL = 254
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"']+\.[^@\s.,;<>\"']+")
HOURS = re.compile(r"(\d{1,2})(?:[.](\d{1,2})|:([0-5]\d))?")
HOURS_WORDS = "Enter contracted hours a week, like 37, 18.5 or 18:30."


def labels_apart(people: Sequence[tuple[str, str]]) -> list[str]:
    """What each of a list of people is called, with the e-mail address where another is called the same.

    >>> labels_apart([("Ann Lee (North)", "a@w.uk"), ("ann lee (North)", "b@w.uk"), ("Bo Day", "c@w.uk")])
    ['Ann Lee (North), a@w.uk', 'ann lee (North), b@w.uk', 'Bo Day']
    """
    called = Counter(label.casefold() for label, _ in people)
    return [label if called[label.casefold()] == 1 else f"{label}, {email}" for label, email in people]


def require_name(name: str, field: str = "name", called: str = "name") -> str:
    """A name with its spaces tidied. Raises Refusal when it is empty or too long; `called` is its name in the message."""
    tidy = unicodedata.normalize("NFC", " ".join(name.split()))
    if not tidy:
        raise Refusal(field, f"Enter the {called}.")
    if len(tidy) > LONGEST_NAME:
        raise Refusal(field, f"The {called} must have {LONGEST_NAME} characters or fewer.")
    return tidy


def require_email(email: str) -> str:
    """The e-mail address, as given. Raises Refusal when it does not look like one."""
    if len(email) > LONGEST_EMAIL or not EMAIL.fullmatch(email) or not email.isprintable():
        raise Refusal("email", "Enter an email address like name@example.gov.uk.")
    return email


def parse_hours(typed: str) -> int | None:
    """Contracted hours a week in minutes: `37`, `18.5` and `18:30` are read; nothing typed is None.

    >>> parse_hours("18.5"), parse_hours("18:30"), parse_hours("")
    (1110, 1110, None)
    """
    if not typed.strip():
        return None
    parts = HOURS.fullmatch(with_point(typed.strip())) if typed.isascii() else None
    if parts is None:
        raise Refusal("weekly_hours", HOURS_WORDS)
    hours, decimals, minutes = parts.groups()
    sixtieths = int((decimals or "0").ljust(2, "0")) * 60
    if sixtieths % 100:
        raise Refusal("weekly_hours", "Enter hours and minutes, like 36:40: this is no whole number of minutes.")
    return int(hours) * 60 + (int(minutes) if minutes else sixtieths // 100)


def hours_plain(minutes: int | None) -> str:
    """Minutes as a form shows them: `37`, `18:30`.

    >>> hours_plain(1110), hours_plain(2220), hours_plain(None)
    ('18:30', '37', '')
    """
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02d}" if rest else str(hours)


def standing(
    *, has_password: bool, suspended_at: datetime | None, active_from: date, active_to: date | None, on: date
) -> str:
    """How somebody stands, in a word or two."""
    if active_to is not None and active_to < on:
        return "left"
    if suspended_at is not None:
        return "suspended"
    if active_from > on:
        return "not started"
    return "active" if has_password else "not signed in yet"
