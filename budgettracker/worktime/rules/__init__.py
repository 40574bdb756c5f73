"""The rules of work time, on plain values: what is typed, what an entry must say, what a day and a month take."""

from budgettracker.worktime.rules.day import (
    DAY_MINUTES,
    LONG_DAY_MINUTES,
    DayFull,
    DayState,
    LongDay,
    day_state,
    days_in_words,
    is_thin,
    require_day,
    require_open_month,
    require_worked_day,
)
from budgettracker.worktime.rules.typed_miles import miles_plain, parse_miles
from budgettracker.worktime.rules.typed_time import LONGEST_TYPED, NotTime, parse_time, time_plain
from budgettracker.worktime.rules.work import (
    ActivityRetired,
    NeedsFamily,
    Part,
    Work,
    require_family,
    require_in_use,
    require_minutes,
    require_parts,
    require_shared_minutes,
    require_something,
)

__all__ = [
    "DAY_MINUTES",
    "LONGEST_TYPED",
    "LONG_DAY_MINUTES",
    "ActivityRetired",
    "DayFull",
    "DayState",
    "LongDay",
    "NeedsFamily",
    "NotTime",
    "Part",
    "Work",
    "day_state",
    "days_in_words",
    "is_thin",
    "miles_plain",
    "parse_miles",
    "parse_time",
    "require_day",
    "require_family",
    "require_in_use",
    "require_minutes",
    "require_open_month",
    "require_parts",
    "require_shared_minutes",
    "require_something",
    "require_worked_day",
    "time_plain",
]
