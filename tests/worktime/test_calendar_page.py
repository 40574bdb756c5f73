"""The calendar page: an event becomes time with a tick, and nothing that was not ticked is kept."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.database import Base, db, transaction
from budgettracker.worktime.actions import close_month
from tests.client import PageClient, Seen
from tests.factories.worktime import NOW, TODAY, VISIT, activity, entries
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.pages

MONDAY = date(2026, 6, 8)
PAGE = f"/time/week/{MONDAY}/calendar"
FILE = b"""BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART:20260608T090000Z
DURATION:PT1H30M
SUMMARY:Visit Canaryname
END:VEVENT
BEGIN:VEVENT
DTSTART:20260609T090000Z
DURATION:PT45M
SUMMARY:Secondcanary
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260610
SUMMARY:Thirdcanary
END:VEVENT
END:VCALENDAR
"""


def sent(alice: PageClient, data: bytes = FILE) -> Seen:
    """Choose a calendar file."""
    form = {name: value for name, value in alice.get(PAGE).form().items() if name in ("csrf_token", "form_key")}
    return alice.post(PAGE, {**form, "file": (io.BytesIO(data), "calendar.ics")})


def everything_kept() -> str:
    """Every text of every table."""
    return "\n".join(
        str(tuple(row)) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))
    )


def ticked(world: World, **changes: Any) -> dict[str, Any]:
    """The visit of Monday, ticked."""
    kind = activity(world.authority, VISIT)
    return {"e0": "2026-06-08 10:00", "m0": "1h30", "w0": str(world.family_id), "a0": str(kind.id), **changes}


def test_what_is_ticked_is_logged_and_nothing_else_is_kept(alice: PageClient, world: World) -> None:
    seen = sent(alice)
    assert seen.status == 200, seen.text
    assert "3 events of your calendar in this week" in seen.text
    assert "Canaryname" in seen.text
    form = seen.form()
    assert not {"e0", "s0"} & set(form), "nothing is ticked before somebody ticks it"
    assert (form["m0"], form["m1"], form["m2"]) == ("1h30", "45m", "")
    assert entries() == []
    done = alice.post(f"{PAGE}/log", {**form, **ticked(world)})
    assert done.status == 303, done.text
    entry = entries()[0]
    assert (entry.worked_on, entry.contact_minutes, entry.details) == (MONDAY, 90, None)
    kept = everything_kept()
    assert str(entry.id.hex) in kept.replace("-", "")
    assert "canary" not in kept.lower()


def test_a_subject_is_kept_with_a_tick_of_its_own(alice: PageClient, world: World) -> None:
    form = sent(alice).form()
    done = alice.post(f"{PAGE}/log", {**form, **ticked(world), "s0": "Visit Canaryname"})
    assert done.status == 303
    entry = entries()[0]
    assert entry.details
    assert entry.details.note == "Visit Canaryname"
    assert "Secondcanary" not in everything_kept()


def test_a_refusal_keeps_what_was_ticked_and_logs_none(alice: PageClient, world: World) -> None:
    form = sent(alice).form()
    both = {**form, **ticked(world), "e1": "2026-06-09", "m1": "soon"}
    seen = alice.post(f"{PAGE}/log", both)
    assert seen.status == 422
    for words in ("Tuesday: Type the time like", "Tuesday: Choose who it was for.", "Tuesday: Choose what you did."):
        assert words in seen.text
    again = seen.form()
    assert {name: again[name] for name in ("e0", "m0", "w0", "a0", "e1", "m1")} == {
        name: both[name] for name in ("e0", "m0", "w0", "a0", "e1", "m1")
    }
    assert entries() == []
    kind = ticked(world)["a0"]
    assert alice.post(f"{PAGE}/log", {**again, "m1": "1", "w1": "other", "a1": kind}).status == 303
    assert [each.minutes for each in entries()] == [90, 60]


def test_nothing_ticked_and_made_up_ticks_log_nothing(alice: PageClient, world: World) -> None:
    form = sent(alice).form()
    seen = alice.post(f"{PAGE}/log", form)
    assert (seen.status, "Nothing was ticked" in seen.text) == (422, True)
    for on in ("x", "9999-12-31", "2026-06-16", "\0", ""):
        assert alice.post(f"{PAGE}/log", {**form, **ticked(world, e0=on)}).status == 422, on
    for made_up in (
        {"w0": str(world.other_family.id)},
        {"w0": "x"},
        {"a0": "x"},
        {"m0": "-1"},
        {"a0": "\0", "w0": "\0"},
    ):
        assert alice.post(f"{PAGE}/log", {**form, **ticked(world, **made_up)}).status == 422, made_up
    assert alice.post(f"{PAGE}/log", {**form, "e99999": "2026-06-08", "e-1": "2026-06-08"}).status == 422
    assert entries() == []
    assert alice.post(f"{PAGE}/log", {**form, **ticked(world)}).status == 303


def test_a_closed_month_and_a_long_day_are_told(alice: PageClient, world: World) -> None:
    form = sent(alice).form()
    long_day = alice.post(f"{PAGE}/log", {**form, **ticked(world, m0="15h")})
    assert "That makes 15 hours on 8 June 2026. Log the longest part on its own page" in long_day.text
    with transaction():
        close_month(world.mary, world.team, date(2026, 5, 1), on=TODAY, at=NOW)
    closed = alice.post(f"{PAGE}/log", {**form, **ticked(world, e0="2026-05-29")})
    assert "May 2026 is closed for North team." in closed.text
    assert entries() == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"BEGIN:VCALENDAR" + b"x" * 2_000_001])
def test_a_file_that_is_none_is_refused_in_words(alice: PageClient, data: bytes) -> None:
    seen = sent(alice, data)
    assert seen.status == 422
    assert "file" in seen.text
    assert sent(alice).status == 200


def test_what_was_ticked_while_the_session_ended_comes_back(alice: PageClient, world: World) -> None:
    form = {**sent(alice).form(), **ticked(world)}
    alice.app.config["CLOCK"] = lambda: NOW + timedelta(hours=2)
    page = {"Referer": f"http://localhost{PAGE}"}
    sign_in = alice.flask.post(f"{PAGE}/log", data=form, headers=page).headers["Location"]
    signing_in = {**alice.get(sign_in).form(), "email": world.alice.email, "password": PASSWORD}
    back = alice.get(alice.post(sign_in, signing_in).location)
    kept = back.form()
    assert {name: kept[name] for name in ("e0", "m0", "w0", "a0")} == ticked(world)
    assert "canary" not in everything_kept().lower()
    assert entries() == []
