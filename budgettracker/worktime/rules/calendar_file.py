"""A calendar file (.ics): its events of some days, read and forgotten. Nothing but times and subjects is looked at."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from budgettracker.errors import Refusal
from budgettracker.periods import LONDON, Period
from budgettracker.worktime.rules.day import DAY_MINUTES
from budgettracker.worktime.rules.repeats import NotRead, repeat_of

LARGEST_CALENDAR = 2_000_000
MOST_EVENTS, MOST_SHOWN = 5_000, 100
LONGEST_SUBJECT = 200
LOOKED_AT = (
    *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
    *("SUMMARY", "STATUS", "EXRULE"),
)
"""The lines of an event that are read. What it is about, where and with whom stays in the file."""
_NAME = re.compile(r"[A-Za-z-]+")
MOST_COUNTED = 200_000
"""Days that may be counted through over a whole file for events that repeat a number of times."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event on one day as a person sees it in their calendar; whole days have no time and no minutes."""

    on: date
    begins: time | None
    minutes: int
    subject: str


@dataclass(slots=True)
class CalendarDays:
    """The events of some days in order of time, and how many were cancelled or could not be read."""

    events: list[CalendarEvent] = field(default_factory=list)
    cancelled: int = 0
    unread: int = 0
    left_out: int = 0


@dataclass(slots=True)
class _Event:
    """An event as the file tells it."""

    uid: str
    starts: date | datetime
    ends: date | datetime
    subject: str
    is_cancelled: bool
    rule: Any = None
    added: list[date | datetime] = field(default_factory=list)
    excepted: set[object] = field(default_factory=set)
    in_place_of: object = None


def read_calendar(data: bytes, within: Period) -> CalendarDays:
    """The events of some days in a calendar file, in the clock of the United Kingdom.

    Repeated events are laid out over the days. Raises Refusal(file) for what is no calendar file, or too large a one.
    """
    if len(data) > LARGEST_CALENDAR:
        raise Refusal(
            "file", "This file is larger than 2 MB. Save one week or one month of your calendar, not all of it."
        )
    text = data.decode("utf-8-sig", "replace")
    if "BEGIN:VCALENDAR" not in text[:2_000].upper():
        words = "This is not a calendar file. Save your calendar as iCalendar, with a name that ends in .ics."
        raise Refusal("file", words)
    days = CalendarDays()
    events = list(_read_events(text, days))
    replaced = {(event.uid, event.in_place_of) for event in events if event.in_place_of is not None}
    counted = 0
    for event in events:
        try:
            counted += _days_counted(event, within)
            if counted > MOST_COUNTED:
                raise NotRead
            _lay_out(event, replaced, within, days)
        except (NotRead, ValueError, OverflowError, TypeError):
            days.unread += 1
    days.events.sort(key=lambda each: (each.on, each.begins or time(), each.subject))
    days.left_out = max(0, len(days.events) - MOST_SHOWN)
    del days.events[MOST_SHOWN:]
    return days


def _read_events(text: str, days: CalendarDays) -> Iterator[_Event]:
    # Needed where a calendar is read, and nowhere else: it takes a while to load.
    from icalendar import Event

    for number, lines in enumerate(_blocks(text)):
        if number >= MOST_EVENTS:
            words = f"This file has more than {MOST_EVENTS:,} events. Save one week or one month of your calendar."
            raise Refusal("file", words)
        try:
            yield _event(Event.from_ical("\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])))
        except Exception:
            days.unread += 1


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each event that are looked at, those of parts within it (alarms) left out."""
    lines: list[str] = []
    depth, keeps = 0, False
    for line in text.splitlines():
        if line[:1] in (" ", "\t"):
            if keeps and len(lines[-1]) < 10_000:
                lines[-1] += line[1:]
            continue
        keeps, upper = False, line.strip().upper()
        if upper == "BEGIN:VEVENT" and depth == 0:
            lines, depth = [], 1
        elif upper.startswith("BEGIN:") and depth:
            depth += 1
        elif upper.startswith("END:") and depth:
            depth -= 1
            if depth == 0:
                yield lines
        elif depth == 1:
            name = _NAME.match(line)
            if name is not None and name[0].upper() in LOOKED_AT:
                lines.append(line[:10_000])
                keeps = True


def _event(read: Any) -> _Event:
    if "EXRULE" in read or isinstance(read.get("RRULE"), list):
        raise NotRead
    starts = read["DTSTART"].dt
    if "DTEND" in read:
        ends = read["DTEND"].dt
    elif "DURATION" in read:
        ends = starts + read["DURATION"].dt
    else:
        ends = starts
    return _Event(
        uid=str(read.get("UID", "")),
        starts=starts,
        ends=ends,
        subject=" ".join(str(read.get("SUMMARY", "")).split())[:LONGEST_SUBJECT],
        is_cancelled=str(read.get("STATUS", "")).upper() == "CANCELLED",
        rule=read.get("RRULE"),
        added=[each for each in _dates(read.get("RDATE")) if isinstance(each, date)],
        excepted={_moment(each) for each in _dates(read.get("EXDATE"))},
        in_place_of=_moment(read["RECURRENCE-ID"].dt) if "RECURRENCE-ID" in read else None,
    )


def _dates(value: Any) -> list[Any]:
    lists = value if isinstance(value, list) else [value] if value is not None else []
    return [each.dt for one_list in lists for each in one_list.dts]


def _days_counted(event: _Event, within: Period) -> int:
    """How many days are gone through to lay this event out."""
    if event.rule is None or "COUNT" not in event.rule:
        return 0
    days = max(0, (within.end - _day_of(event.starts)).days)
    return days * (30 if "BYSETPOS" in event.rule else 1)


def _lay_out(event: _Event, replaced: set[tuple[str, object]], within: Period, days: CalendarDays) -> None:
    for starts in _occurrences(event, within):
        local = _in_uk(starts)
        on = local.date() if isinstance(local, datetime) else local
        moment = _moment(starts)
        is_replaced = event.in_place_of is None and (event.uid, moment) in replaced
        if on not in within or is_replaced or moment in event.excepted or _day_of(starts) in event.excepted:
            continue
        if event.is_cancelled:
            days.cancelled += 1
            continue
        begins = local.time() if isinstance(local, datetime) else None
        minutes = _minutes(event) if begins is not None else 0
        days.events.append(CalendarEvent(on, begins if minutes else None, minutes, event.subject))


def _occurrences(event: _Event, within: Period) -> list[date | datetime]:
    """The beginnings of an event on these days and the days beside them, which another clock may put into them."""
    if event.rule is None:
        return [event.starts, *event.added]
    repeat = repeat_of({name: _listed(values) for name, values in event.rule.items()}, _day_of(event.starts))
    until = _listed(event.rule.get("UNTIL", []))
    beginnings: list[date | datetime] = []
    for number in range(-1, (within.end - within.start).days + 1):
        day = within.start + timedelta(days=number)
        if not repeat.falls_on(day):
            continue
        starts: date | datetime = day
        if isinstance(event.starts, datetime):
            starts = datetime.combine(day, event.starts.timetz())
        if not until or not _is_after(starts, until[0]):
            beginnings.append(starts)
    return [*beginnings, *event.added]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _is_after(starts: date | datetime, until: date | datetime) -> bool:
    if isinstance(starts, datetime) and isinstance(until, datetime):
        return _utc(starts) > _utc(until)
    return _day_of(starts) > _day_of(until)


def _minutes(event: _Event) -> int:
    """How long the event takes, whole minutes; an event of a day or more counts as one of whole days: 0."""
    if not isinstance(event.starts, datetime) or not isinstance(event.ends, datetime):
        return 0
    minutes = int((_utc(event.ends) - _utc(event.starts)).total_seconds()) // 60
    return minutes if 0 < minutes < DAY_MINUTES else 0


def _day_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _in_uk(moment: date | datetime) -> date | datetime:
    """A moment on the clock of the United Kingdom; one without a zone, or of a zone nobody knows, is on it already."""
    if not isinstance(moment, datetime):
        return moment
    return moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)


def _utc(moment: datetime) -> datetime:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=LONDON)
    return aware.astimezone(UTC)


def _moment(moment: date | datetime) -> object:
    """What two ways of saying one moment have in common."""
    return _utc(moment) if isinstance(moment, datetime) else moment
