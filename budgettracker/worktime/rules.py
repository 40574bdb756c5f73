"""How long, how much in a day, shared how, and on which days: the rules of work time, on plain values."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from budgettracker.errors import Refusal
from budgettracker.money import half_up
from budgettracker.periods import Period, long_date

DAY_MINUTES = 24 * 60
"""Nobody works more than this in a day, over all their entries."""
LONG_DAY_MINUTES = 14 * 60
"""Above this the person is asked whether the day really was that long."""
LONGEST_TYPED = 40
MOST_MILES = 2_000
"""More than anyone drives in a day."""

EXAMPLES = "Type the time like 1:30, 1.5, 1h30 or 90m."
_HOURS_WORD = r"(?:h|hr|hrs|hour|hours)"
_MINUTES_WORD = r"(?:m|min|mins|minute|minutes)"
_GAP = re.compile(r"(?<=[0-9])\s+(?=[a-z:])|(?<=[a-z:])\s+(?=[0-9])")
"""Spaces beside a word or a colon say nothing; between two figures they hide one: `1 30m` is not 130 minutes."""
_BARE = re.compile(r"[0-9]+")
_CLOCK = re.compile(r"([0-9]*):([0-9]+)")
_DECIMAL = re.compile(rf"([0-9]*)\.([0-9]+)({_HOURS_WORD})?")
_MINUTES = re.compile(rf"([0-9]+){_MINUTES_WORD}")
_HOURS = re.compile(rf"([0-9]+){_HOURS_WORD}(?:([0-9]+){_MINUTES_WORD}?)?")
_MILES = re.compile(r"([0-9]{1,5})?(?:\.([0-9]{1,2}))?")


class DayState(StrEnum):
    """May time be written on a day of a person's week, and if not, why."""

    OPEN = "open"
    CLOSED = "closed"
    TO_COME = "to_come"
    NOT_HERE = "not_here"


class NotTime(ValueError):
    """The text is not a time, or could be two; the message says what to type instead."""


class LongDay(Refusal):
    """The day comes to more than 14 hours: asked once, and accepted when the person confirms these `minutes`."""

    def __init__(self, minutes: int, worked_on: date) -> None:
        words = f"That makes {in_words(minutes)} on {long_date(worked_on)}. Tick the box if that is right."
        super().__init__("long_day", words)
        self.minutes = minutes


def in_words(minutes: int) -> str:
    """`1 hour 30 minutes` for 90, `45 minutes` for 45."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def days_in_words(within: Period) -> str:
    """A period's days as people say them: `9 to 15 November 2026`, `28 September to 4 October 2026`."""
    first, last = within.start, within.last_day
    if first.year != last.year:
        return f"{long_date(first)} to {long_date(last)}"
    begins = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{begins} to {long_date(last)}"


def time_plain(minutes: int) -> str:
    """Minutes as they could have been typed, read back unchanged: `1h30`, `2h`, `45m`.

    >>> time_plain(90), time_plain(120), time_plain(45), time_plain(65)
    ('1h30', '2h', '45m', '1h05')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}m"
    return f"{hours}h{rest:02d}" if rest else f"{hours}h"


def parse_time(text: str) -> int:
    """Whole minutes of one day from what a person typed.

    `1.5`, `1:30`, `90m`, `1h30`, `1h 30m` and `90` are read. A bare 1 to 8 is hours and 25 or more is minutes; 9 to 24
    could be either and is asked, and so is `1.30`. Raises NotTime with words for the person.

    >>> [parse_time(typed) for typed in ("1.5", "1:30", "90m", "90", "1h 30m", "2", ".25", "0")]
    [90, 90, 90, 90, 90, 120, 15, 0]
    """
    typed = text.strip()
    if not typed or len(typed) > LONGEST_TYPED or not typed.isascii():
        raise NotTime(EXAMPLES)
    if typed.startswith("-"):
        raise NotTime("Type the time without a minus sign. Leave it empty if there was none.")
    minutes = _minutes_of(_GAP.sub("", typed.lower()))
    if minutes > DAY_MINUTES:
        raise NotTime(f"That is more than the 24 hours of a day. {EXAMPLES}")
    return minutes


def _minutes_of(typed: str) -> int:
    if _BARE.fullmatch(typed):
        return _bare(int(typed))
    if found := _CLOCK.fullmatch(typed):
        return _hours_and_minutes(found[1], found[2], "1:05 for 1 hour 5 minutes")
    if found := _DECIMAL.fullmatch(typed):
        return _decimal_hours(found[1], found[2], bool(found[3]))
    if found := _MINUTES.fullmatch(typed):
        return int(found[1])
    if found := _HOURS.fullmatch(typed):
        return int(found[1]) * 60 if found[2] is None else _hours_and_minutes(found[1], found[2].zfill(2), "1h05")
    raise NotTime(EXAMPLES)


def _bare(number: int) -> int:
    if 9 <= number <= 24:
        raise NotTime(f"{number} minutes or {number} hours? Type {number}m or {number}h.")
    return number * 60 if number <= 8 else number


def _hours_and_minutes(hours: str, minutes: str, example: str) -> int:
    if len(minutes) != 2 or int(minutes) > 59:
        raise NotTime(f"Type the minutes after the hours as two figures from 00 to 59, like {example}.")
    return int(hours or "0") * 60 + int(minutes)


def _decimal_hours(whole: str, part: str, says_hours: bool) -> int:
    hours, scale = int(whole or "0"), int("1" + "0" * len(part))
    sixtieths = int(part) * 60
    if hours > 24:
        raise NotTime(f"That is more than the 24 hours of a day. {EXAMPLES}")
    # 1.30 is written by people who mean 1:30 and by people who mean 78 minutes; 1.25 and 1.00 leave no doubt.
    if not says_hours and len(part) == 2 and int(part) < 60 and part not in ("00", "25"):
        raise NotTime(_ask_which(hours, int(part)))
    if sixtieths % scale:
        near = time_plain(hours * 60 + half_up(sixtieths, scale))
        raise NotTime(f"{hours}.{part} hours is not a whole number of minutes. Type hours and minutes, like {near}.")
    return hours * 60 + sixtieths // scale


def _ask_which(hours: int, part: int) -> str:
    about = "" if part * 60 % 100 == 0 else "about "
    other = time_plain(hours * 60 + half_up(part * 60, 100))
    decimal = f"{part:02d}".rstrip("0")
    return f"Is that {in_words(hours * 60 + part)} ({hours}:{part:02d}) or {hours}.{decimal} hours ({about}{other})?"


def parse_miles(text: str) -> int:
    """Hundredths of a mile from miles with at most two figures after the point; `12`, `12.5`, `12.55`.

    Raises NotTime with words for the person.
    """
    typed = re.sub(r"\s*(?:miles?|mi)$", "", text.strip().lower())
    found = _MILES.fullmatch(typed) if typed.isascii() else None
    if found is None or not (found[1] or found[2]):
        raise NotTime("Type the miles in figures, like 12 or 12.5.")
    hundredths = int(found[1] or "0") * 100 + int((found[2] or "").ljust(2, "0"))
    if hundredths > MOST_MILES * 100:
        raise NotTime("That is more miles than anyone drives in a day. Check the figures.")
    return hundredths


def miles_plain(hundredths: int) -> str:
    """Hundredths of a mile as miles: `12.5`, `12`, `12.05`."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}".rstrip("0") if part else str(whole)


def require_minutes(contact: int, preparation: int, travel: int) -> None:
    """Each kind of minutes is zero or more. Raises Refusal for the first that is not."""
    for field, minutes in (("contact", contact), ("preparation", preparation), ("travel", travel)):
        if minutes < 0:
            raise Refusal(field, f"Time cannot be less than nothing: {field} is {minutes} minutes.")


def require_something(minutes: int, miles_hundredths: int, expenses_pence: int) -> None:
    """An entry says how long, or how far, or what it cost. Raises Refusal."""
    if min(miles_hundredths, expenses_pence) < 0:
        raise Refusal("miles" if miles_hundredths < 0 else "expenses", "Miles and expenses are zero or more.")
    if minutes > DAY_MINUTES:
        raise Refusal("contact", f"That is {in_words(minutes)} in all: more than the 24 hours of a day.")
    if minutes + miles_hundredths + expenses_pence == 0:
        raise Refusal("contact", "Say how long it took: contact, preparation or travel.")


def require_day(before: int, after: int, worked_on: date, confirmed: int | None) -> None:
    """A person's day may hold 24 hours; above 14 they are asked.

    `before` and `after` are the minutes of all the person's entries of that day without and with this deed. Raises
    Refusal above 24 hours, and LongDay above 14 unless the person confirmed exactly `after` minutes or the deed
    makes the day no longer.
    """
    if after > DAY_MINUTES:
        words = (
            f"That makes {in_words(after)} on {long_date(worked_on)} with what is already logged: a day has 24 hours."
        )
        raise Refusal("contact", words)
    if after > LONG_DAY_MINUTES and after > before and confirmed != after:
        raise LongDay(after, worked_on)


def require_worked_day(worked_on: date, on: date, active_from: date, active_to: date | None) -> None:
    """Work is logged on days that have come and on which the person worked here. Raises Refusal."""
    if worked_on > on:
        raise Refusal("worked_on", "The day must be today or earlier: time is logged once it was worked.")
    if worked_on < active_from:
        raise Refusal("worked_on", f"The day must be {long_date(active_from)} or later: the first day of work here.")
    if active_to is not None and worked_on > active_to:
        raise Refusal("worked_on", f"The day must be {long_date(active_to)} or earlier: the last day of work here.")


def day_state(
    worked_on: date, on: date, active_from: date, active_to: date | None, closed_for: Sequence[str]
) -> DayState:
    """Whether a day takes time: it is over or under way, the person worked here, and no team of theirs closed it."""
    if worked_on > on:
        return DayState.TO_COME
    if worked_on < active_from or (active_to is not None and worked_on > active_to):
        return DayState.NOT_HERE
    return DayState.CLOSED if closed_for else DayState.OPEN


def is_thin(minutes: int, weekly_minutes: int | None) -> bool:
    """Is a week's time under half of the hours somebody works, so that something was probably forgotten?"""
    return weekly_minutes is not None and minutes * 2 < weekly_minutes


def require_open_month(worked_on: date, closed_for: Sequence[str]) -> None:
    """No entry is dated in a month closed for a team the person was in that day: `closed_for` names them.

    Raises Refusal, naming month and team and saying who can help.
    """
    if closed_for:
        words = f"{worked_on:%B %Y} is closed for {' and '.join(closed_for)}. Ask the team's manager to reopen it."
        raise Refusal("worked_on", words)


def require_shared_minutes(minutes: int, weights: Iterable[int]) -> None:
    """Shared by minutes, the families' minutes are the entry's minutes, each above zero. Raises Refusal."""
    each = list(weights)
    if min(each, default=0) <= 0:
        raise Refusal("sharing", "Say how long each family had. A family that had none of the time is taken off.")
    if sum(each) != minutes:
        words = f"The families' time comes to {in_words(sum(each))}; the entry is {in_words(minutes)}. Make them agree."
        raise Refusal("sharing", words)
