"""The short Log time page: four answers, and the same as last time."""

from typing import Any

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import Part, close_month
from tests.client import PageClient
from tests.factories.worktime import (
    DAY,
    LAST_MONTH,
    NOW,
    TODAY,
    VISIT,
    YESTERDAY,
    activity,
    entries,
    log,
    logged,
    office,
    visit,
)
from tests.factories.world import World, family

pytestmark = pytest.mark.pages


def quick(world: World, **changes: Any) -> dict[str, Any]:
    """The fields of an ordinary visit."""
    kind = activity(world.authority, VISIT)
    return {"whom": str(world.family_id), "activity": str(kind.id), "time": "1:30", **changes}


def test_an_ordinary_visit_takes_four_answers(alice: PageClient, world: World) -> None:
    form = alice.get("/time/quick").form()
    assert form["when"] == "today"
    seen = logged(alice.post("/time/quick", form | quick(world, travel="25m")), alice)
    assert "1 hour 55 minutes logged" in seen.text
    kept = entries()[0]
    assert (kept.worked_on, kept.contact_minutes, kept.travel_minutes) == (TODAY, 90, 25)
    assert [share.family_id for share in kept.shares] == [world.family_id]


@pytest.mark.parametrize(
    "changes, on", [({"when": "yesterday"}, YESTERDAY), ({"when": "another", **DAY, "worked_on-day": "14"}, YESTERDAY)]
)
def test_another_day_can_be_said(alice: PageClient, world: World, changes: dict[str, str], on: object) -> None:
    logged(alice.post("/time/quick", alice.get("/time/quick").form() | quick(world, **changes)), alice)
    assert entries()[0].worked_on == on


def test_work_that_is_not_with_a_family_is_preparation(alice: PageClient, world: World) -> None:
    for whom, name in (("nobody", "Team meeting"), ("other", "Recording and reports")):
        fields = quick(world, whom=whom, activity=str(activity(world.authority, name).id), when="today")
        logged(alice.send("/time/quick", **fields), alice)
    assert [(each.preparation_minutes, each.contact_minutes) for each in entries()] == [(90, 0), (90, 0)]


def test_the_same_as_last_time_is_one_press_away(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=YESTERDAY, travel_minutes=25))
        log(world.alice, office(world.authority, 45, worked_on=LAST_MONTH))
        noted = log(world.alice, visit(world, Part(world.comparison.id), worked_on=YESTERDAY, note="Kitchen")).id
        of_bob = log(world.bob, visit(world, Part(world.family_id))).id
    seen = alice.get("/time/quick")
    links = [link.get("href") or "" for link in seen.page.iter("a") if "same=" in (link.get("href") or "")]
    assert "Visit to the family, Okafor (WM-001), 1h30 and 25m travel" in seen.text
    assert "Supervision and other office work, nobody in particular, 45m" in seen.text
    assert len(links) == 2, "an entry with a note is more than this page can say"
    form = alice.get(links[0]).form()
    expected = {**quick(world, time="1h30"), "travel": "25m", "when": "today"}
    assert {name: form[name] for name in expected} == expected
    logged(alice.post("/time/quick", form), alice)
    of_family = alice.get(f"/time/quick?family={world.family_id}")
    assert of_family.form()["whom"] == str(world.family_id)
    assert "nobody in particular, 45m" not in of_family.text
    for each in (noted, of_bob, "x", world.other_family.id):
        assert alice.get(f"/time/quick?same={each}").status == 404


def test_a_joint_visit_is_said_again_by_reference_alone(alice: PageClient, world: World) -> None:
    with transaction():
        theirs = family(world.other_team, "SM-001", "Petrov")
        log(world.alice, visit(world, Part(theirs.id), worked_on=YESTERDAY))
    seen = alice.get("/time/quick")
    assert "Visit to the family, SM-001 (another team), 1h30" in seen.text
    link = next(link.get("href") or "" for link in seen.page.iter("a") if "same=" in (link.get("href") or ""))
    again = alice.get(link)
    assert "Petrov" not in again.html
    assert again.form()["whom"] == str(theirs.id)


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"time": "", "travel": ""}, "Say how long it took."),
        ({"time": "15"}, "15 minutes or 15 hours? Type 15m or 15h."),
        ({"whom": ""}, "Choose who it was for."),
        ({"activity": ""}, "Choose what you did."),
        ({"when": ""}, "Choose when it was."),
        ({"when": "another"}, "Enter the day."),
        ({"when": "another", **DAY, "worked_on-day": "16"}, "The day must be today or earlier"),
        ({"when": "another", **DAY, "worked_on-month": "5"}, "May 2026 is closed for North team."),
        ({"whom": "nobody"}, "Visit to the family is work with a family."),
        ({"time": "20h", "travel": "20h"}, "That is 40 hours in all"),
        ({"time": "1\0"}, "Type the time like"),
        ({"time": "١٢"}, "Type the time like"),
        ({"time": "9" * 10_000}, "Type the time like"),
        ({"time": ["1", "2"]}, "This was sent twice."),
        ({"whom": "x"}, "Choose from the list."),
        ({"when": "x"}, "Choose from the list."),
    ],
)
def test_what_is_not_right_is_told_and_everything_is_kept(
    alice: PageClient, world: World, changes: dict[str, Any], words: str
) -> None:
    with transaction():
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
    fields = {**quick(world, when="today"), "worked_on-day": "", **changes}
    seen = alice.send("/time/quick", **fields)
    assert seen.status == 422
    assert words in seen.text
    assert entries() == []
    logged(alice.send("/time/quick", **quick(world, when="today")), alice)


def test_another_authoritys_family_is_no_choice(alice: PageClient, world: World) -> None:
    seen = alice.send("/time/quick", **quick(world, when="today", whom=str(world.other_family.id)))
    assert (seen.status, "Choose from the list." in seen.text) == (422, True)
    assert alice.get(f"/time/quick?family={world.other_family.id}").status == 404
    assert entries() == []


def test_a_long_day_is_asked_here_too(alice: PageClient, world: World) -> None:
    answer = alice.send("/time/quick", **quick(world, when="today", time="15h"))
    assert "That makes 15 hours on 15 June 2026. Tick the box if that is right." in answer.text
    logged(alice.post("/time/quick", {**answer.form(), "long_day": "900"}), alice)
    assert [each.minutes for each in entries()] == [900]
