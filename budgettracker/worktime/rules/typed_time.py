"""Minutes as people type them: `1:30`, `1.5`, `1h30`, `90m`."""

import re

from budgettracker.money import half_up
from budgettracker.quantities import with_point
from budgettracker.wording import minutes_in_words
from budgettracker.worktime.rules.day import DAY_MINUTES

LONGEST_TYPED = 40

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


class NotTime(ValueError):
    """The text is not a time, or could be two; the message says what to type instead."""


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

    `1.5`, `1,5`, `1:30`, `90m`, `1h30`, `1h 30m` and `90` are read. A bare 1 to 8 is hours and 25 or more is minutes; 9 to 24
    could be either and is asked, and so is `1.30`. Raises NotTime with words for the person.

    >>> [parse_time(typed) for typed in ("1.5", "1:30", "90m", "90", "1h 30m", "2", ".25", "0")]
    [90, 90, 90, 90, 90, 120, 15, 0]
    """
    typed = text.strip()
    if not typed or len(typed) > LONGEST_TYPED or not typed.isascii():
        raise NotTime(EXAMPLES)
    if typed.startswith("-"):
        raise NotTime("Type the time without a minus sign. Leave it empty if there was none.")
    minutes = _minutes_of(with_point(_GAP.sub("", typed.lower())))
    if minutes > DAY_MINUTES:
        raise NotTime(f"That is more than the 24 hours of a day. {EXAMPLES}")
    return minutes


def _minutes_of(typed: str) -> int:
    if _BARE.fullmatch(typed):
        return _bare(int(typed))
    if parts := _CLOCK.fullmatch(typed):
        return _hours_and_minutes(parts[1], parts[2], "1:05 for 1 hour 5 minutes")
    if parts := _DECIMAL.fullmatch(typed):
        return _decimal_hours(parts[1], parts[2], bool(parts[3]))
    if parts := _MINUTES.fullmatch(typed):
        return int(parts[1])
    if parts := _HOURS.fullmatch(typed):
        return int(parts[1]) * 60 if parts[2] is None else _hours_and_minutes(parts[1], parts[2].zfill(2), "1h05")
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
    return f"Is that {minutes_in_words(hours * 60 + part)} ({hours}:{part:02d}) or {hours}.{decimal} hours ({about}{other})?"
