"""What people type for a time: read exactly, or answered in words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgettracker.wording import minutes_in_words
from budgettracker.worktime.rules import (
    DAY_MINUTES,
    NotTime,
    miles_plain,
    parse_miles,
    parse_time,
    time_plain,
)


@pytest.mark.parametrize(
    "typed, minutes",
    [
        ("1.5", 90),
        ("1,5", 90),
        ("1,25 h", 75),
        (",5", 30),
        ("1:30", 90),
        ("90m", 90),
        ("1h", 60),
        ("1h30", 90),
        ("1h 30m", 90),
        ("1 hr 30 mins", 90),
        ("1 hour 30 minutes", 90),
        ("90", 90),
        ("90 MIN", 90),
        ("1", 60),
        ("8", 480),
        ("25", 25),
        ("0", 0),
        ("0:45", 45),
        (":45", 45),
        (".5", 30),
        ("0.25", 15),
        ("1.75", 105),
        ("1.00", 60),
        ("1.80", 108),
        ("1.3", 78),
        ("1.30h", 78),
        ("1.250", 75),
        ("15h", 900),
        ("15m", 15),
        ("1h5", 65),
        ("24:00", 1440),
        ("  2  ", 120),
    ],
)
def test_a_time_is_read_as_it_is_written(typed: str, minutes: int) -> None:
    assert parse_time(typed) == minutes


@pytest.mark.parametrize(
    "typed, words",
    [
        ("15", "15 minutes or 15 hours? Type 15m or 15h."),
        ("9", "9 minutes or 9 hours? Type 9m or 9h."),
        ("24", "24 minutes or 24 hours? Type 24m or 24h."),
        ("1.30", "Is that 1 hour 30 minutes (1:30) or 1.3 hours (1h18)?"),
        ("1,30", "Is that 1 hour 30 minutes (1:30) or 1.3 hours (1h18)?"),
        ("1,000", "Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("0.30", "Is that 30 minutes (0:30) or 0.3 hours (18m)?"),
        ("1.33", "Is that 1 hour 33 minutes (1:33) or 1.33 hours (about 1h20)?"),
        ("1.67", "1.67 hours is not a whole number of minutes. Type hours and minutes, like 1h40."),
        ("1:5", "Type the minutes after the hours as two figures from 00 to 59, like 1:05 for 1 hour 5 minutes."),
        ("1:75", "Type the minutes after the hours as two figures from 00 to 59, like 1:05 for 1 hour 5 minutes."),
        ("24h01", "That is more than the 24 hours of a day. Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("1441", "That is more than the 24 hours of a day. Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("-1", "Type the time without a minus sign. Leave it empty if there was none."),
        # A space that may stand for a colon is not closed up: that would be 130 minutes.
        ("1 30m", "Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("１０", "Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("1e3", "Type the time like 1:30, 1.5, 1h30 or 90m."),
        ("", "Type the time like 1:30, 1.5, 1h30 or 90m."),
    ],
)
def test_what_could_be_two_things_or_none_is_asked_in_words(typed: str, words: str) -> None:
    with pytest.raises(NotTime) as refusal:
        parse_time(typed)
    assert str(refusal.value) == words


@given(st.one_of(st.text(max_size=50), st.text("0123456789.:hm -+,e", max_size=12)))
@example("9" * 30 + "h")
@example("1." + "9" * 37)
@example("\0")
def test_anything_typed_is_a_number_of_minutes_of_a_day_or_a_worded_answer(typed: str) -> None:
    try:
        minutes = parse_time(typed)
    except NotTime as refusal:
        answer = str(refusal)
    else:
        answer = f"{minutes} minutes." if 0 <= minutes <= DAY_MINUTES else ""
    assert answer.endswith((".", "?"))


@given(st.integers(0, DAY_MINUTES))
def test_minutes_that_were_printed_are_read_back(minutes: int) -> None:
    assert parse_time(time_plain(minutes)) == minutes
    assert parse_time(minutes_in_words(minutes)) == minutes
    assert parse_time(f"{minutes // 60}:{minutes % 60:02d}") == minutes


@given(st.integers(0, 23), st.integers(1, 9))
def test_tenths_of_an_hour_are_six_minutes_each(hours: int, tenths: int) -> None:
    assert parse_time(f"{hours}.{tenths}") == hours * 60 + tenths * 6


@pytest.mark.parametrize(
    "typed, hundredths", [("12", 1200), ("12.5", 1250), ("12,5", 1250), ("12.55 miles", 1255), (".5", 50)]
)
def test_miles_have_at_most_two_figures_after_the_point(typed: str, hundredths: int) -> None:
    assert parse_miles(typed) == hundredths


@pytest.mark.parametrize("typed", ["", ".", "12.345", "-1", "ten", "2001", "1e2", "１２", "1,000"])
def test_miles_that_cannot_be_read_are_answered_in_words(typed: str) -> None:
    with pytest.raises(NotTime, match="miles"):
        parse_miles(typed)


@given(st.integers(0, 200_000))
def test_miles_that_were_printed_are_read_back(hundredths: int) -> None:
    assert parse_miles(miles_plain(hundredths)) == hundredths
