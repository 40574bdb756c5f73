"""What no page of ours would send to the week, and weeks that are not one's own."""

import re
import uuid
from datetime import date
from typing import Any

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import Part
from tests.client import PageClient, Seen
from tests.factories.worktime import VISIT, activity, entries, log, visit
from tests.factories.world import World, family

pytestmark = pytest.mark.pages

MONDAY = date(2026, 6, 8)
WEEK = f"/time/week/{MONDAY}"


def row_of(world: World, whom: object = None, of: object = None) -> str:
    """A row as a page carries it."""
    return f"{whom or world.family_id.hex}.{of or activity(world.authority, VISIT).id.hex}"


def keys_of(page: Seen) -> dict[str, Any]:
    """The keys a page's form is sent with."""
    return {name: value for name, value in page.form().items() if name in ("csrf_token", "form_key")}


def sent(alice: PageClient, **fields: Any) -> Seen:
    """Send a week with these fields alone."""
    return alice.post(WEEK, {**keys_of(alice.get(WEEK)), **fields})


HOSTILE: tuple[Any, ...] = (
    *("\0", "1\0", str(2**63), "NaN", "Infinity", "1e3", "0x10", "-1", "١٢", "１０", "9" * 10_000, "\u202e1"),
    *("1:60", "24:01", "1441", "=1+1", "<script>", ["1", "2"]),
)


def test_no_cell_can_break_the_week(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=MONDAY))
    minutes = 90
    for version, typed in enumerate(HOSTILE, 1):
        place = ("c0_1", "p0_1", "t0_1", "un2_1")[version % 4]
        hours = "2" if minutes == 90 else "1:30"
        week = {"row": row_of(world), "was": f"{minutes};;", "c0_0": hours}
        seen = sent(alice, **week, **{place: typed})
        assert seen.status == 422, typed
        assert "There is a problem" in seen.text, typed
        assert re.search("Tuesday(, (preparation|travel))?:", seen.text), (place, typed)
        assert [(each.version, each.contact_minutes) for each in entries()] == [(version, minutes)], typed
        assert seen.form()["c0_0"] == hours, typed
        # The key of a refused page stays valid.
        good = alice.post(WEEK, {**keys_of(seen), **week, place: " "})
        assert good.status == 303, typed
        minutes = 120 if minutes == 90 else 90
        assert [(each.version, each.contact_minutes) for each in entries()] == [(version + 1, minutes)], typed


NO_ROWS = {
    **dict.fromkeys(("x", "..", "other.x", "other", "a.b.contact", "\0", "9" * 10_000), 422),
    f"nobody.{'7' * 32}": 404,
    f"{'5' * 32}.{'7' * 32}": 404,
}


def test_a_row_that_is_none_writes_nothing(alice: PageClient) -> None:
    for row, status in NO_ROWS.items():
        assert sent(alice, row=row, was="0,0,0,0,0,0,0", c0_0="1").status == status, row
        assert entries() == [], row


def test_another_authoritys_family_or_activity_makes_no_row(alice: PageClient, world: World) -> None:
    with transaction():
        theirs = activity(world.elsewhere, VISIT).id.hex
    for row in (row_of(world, world.other_family.id.hex), row_of(world, of=theirs)):
        assert sent(alice, row=row, was="0,0,0,0,0,0,0", c0_0="1").status == 404
        assert alice.get(f"{WEEK}?row={row}").status == 404
    new = {"new_activity0": str(activity(world.authority, VISIT).id), "un0_0": "1"}
    seen = sent(alice, **{**new, "new_whom0": world.other_family.id.hex})
    assert (seen.status, "Choose from the list." in seen.text) == (422, True)
    assert "Lindqvist" not in seen.html
    seen = sent(alice, **{**new, "new_whom0": world.family_id.hex, "new_activity0": theirs})
    assert (seen.status, "Choose from the list." in seen.text) == (422, True)
    assert entries() == []
    assert sent(alice, **{**new, "new_whom0": world.family_id.hex}).status == 303


def test_another_teams_family_is_a_row_by_reference_and_shows_no_name(alice: PageClient, world: World) -> None:
    with transaction():
        theirs = family(world.other_team, "SM-001", "Petrov")
        log(world.alice, visit(world, Part(theirs.id), worked_on=MONDAY))
    seen = alice.get(WEEK)
    assert "SM-001 (another team)" in seen.text
    assert "Petrov" not in seen.html
    assert sent(alice, row=row_of(world, theirs.id.hex), was="90,0,0,0,0,0,0", c0_0="2").status == 303
    assert [each.contact_minutes for each in entries()] == [120]


def test_a_colleagues_week_is_neither_shown_nor_changed(alice: PageClient, world: World) -> None:
    with transaction():
        of_bob = log(world.bob, visit(world, Part(world.family_id), worked_on=MONDAY)).id
    assert "1h30" not in alice.get(WEEK).text
    answer = sent(alice, row=row_of(world), was="90,0,0,0,0,0,0", c0_0="")
    assert answer.status == 303, "for alice the cell is empty already"
    assert sent(alice, row=row_of(world), was="0,0,0,0,0,0,0", c0_0="3").status == 303
    kept = {each.person_id: each for each in entries()}
    assert (kept[world.bob.id].id, kept[world.bob.id].version, kept[world.bob.id].contact_minutes) == (of_bob, 1, 90)
    assert kept[world.alice.id].contact_minutes == 180


def test_what_the_page_is_said_to_have_shown_cannot_overwrite_anything(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=MONDAY))
    for was in ("", "x", "9" * 5000, ",,,,,,,,,", "-1,0", "\0", ";;;;;;90", "0;90"):
        answer = sent(alice, row=row_of(world), was=was, c0_0="2")
        assert (answer.status, "was changed to 1 hour 30 minutes" in answer.text) == (422, True), was
        assert [each.contact_minutes for each in entries()] == [90], was


def test_rows_sent_twice_or_by_the_hundred_are_refused(alice: PageClient, world: World) -> None:
    row = row_of(world)
    assert sent(alice, row=[row, row], was="0", c0_0="1", c1_0="2").status == 422
    many = [row_of(world, uuid.uuid4().hex) for _ in range(100)]
    assert sent(alice, row=many, was="0").status == 422
    both = sent(alice, row=[row, row.upper()], was="0", c0_0="1", c1_0="2")
    assert both.status in (404, 422)
    new = {"new_whom0": world.family_id.hex, "new_activity0": str(activity(world.authority, VISIT).id), "un0_0": "1"}
    twice = sent(alice, row=row, was="0", c0_0="2", **new)
    assert (twice.status, "This row is in the week already" in twice.text) == (422, True)
    assert entries() == []


@pytest.mark.parametrize("day", ["x", "2026-13-01", "0001-01-01", "9999-12-31", "2026-6-8", "٢٠٢٦-٠٦-٠٨", "%00"])
def test_what_is_no_day_has_no_week(alice: PageClient, world: World, day: str) -> None:
    assert alice.get(f"/time/week/{day}").status == 404
    assert alice.get("/time/week/2026-06-10").status == 200
    assert "8 to 14 June 2026" in alice.get("/time/week/2026-06-10").text


@pytest.mark.parametrize("ticked", ["x", "2026-06-08.x", "9" * 3000, "2026-06-08.-1", "2026-06-08.99999999", "\0"])
def test_a_made_up_tick_confirms_nothing(alice: PageClient, world: World, ticked: str) -> None:
    seen = sent(alice, row=row_of(world), was="0", c0_0="15h", long_day=ticked)
    assert (seen.status, "Tick the box if that is right." in seen.text) == (422, True)
    assert entries() == []
