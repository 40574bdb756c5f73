"""The Log time page as a worker on a phone meets it."""

from typing import Any

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import close_month
from budgettracker.worktime.kinds import ForWhom
from tests.client import PageClient
from tests.factories.worktime import (
    DAY,
    LAST_MONTH,
    NOW,
    TODAY,
    VISIT,
    activity,
    entries,
    log,
    logged,
    office,
    shared,
    visiting,
)
from tests.factories.world import World, family

pytestmark = pytest.mark.pages


def test_an_ordinary_visit_is_logged_and_told_in_words(alice: PageClient, world: World) -> None:
    seen = logged(alice.send("/time/new", **visiting(world, contact="1:30", travel="25")), alice)
    for item in ("1 hour 55 minutes logged", "Visit to the family", "15 June 2026", "Okafor (WM-001)", "25 minutes"):
        assert item in seen.text
    kept = entries()
    assert [(each.contact_minutes, each.travel_minutes, each.for_whom) for each in kept] == [(90, 25, "families")]
    assert kept[0].recorded_by_id == world.alice.id


def test_the_form_comes_with_today_and_ones_own_families(alice: PageClient) -> None:
    seen = alice.get("/time/new")
    form = seen.form()
    assert {name: form[name] for name in DAY} == DAY
    assert "Okafor (WM-001)" in seen.text
    assert "Novak (WM-002)" in seen.text
    assert "Lindqvist" not in seen.text


def test_coming_from_a_family_ticks_it_and_puts_it_first(alice: PageClient, world: World) -> None:
    seen = alice.get(f"/time/new?family={world.comparison.id}")
    assert seen.form()["families"] == str(world.comparison.id)
    assert seen.form()["for_whom"] == "families"
    assert seen.text.index("Novak") < seen.text.index("Okafor")


@pytest.mark.parametrize("answer", ["not-an-id", "00000000-0000-0000-0000-000000000000", "other"])
def test_a_family_that_is_not_theirs_is_not_found(alice: PageClient, world: World, answer: str) -> None:
    address = str(world.other_family.id) if answer == "other" else answer
    assert alice.get(f"/time/new?family={address}").status == 404


def test_a_time_that_could_be_two_is_asked_beside_its_field_and_all_is_kept(alice: PageClient, world: World) -> None:
    fields = visiting(world, contact="1.30", preparation="15", travel="nonsense", note="Kitchen", miles="12.5", **DAY)
    seen = alice.send("/time/new", **fields)
    assert seen.status == 422
    assert "Is that 1 hour 30 minutes (1:30) or 1.3 hours (1h18)?" in seen.text
    assert "15 minutes or 15 hours? Type 15m or 15h." in seen.text
    assert "Type the time like 1:30, 1.5, 1h30 or 90m." in seen.text
    form = seen.form()
    assert {name: form[name] for name in fields} == fields
    assert entries() == []


def test_an_empty_form_says_what_is_missing(alice: PageClient) -> None:
    seen = alice.send("/time/new", **{"worked_on-day": "", "worked_on-month": "", "worked_on-year": ""})
    assert seen.status == 422
    for each in ("Choose what you did.", "Choose who it was for.", "Enter the day."):
        assert each in seen.text


def test_ticking_a_family_says_who_it_was_for(alice: PageClient, world: World) -> None:
    logged(alice.send("/time/new", **visiting(world, for_whom=None, contact="1")), alice)
    assert entries()[0].for_whom == ForWhom.FAMILIES


def test_families_without_one_named_are_asked(alice: PageClient, world: World) -> None:
    seen = alice.send("/time/new", **visiting(world, families=None, contact="1"))
    assert "Tick at least one family, or give the reference of another team's family." in seen.text


@pytest.mark.parametrize("whom, shares", [("other", 1), ("nobody", 0)])
def test_other_families_and_nobody_need_no_names(alice: PageClient, world: World, whom: str, shares: int) -> None:
    kind = activity(world.authority, "Recording and reports")
    sent = alice.send(
        "/time/new", activity=str(kind.id), for_whom=whom, preparation="45m", families=str(world.family_id)
    )
    logged(sent, alice)
    assert [len(entry.shares) for entry in entries()] == [shares]


def test_a_visit_to_nobody_is_answered_beside_the_question(alice: PageClient, world: World) -> None:
    seen = alice.send("/time/new", **visiting(world, for_whom="nobody", contact="1"))
    assert "Visit to the family is work with a family." in seen.text


def test_time_for_several_families_is_shared_equally_and_shown(alice: PageClient, world: World) -> None:
    both = [str(world.family_id), str(world.comparison.id), "other"]
    seen = logged(alice.send("/time/new", **visiting(world, families=both, contact="100")), alice)
    assert "Shared equally" in seen.text
    assert shared(seen) == [
        ("Okafor (WM-001)", "33 minutes"),
        ("Novak (WM-002)", "34 minutes"),
        ("Other families", "33 minutes"),
    ]


def test_sharing_by_minutes_asks_for_each_family_and_checks_the_sum(alice: PageClient, world: World) -> None:
    both = [str(world.family_id), str(world.comparison.id)]
    first = alice.send("/time/new", **visiting(world, families=both, contact="1:30", sharing="minutes"))
    assert first.status == 422
    assert "Say how long each family had." in first.text
    one, two = f"minutes_{world.family_id.hex}", f"minutes_{world.comparison.id.hex}"
    form = first.form()
    assert (form[one], form[two], form["contact"]) == ("", "", "1:30")
    wrong = alice.post("/time/new", {**form, one: "1h", two: "20m"})
    assert "The families' time comes to 1 hour 20 minutes; the entry is 1 hour 30 minutes." in wrong.text
    seen = logged(alice.post("/time/new", {**wrong.form(), two: "30m"}), alice)
    assert "Shared by minutes" in seen.text
    assert shared(seen) == [("Okafor (WM-001)", "1 hour"), ("Novak (WM-002)", "30 minutes")]


def test_a_joint_visit_names_another_teams_family_by_reference_and_shows_no_name(
    alice: PageClient, world: World
) -> None:
    with transaction():
        family(world.other_team, "SM-001", "Petrov")
    fields = visiting(world, families=None, for_whom=None, joint="sm-001", contact="1")
    seen = logged(alice.send("/time/new", **fields), alice)
    assert "SM-001 (another team)" in seen.text
    for page in (seen, alice.get("/time"), alice.get(f"{seen.response.request.path}/correct")):
        assert "SM-001" in page.text
        assert "Petrov" not in page.html


@pytest.mark.parametrize("reference", ["EF-001", "nothing like it", "x" * 60])
def test_a_reference_that_is_not_of_this_authority_is_answered_in_words(
    alice: PageClient, world: World, reference: str
) -> None:
    seen = alice.send("/time/new", **visiting(world, joint=reference, contact="1"))
    assert seen.status == 422
    assert ("There is no family with the reference" in seen.text) or ("at most 50 characters" in seen.text)
    assert seen.form()["joint"] == reference
    assert entries() == []


def test_a_family_ticked_and_named_again_is_pointed_out(alice: PageClient, world: World) -> None:
    seen = alice.send("/time/new", **visiting(world, joint="WM-001", contact="1"))
    assert "WM-001 is ticked above already. Leave this box empty." in seen.text


def test_another_authoritys_family_or_activity_is_no_choice(alice: PageClient, world: World) -> None:
    with transaction():
        theirs = activity(world.elsewhere, VISIT)
    for changes in ({"families": str(world.other_family.id)}, {"activity": str(theirs.id)}):
        seen = alice.send("/time/new", **visiting(world, **{"contact": "1", **changes}))
        assert seen.status == 422
        assert "Choose from the list." in seen.text
    assert entries() == []


def test_a_long_day_is_asked_once_and_confirmed_with_a_tick(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, office(world.authority, 14 * 60))
    answer = alice.send("/time/new", **visiting(world, contact="1:30", note="Late"))
    assert answer.status == 422
    assert "That makes 15 hours 30 minutes on 15 June 2026. Tick the box if that is right." in answer.text
    assert "Yes, that day was 15 hours 30 minutes" in answer.text
    form = answer.form()
    assert "long_day" not in form, "the box comes unticked"
    assert alice.post("/time/new", form).status == 422
    other = alice.post("/time/new", {**form, "long_day": "930", "contact": "2h"})
    assert "Yes, that day was 16 hours" in other.text, "the tick was for another day's length"
    logged(alice.post("/time/new", {**form, "long_day": "930"}), alice)
    assert len(entries()) == 2


def test_more_than_24_hours_is_refused_in_words(alice: PageClient, world: World) -> None:
    with transaction():
        log(world.alice, office(world.authority, 23 * 60), day_confirmed=23 * 60)
    seen = alice.send("/time/new", **visiting(world, contact="1:30"))
    assert "That makes 24 hours 30 minutes on 15 June 2026 with what is already logged" in seen.text
    both = alice.send("/time/new", **visiting(world, contact="20h", travel="20h"))
    assert "That is 40 hours in all" in both.text


def test_a_closed_month_and_a_day_to_come_are_answered_beside_the_day(alice: PageClient, world: World) -> None:
    with transaction():
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
    fields = visiting(world, contact="1", **{**DAY, "worked_on-month": "5"})
    assert "May 2026 is closed for North team." in alice.send("/time/new", **fields).text
    fields = visiting(world, contact="1", **{**DAY, "worked_on-day": "16"})
    assert "The day must be today or earlier" in alice.send("/time/new", **fields).text
    assert entries() == []


def test_the_same_form_sent_twice_is_one_entry(alice: PageClient, world: World) -> None:
    form = {**alice.get("/time/new").form(), **visiting(world, contact="1")}
    answers = [alice.post("/time/new", form) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(entries()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"contact": "9" * 5000},
        {"contact": ["1", "2"]},
        {"contact": "1\0"},
        {"miles": "-1"},
        {"miles": "1e9"},
        {"expenses": "10.005"},
        {"expenses": "NaN"},
        {"intervention": "x"},
        {"sharing": "somehow"},
        {"for_whom": "everybody"},
        {"families": "x"},
        {"activity": "x"},
        {"note": "a\0b"},
        {"note": "n" * 2001},
        {"joint": "\u202e"},
        {"worked_on-year": "99999"},
    ],
)
def test_no_field_can_break_the_page(alice: PageClient, world: World, changes: dict[str, Any]) -> None:
    fields = visiting(world, **{"contact": "1", **DAY, **changes})
    seen = alice.send("/time/new", **fields)
    assert seen.status == 422
    assert "There is a problem" in seen.text
    assert entries() == []
