"""My week: the grid as a worker on a Friday meets it."""

import re
from datetime import date, timedelta

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import Part, close_month
from tests.client import PageClient
from tests.factories.worktime import (
    NOW,
    OFFICE_ROW,
    OKAFOR,
    TODAY,
    VISIT,
    activity,
    deeds,
    entries,
    log,
    office,
    place,
    rows,
    totals,
    visit,
)
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.pages

FRIDAY = date(2026, 6, 12)
MONDAY = date(2026, 6, 8)
WEEK = f"/time/week/{MONDAY}"


@pytest.fixture
def logged(alice: PageClient, world: World) -> PageClient:
    """Alice, with two days of visits this week and office work the week before."""
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=MONDAY, travel_minutes=25))
        log(world.alice, visit(world, Part(world.family_id), worked_on=FRIDAY, minutes=60))
        log(world.alice, office(world.authority, 45, worked_on=MONDAY - timedelta(days=6)))
    return alice


def test_the_week_shows_what_was_logged_and_offers_last_weeks_rows(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    assert "8 to 14 June 2026" in seen.text
    assert rows(seen) == {
        OKAFOR: ["1h30 +25m", "", "", "", "1h", "", "", "2h55"],
        OFFICE_ROW: ["", "", "", "", "", "", "", ""],
    }
    assert totals(seen) == ["1h55", "", "", "", "1h", "", "", "2h55"]


def test_changed_cells_alone_are_written(logged: PageClient, world: World) -> None:
    seen = logged.get(WEEK)
    form = seen.form()
    monday, friday = sorted(entries()[:2], key=lambda each: each.worked_on)
    form |= {
        place(seen, OKAFOR, 4): "2:15",
        place(seen, OKAFOR, 1): "90m",
        place(seen, OKAFOR, 1, "travel"): ".5",
        place(seen, OFFICE_ROW, 2): "90",
    }
    answer = logged.post(WEEK, form)
    assert answer.status == 303, answer.text
    seen = logged.get(answer.location)
    assert "Your week is saved." in seen.text
    assert rows(seen) == {
        OKAFOR: ["1h30 +25m", "1h30 +30m", "", "", "2h15", "", "", "6h10"],
        OFFICE_ROW: ["", "", "1h30", "", "", "", "", "1h30"],
    }
    kept = {each.id: each for each in entries()}
    assert len(kept) == 5, "contact and travel typed on one day are one entry"
    assert [deeds(monday.id), deeds(friday.id)] == [["work.logged"], ["work.logged", "work.corrected"]]
    assert [kept[monday.id].version, kept[friday.id].version] == [1, 2]


def test_sending_a_week_untouched_or_in_other_words_writes_nothing(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    before = [(each.id, each.version) for each in entries()]
    for changes in ({}, {place(seen, OKAFOR, 0): "1.5", place(seen, OKAFOR, 4): "60m"}):
        answer = logged.post(WEEK, {**logged.get(WEEK).form(), **changes})
        assert "Nothing was changed" in logged.get(answer.location).text
    assert [(each.id, each.version) for each in entries()] == before


def test_only_the_cells_that_are_sent_are_looked_at(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    form = {name: value for name, value in seen.form().items() if not re.fullmatch("[cptu]n?[0-9]+_[0-6]", name)}
    answer = logged.post(WEEK, {**form, place(seen, OKAFOR, 4): "2"})
    assert answer.status == 303
    assert rows(logged.get(WEEK))[OKAFOR] == ["1h30 +25m", "", "", "", "2h", "", "", "3h55"]


def test_emptied_cells_take_their_time_back(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    changes = {place(seen, OKAFOR, 4): "", place(seen, OKAFOR, 0): "0"}
    assert logged.post(WEEK, {**seen.form(), **changes}).status == 303
    monday, friday = entries()[:2]
    assert (monday.contact_minutes, monday.travel_minutes, monday.withdrawn_at) == (0, 25, None)
    assert friday.withdrawn_at is not None
    assert totals(logged.get(WEEK)) == ["25m", "", "", "", "", "", "", "25m"]


def test_several_new_rows_are_chosen_and_typed_at_once(logged: PageClient, world: World) -> None:
    form = logged.get(WEEK).form()
    visit_id = str(activity(world.authority, VISIT).id)
    meeting = str(activity(world.authority, "Team meeting").id)
    form |= {"new_whom0": world.comparison.id.hex, "new_activity0": visit_id, "un0_0": "45m", "tn0_0": "20m"}
    form |= {"new_whom1": "nobody", "new_activity1": meeting, "un1_1": "1", "pn1_1": "10m"}
    form |= {"new_whom2": "other", "new_activity2": visit_id, "tn2_1": "1"}
    assert logged.post(WEEK, form).status == 303
    shown = rows(logged.get(WEEK))
    assert shown["Novak (WM-002) Visit to the family"] == ["45m +20m", "", "", "", "", "", "", "1h05"]
    assert shown["Nobody in particular Team meeting"][1] == "1h10", "the usual and its own kind are one"
    assert shown["Other families Visit to the family"][1] == "+1h"
    assert len(entries()) == 6


def test_an_added_row_without_a_time_stays_on_the_page(logged: PageClient, world: World) -> None:
    meeting = str(activity(world.authority, "Team meeting").id)
    form = logged.get(WEEK).form() | {"new_whom2": "nobody", "new_activity2": meeting}
    seen = logged.get(logged.post(WEEK, form).location)
    row = "Nobody in particular Team meeting"
    assert rows(seen)[row] == [""] * 8
    again = logged.post(WEEK, seen.form() | {place(seen, OKAFOR, 4): "3"})
    seen = logged.get(again.location)
    assert row in rows(seen)
    assert logged.post(WEEK, seen.form() | {place(seen, row, 4, "preparation"): "30m"}).status == 303
    assert rows(logged.get(WEEK))[row][4] == "30m"


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"new_whom0": "nobody", "un0_0": "1"}, "New row 1: Choose what you did."),
        ({"un1_0": "1"}, "New row 2: Choose who this row is for."),
        ({"tn2_5": "soon"}, "New row 3, Saturday, travel: Type the time like"),
        (
            {"new_whom0": "nobody", "new_activity0": "visit", "un0_0": "1"},
            "New row 1, Monday: Visit to the family is work with",
        ),
        (
            {"new_whom0": "family", "new_activity0": "visit", "un0_0": "1"},
            "New row 1, Monday: This row is in the week already, with 1 hour",
        ),
    ],
)
def test_a_new_row_that_is_not_right_is_told(
    logged: PageClient, world: World, changes: dict[str, str], words: str
) -> None:
    ids = {"visit": str(activity(world.authority, VISIT).id), "family": world.family_id.hex}
    typed = {name: ids.get(value, value) for name, value in changes.items()}
    seen = logged.post(WEEK, logged.get(WEEK).form() | typed)
    assert seen.status == 422
    assert words in seen.text
    form = seen.form()
    assert {name: form[name] for name in typed} == typed
    assert len(entries()) == 3


def test_bad_times_are_asked_beside_their_cells_and_everything_is_kept(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    typed = {
        place(seen, OKAFOR, 0): "15",
        place(seen, OKAFOR, 1): "1.30",
        place(seen, OKAFOR, 2): "2h",
        "un0_4": "soon",
    }
    seen = logged.post(WEEK, seen.form() | typed)
    assert seen.status == 422
    row = "Okafor (WM-001), Visit to the family"
    assert seen.text.count(f"{row}, Monday: 15 minutes or 15 hours? Type 15m or 15h.") == 2, (
        "listed, and beside its row"
    )
    assert "New row 1, Friday: " in seen.text
    assert "Tuesday: Is that 1 hour 30 minutes (1:30) or 1.3 hours (1h18)?" in seen.text
    form = seen.form()
    assert {name: form[name] for name in typed} == typed
    assert [each.version for each in entries()] == [1, 1, 1]


def test_days_to_come_take_no_time(logged: PageClient) -> None:
    seen = logged.get("/time")
    assert "15 to 21 June 2026" in seen.text
    form = seen.form()
    assert {"c0_0", "p0_0", "t0_0"} <= set(form)
    assert not {"c0_1", "p0_1", "t0_1"} & set(form)
    stale = logged.post(f"/time/week/{TODAY}", {**form, "c0_1": "1", "un0_6": ""})
    assert stale.status == 422
    assert "Tuesday: The day must be today or earlier" in stale.text


def test_a_half_locked_week_shows_its_closed_days_and_takes_the_others(alice: PageClient, world: World) -> None:
    monday = date(2026, 4, 27)
    with transaction():
        log(world.alice, visit(world, Part(world.family_id), worked_on=monday))
        log(world.alice, visit(world, Part(world.family_id), worked_on=date(2026, 5, 1)))
    open_page = alice.get(f"/time/week/{monday}").form()
    with transaction():
        close_month(world.mary, world.team, monday, on=TODAY, at=NOW)
    seen = alice.get(f"/time/week/{monday}")
    assert "April 2026 is closed for North team" in seen.text
    form = seen.form()
    assert [name for name in form if name.startswith("t0_")] == ["t0_4", "t0_5", "t0_6"]
    assert rows(seen)[OKAFOR][0] == "1h30"
    stale = alice.post(f"/time/week/{monday}", {**open_page, "c0_0": "3h", "c0_4": "2h"})
    assert stale.status == 422
    assert "Monday: April 2026 is closed for North team." in stale.text
    assert "3 hours was not saved." in stale.text
    form = stale.form()
    assert form["c0_4"] == "2h"
    assert alice.post(f"/time/week/{monday}", form).status == 303
    assert rows(alice.get(f"/time/week/{monday}"))[OKAFOR] == ["1h30", "", "", "", "2h", "", "", "3h30"]


def test_a_cell_changed_in_another_tab_is_told_and_not_overwritten(logged: PageClient) -> None:
    one, two = logged.get(WEEK), logged.get(WEEK)
    assert logged.post(WEEK, two.form() | {place(two, OKAFOR, 4): "2", place(two, OKAFOR, 1): "30m"}).status == 303
    answer = logged.post(WEEK, one.form() | {place(one, OKAFOR, 4): "3", place(one, OFFICE_ROW, 0): "1.30"})
    assert "1.3 hours" in answer.text
    assert "was changed" not in answer.text, "first the times that cannot be read"
    answer = logged.post(WEEK, answer.form() | {place(answer, OFFICE_ROW, 0): "20m"})
    assert answer.status == 422
    assert "Friday: This was changed to 2 hours since you opened the page. You typed 3 hours" in answer.text
    assert rows(answer)[OKAFOR][:5] == ["1h30 +25m", "30m", "", "", "3"], "what another tab wrote elsewhere is shown"
    assert rows(logged.get(WEEK))[OKAFOR][4] == "2h"
    assert logged.post(WEEK, answer.form()).status == 303
    seen = logged.get(WEEK)
    assert rows(seen)[OKAFOR] == ["1h30 +25m", "30m", "", "", "3h", "", "", "5h25"]
    assert rows(seen)[OFFICE_ROW][0] == "20m"


def test_another_tabs_change_to_a_cell_left_alone_stays(logged: PageClient) -> None:
    one, two = logged.get(WEEK), logged.get(WEEK)
    assert logged.post(WEEK, two.form() | {place(two, OKAFOR, 4): "2"}).status == 303
    assert logged.post(WEEK, one.form() | {place(one, OKAFOR, 0): "1"}).status == 303
    assert rows(logged.get(WEEK))[OKAFOR] == ["1h +25m", "", "", "", "2h", "", "", "3h25"]


def test_the_same_form_sent_twice_is_written_once(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    form = seen.form() | {place(seen, OKAFOR, 1): "1"}
    answers = [logged.post(WEEK, form) for _ in range(2)]
    assert [(answer.status, answer.location) for answer in answers] == [(303, answers[0].location)] * 2
    assert len(entries()) == 4


def test_what_minutes_do_not_express_is_shown_with_links(logged: PageClient, world: World) -> None:
    both = (Part(world.family_id), Part(world.comparison.id))
    with transaction():
        noted = log(world.alice, visit(world, Part(world.family_id), worked_on=date(2026, 6, 9), note="Kitchen"))
        twice = [log(world.alice, visit(world, Part(world.family_id), worked_on=MONDAY, minutes=20)) for _ in range(2)]
        shared = log(world.alice, visit(world, *both, worked_on=MONDAY, minutes=40))
        log(world.alice, office(world.authority, 0, worked_on=MONDAY, miles_hundredths=500))
        ids = [noted.id, *(each.id for each in twice), shared.id]
    seen = logged.get(WEEK)
    assert rows(seen)[OKAFOR] == ["2h10 1h30 20m 20m +25m", "1h30", "", "", "1h", "", "", "5h05"]
    assert rows(seen)["Several families Visit to the family"][0] == "40m"
    assert "1 more entry holds miles or expenses without time" in seen.text
    for each in ids:
        assert f"/time/{each}" in seen.html
    form = seen.form()
    at = place(seen, OKAFOR, 0)
    assert at not in form
    answer = logged.post(WEEK, {**form, at: "5h"})
    assert answer.status == 422
    assert "This stands for 2 hours 10 minutes by now, in entries with more to them." in answer.text
    travel = place(seen, OKAFOR, 1, "travel")
    assert logged.post(WEEK, {**form, "form_key": "b", travel: "10m"}).status == 303
    assert rows(logged.get(WEEK))[OKAFOR][1] == "1h30 +10m"


def test_long_days_are_asked_and_longer_ones_refused(logged: PageClient) -> None:
    seen = logged.get(WEEK)
    wednesday, thursday = place(seen, OKAFOR, 2), place(seen, OKAFOR, 3, "travel")
    answer = logged.post(WEEK, seen.form() | {wednesday: "15h", thursday: "16h", place(seen, OFFICE_ROW, 1): "1h"})
    assert answer.status == 422
    assert "That makes 15 hours on 10 June 2026. Tick the box if that is right." in answer.text
    form = answer.form()
    assert "long_day" not in form
    half = logged.post(WEEK, {**form, "long_day": "2026-06-10.900"})
    assert half.status == 422
    assert half.form()["long_day"] == "2026-06-10.900"
    both = ["2026-06-10.900", "2026-06-11.960"]
    done = logged.post(WEEK, {**half.form(), "long_day": both})
    assert done.status == 303, done.text
    seen = logged.get(WEEK)
    assert totals(seen) == ["1h55", "1h", "15h", "16h", "1h", "", "", "34h55"]
    refused = logged.post(WEEK, seen.form() | {place(seen, OFFICE_ROW, 2): "9h30"})
    assert "That makes 24 hours 30 minutes on 10 June 2026: a day has 24 hours." in refused.text


def test_time_moved_between_rows_of_a_full_day_is_no_longer_day(logged: PageClient, world: World) -> None:
    with transaction():
        log(
            world.alice,
            visit(world, Part(world.family_id), worked_on=date(2026, 6, 10), minutes=24 * 60),
            day_confirmed=24 * 60,
        )
    seen = logged.get(WEEK)
    form = seen.form() | {place(seen, OKAFOR, 2): "20h", place(seen, OFFICE_ROW, 2): "4h"}
    assert logged.post(WEEK, form).status == 303
    assert totals(logged.get(WEEK))[2] == "24h"


def test_last_weeks_times_can_be_copied_and_are_saved_only_then(logged: PageClient) -> None:
    link = f"{WEEK}?copy=1"
    seen = logged.get(link)
    assert "Nothing is saved until you choose Save the week." in seen.text
    assert rows(seen)[OFFICE_ROW] == ["", "45m", "", "", "", "", "", ""]
    assert rows(seen)[OKAFOR][0] == "1h30 +25m", "what is there stays"
    assert len(entries()) == 3
    assert logged.post(WEEK, seen.form()).status == 303
    assert rows(logged.get(WEEK))[OFFICE_ROW][1] == "45m"


def test_a_thin_week_is_mentioned_the_week_after(logged: PageClient, world: World) -> None:
    assert "Last week has 2 hours 55 minutes of the 37 hours you work." in logged.get("/time").text
    assert "you work" not in logged.get(WEEK).text
    with transaction():
        for day in range(4):
            work = visit(world, Part(world.family_id), worked_on=MONDAY + timedelta(days=day), minutes=5 * 60)
            log(world.alice, work)
    assert "you work" not in logged.get("/time").text


def test_a_week_typed_while_the_session_ended_comes_back_filled(logged: PageClient, world: World) -> None:
    seen = logged.get(WEEK)
    form = seen.form() | {place(seen, OKAFOR, 1): "1.30", place(seen, OKAFOR, 4): "2"}
    logged.app.config["CLOCK"] = lambda: NOW + timedelta(hours=2)
    sent = logged.post(WEEK, form)
    assert sent.location.startswith("/sign-in?")
    signing_in = {**logged.get(sent.location).form(), "email": world.alice.email, "password": PASSWORD}
    back = logged.get(logged.post(sent.location, signing_in).location)
    assert "Here is what you typed" in back.text
    assert rows(back)[OKAFOR][:5] == ["1h30 +25m", "1.30", "", "", "2"]
    assert [each.version for each in entries()] == [1, 1, 1]
    assert logged.post(WEEK, back.form() | {place(back, OKAFOR, 1): "1:30"}).status == 303
    assert rows(logged.get(WEEK))[OKAFOR][:5] == ["1h30 +25m", "1h30", "", "", "2h"]
