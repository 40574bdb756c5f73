"""Calendar files: what of them is shown for a week, and what no file can do."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from budgettracker.errors import Refusal
from budgettracker.periods import week
from budgettracker.worktime.rules import LARGEST_CALENDAR, CalendarDays, read_calendar
from budgettracker.worktime.rules.repeats import DAYS, NotRead, repeat_of

MONDAY = date(2026, 6, 8)


def calendar(*events: str, before: str = "") -> bytes:
    """A calendar file with these events, given line by line."""
    each = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{each}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str, before: str = "", of: date = MONDAY) -> CalendarDays:
    """What such a file has in a week."""
    return read_calendar(calendar(*events, before=before), week(of))


def rows_of(days: CalendarDays) -> list[tuple[int, str, int, str]]:
    """The events as day of the month, time, minutes and subject."""
    return [
        (each.on.day, f"{each.begins:%H:%M}" if each.begins else "", each.minutes, each.subject) for each in days.events
    ]


def test_times_stand_on_the_clock_of_the_united_kingdom() -> None:
    days = read(
        "DTSTART;TZID=Europe/London:20260609T100000\nDTEND;TZID=Europe/London:20260609T113000\nSUMMARY:Visit\\, at home",
        "DTSTART:20260610T230000Z\nDTEND:20260610T234500Z\nSUMMARY:Late call",
        "DTSTART;TZID=GMT Standard Time:20260612T090000\nDURATION:PT45M",
        "DTSTART;TZID=America/New_York:20260612T090000\nDURATION:PT1H\nSUMMARY:Call\n  from far",
        "DTSTART;TZID=Nobody's:20260612T120000\nDURATION:PT5M",
    )
    assert rows_of(days) == [
        (9, "10:00", 90, "Visit, at home"),
        (11, "00:00", 45, "Late call"),
        (12, "09:00", 45, ""),
        (12, "12:00", 5, ""),
        (12, "14:00", 60, "Call from far"),
    ]
    assert days.unread == 0


def test_the_clock_change_neither_adds_nor_takes_time() -> None:
    event = "DTSTART;TZID=Europe/London:20260323T003000\nDTEND;TZID=Europe/London:20260323T023000\nRRULE:FREQ=WEEKLY;BYDAY=MO,SU"
    days = read(event, of=date(2026, 3, 23))
    assert rows_of(days) == [(23, "00:30", 120, ""), (29, "00:30", 120, "")]


def test_whole_days_have_no_time_and_cancelled_events_are_counted() -> None:
    days = read(
        "DTSTART;VALUE=DATE:20260610\nDTEND;VALUE=DATE:20260611\nSUMMARY:Training",
        "DTSTART:20260609T090000Z\nDTEND:20260611T170000Z\nSUMMARY:Conference",
        "DTSTART:20260609T090000Z\nDTEND:20260609T093000Z\nSTATUS:CANCELLED\nSUMMARY:Visit",
    )
    assert rows_of(days) == [(9, "", 0, "Conference"), (10, "", 0, "Training")]
    assert days.cancelled == 1


def test_repeated_events_are_laid_out_and_single_ones_moved_or_left_out() -> None:
    series = (
        "UID:a\nDTSTART;TZID=Europe/London:20260105T140000\nDTEND;TZID=Europe/London:20260105T150000\n"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR\nEXDATE;TZID=Europe/London:20260610T140000\nSUMMARY:Supervision"
    )
    moved = (
        "UID:a\nRECURRENCE-ID;TZID=Europe/London:20260612T140000\nDTSTART;TZID=Europe/London:20260611T160000\n"
        "DTEND;TZID=Europe/London:20260611T163000\nSUMMARY:Supervision\\, moved"
    )
    ended = "DTSTART:20260105T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20260608T235959Z\nSUMMARY:Ended"
    counted = "DTSTART:20260601T080000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=1\nSUMMARY:Once"
    assert rows_of(read(series, moved, ended, counted)) == [
        (8, "10:00", 60, "Ended"),
        (8, "14:00", 60, "Supervision"),
        (11, "16:00", 30, "Supervision, moved"),
    ]


def test_what_is_not_looked_at_is_not_read() -> None:
    alarm = "BEGIN:VALARM\nTRIGGER:garbage\nDTSTART:20260608T000000Z\nEND:VALARM"
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Slow\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
        "TZOFFSETFROM:+0000\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    event = f"DTSTART;TZID=Slow:20260608T100000\nDURATION:PT1H\nSUMMARY:Visit\nDESCRIPTION:A secret\nATTENDEE:mailto:a@b\n{alarm}"
    days = read(event, before=zone)
    assert rows_of(days) == [(8, "10:00", 60, "Visit")]
    assert "secret" not in repr(days)


HOSTILE = (
    "DTSTART:garbage",
    "SUMMARY:No day at all",
    "DTSTART:99991231T235959Z\nDURATION:P999999999D",
    "DTSTART:20260608T100000Z\nRRULE:FREQ=SECONDLY",
    "DTSTART:19000101T100000Z\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "DTSTART:20260608T100000Z\nRRULE:FREQ=WEEKLY;INTERVAL=0",
    "DTSTART:20260608T100000Z\nRRULE:FREQ=WEEKLY;BYDAY=99XX",
    "DTSTART:20260608T100000Z\nRRULE:FREQ=DAILY;COUNT=99999999",
    "DTSTART:20260608T100000Z\nRRULE:FREQ=YEARLY;BYDAY=20MO",
)


@pytest.mark.parametrize("event", HOSTILE)
def test_an_event_that_cannot_be_read_is_counted_and_hides_no_other(event: str) -> None:
    days = read(event, "DTSTART:20260608T100000Z\nDURATION:PT1H\nSUMMARY:Visit")
    assert rows_of(days) == [(8, "11:00", 60, "Visit")]
    assert days.unread <= 1


def test_a_negative_or_endless_duration_is_no_time() -> None:
    days = read("DTSTART:20260608T100000Z\nDTEND:20260608T090000Z\nSUMMARY:Backwards")
    assert rows_of(days) == [(8, "", 0, "Backwards")]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "not a calendar file"),
        (b"\xff\xfe\x00", "not a calendar file"),
        (b"%PDF-1.7", "not a calendar file"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * LARGEST_CALENDAR, "larger than 2 MB"),
        (calendar(*["DTSTART:20200101T100000Z"] * 5_001), "more than 5,000 events"),
    ],
)
def test_what_is_no_calendar_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        read_calendar(data, week(MONDAY))
    assert refused.value.field == "file"
    assert rows_of(read("DTSTART:20260608T100000Z\nDURATION:PT1H")) == [(8, "11:00", 60, "")]


@pytest.mark.parametrize("data", [b"BEGIN:VCALENDAR\r\n" * 3_000, calendar(*["BEGIN:VEVENT\n" * 40] * 20)])
def test_nesting_goes_nowhere(data: bytes) -> None:
    assert read_calendar(data, week(MONDAY)).events == []


MONTH_DAYS = st.sampled_from(("1", "13", "30", "31", "-1"))
PLACED = st.tuples(st.sampled_from(("", "1", "2", "-1", "5")), st.sampled_from(DAYS)).map("".join)
RULES = st.one_of(
    st.fixed_dictionaries({"FREQ": st.just("DAILY")}, optional={"BYDAY": st.lists(st.sampled_from(DAYS), min_size=1)}),
    st.fixed_dictionaries(
        {"FREQ": st.just("WEEKLY")},
        optional={"BYDAY": st.lists(st.sampled_from(DAYS), min_size=1), "WKST": st.just(["SU"])},
    ),
    st.fixed_dictionaries(
        {"FREQ": st.just("MONTHLY"), "BYDAY": st.lists(PLACED, min_size=1, max_size=3)},
        optional={"BYSETPOS": st.sampled_from((["1"], ["-1"]))},
    ),
    st.fixed_dictionaries(
        {"FREQ": st.sampled_from(("MONTHLY", "YEARLY")), "BYMONTHDAY": st.lists(MONTH_DAYS, min_size=1)},
        optional={"BYMONTH": st.just(["2", "6", "12"])},
    ),
    st.fixed_dictionaries(
        {"FREQ": st.just("YEARLY")},
        optional={"BYMONTH": st.just(["3", "10"]), "BYDAY": st.lists(PLACED, min_size=1, max_size=2)},
    ),
)


@settings(max_examples=60, deadline=None)
@given(
    rule=RULES,
    interval=st.integers(1, 3),
    count=st.none() | st.integers(1, 20),
    starts_on=st.dates(date(2024, 1, 1), date(2025, 12, 31)),
)
def test_events_repeat_as_dateutil_repeats_them(
    rule: dict[str, object], interval: int, count: int | None, starts_on: date
) -> None:
    parts = {name: [value] if isinstance(value, str) else value for name, value in rule.items()}
    parts |= {"INTERVAL": [str(interval)], **({"COUNT": [str(count)]} if count else {})}
    try:
        repeat = repeat_of(parts, starts_on)  # type: ignore[arg-type]
    except NotRead:
        return
    text = ";".join(f"{name}={','.join(values)}" for name, values in parts.items())  # type: ignore[arg-type]
    begin = datetime.combine(starts_on, time())
    last = starts_on + timedelta(days=400)
    theirs = {
        each.date() for each in rrulestr(text, dtstart=begin).between(begin, datetime.combine(last, time()), inc=True)
    }
    ours = {
        starts_on + timedelta(days=number)
        for number in range(401)
        if repeat.falls_on(starts_on + timedelta(days=number))
    }
    assert ours == theirs, text
