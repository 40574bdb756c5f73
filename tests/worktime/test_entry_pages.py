"""Looking back: an entry's own page, correcting it, withdrawing it, the list, and who is kept out."""

from datetime import timedelta

import pytest

from budgettracker.database import db, transaction
from budgettracker.worktime.actions import Part, Work, close_month
from budgettracker.worktime.models import Activity
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
    visiting,
)
from tests.factories.world import World

pytestmark = pytest.mark.pages


def test_a_correction_starts_from_what_was_logged_and_shows_what_it_says_now(alice: PageClient, world: World) -> None:
    both = [str(world.family_id), str(world.comparison.id)]
    minutes = {f"minutes_{world.family_id.hex}": "1h", f"minutes_{world.comparison.id.hex}": "30m"}
    more = {"sharing": "minutes", "miles": "12.5", "expenses": "3.20", "note": "Kitchen", **minutes}
    with transaction():
        parts = (Part(world.family_id, 60), Part(world.comparison.id, 30))
        work = Work(
            worked_on=TODAY,
            activity_id=activity(world.authority, VISIT).id,
            parts=parts,
            contact_minutes=65,
            travel_minutes=25,
            by_minutes=True,
            miles_hundredths=1250,
            expenses_pence=320,
            note="Kitchen",
        )
        entry_id = log(world.alice, work).id
    form = alice.get(f"/time/{entry_id}/correct").form()
    expected = {**visiting(world, families=both, contact="1h05", travel="25m", **more), **DAY}
    assert {name: form[name] for name in expected} == expected
    seen = logged(alice.post(f"/time/{entry_id}/correct", form), alice)
    assert entries()[0].version == 1, "nothing changed"
    form["form_key"] = "another-forms-key"
    changed = {**form, "families": both[0], "sharing": "equally", "contact": "2h", "note": ""}
    seen = logged(alice.post(f"/time/{entry_id}/correct", changed), alice)
    assert "2 hours 25 minutes logged" in seen.text
    assert "Kitchen" not in seen.text
    assert [(each.version, each.contact_minutes) for each in entries()] == [(2, 120)]
    stale = alice.post(f"/time/{entry_id}/correct", {**changed, "form_key": "a-third-key", "contact": "3h"})
    assert stale.status == 422
    assert "changed since you opened the page" in stale.text


def test_an_entry_is_withdrawn_and_says_so(alice: PageClient, world: World) -> None:
    with transaction():
        entry_id = log(world.alice, office(world.authority)).id
    form = alice.get(f"/time/{entry_id}/withdraw").form()
    answer = alice.post(f"/time/{entry_id}/withdraw", form)
    assert (answer.status, "Choose why it is withdrawn." in answer.text) == (422, True)
    form |= {"reason": "twice"}
    seen = logged(alice.post(f"/time/{entry_id}/withdraw", form), alice)
    assert "Withdrawn on 15 June 2026 at 13:00: it was logged twice." in seen.text
    assert "No time logged in these days" in alice.get("/time/recent").text
    assert alice.get(f"/time/{entry_id}/withdraw").status == 303
    assert alice.get(f"/time/{entry_id}/correct").status == 303
    again = alice.post(f"/time/{entry_id}/withdraw", {**form, "form_key": "another"})
    assert again.status == 422
    assert "was withdrawn" in again.text


def test_a_withdrawal_in_a_closed_month_is_refused_in_words(alice: PageClient, world: World) -> None:
    with transaction():
        entry_id = log(world.alice, office(world.authority, worked_on=LAST_MONTH)).id
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
    shown = alice.get(f"/time/{entry_id}")
    assert "May 2026 is closed, so this stays as it is." in shown.text
    assert f"/time/{entry_id}/correct" not in shown.html, "what would be refused is not offered"
    for deed in ("correct", "withdraw"):
        led = alice.get(f"/time/{entry_id}/{deed}")
        assert (led.status, led.location.endswith(f"/time/{entry_id}")) == (303, True), "said before anything is typed"
    form = alice.get("/time/quick").form() | {"reason": "not_worked"}
    seen = alice.post(f"/time/{entry_id}/withdraw", form)
    assert (seen.status, "May 2026 is closed for North team." in seen.text) == (422, True)


def test_the_list_groups_four_weeks_by_day_with_totals(alice: PageClient, world: World) -> None:
    with transaction():
        for minutes, days in ((30, 0), (60, 0), (45, 1), (20, 28), (15, 29)):
            log(world.alice, office(world.authority, minutes, worked_on=TODAY - timedelta(days=days)))
    seen = alice.get("/time/recent")
    for each in ("15 June 2026: 1 hour 30 minutes", "14 June 2026: 45 minutes", "18 May 2026: 20 minutes"):
        assert each in seen.text
    assert "17 May 2026" not in seen.text
    last = alice.get("/time/recent?week=2026-06-14")
    assert "14 June 2026: 45 minutes" in last.text
    assert "15 June 2026" not in last.text
    for item in ("nonsense", "0001-01-01", "2026-13-01"):
        assert alice.get(f"/time/recent?week={item}").status == 404


def test_nobody_sees_or_changes_anothers_entry(alice: PageClient, world: World) -> None:
    with transaction():
        entry_id = log(world.bob, office(world.authority)).id
    for address in (f"/time/{entry_id}", f"/time/{entry_id}/correct", f"/time/{entry_id}/withdraw"):
        assert alice.get(address).status == 404
    form = alice.get("/time/new").form()
    for deed in ("correct", "withdraw"):
        assert alice.post(f"/time/{entry_id}/{deed}", {**form, "form_key": deed}).status == 404


@pytest.mark.parametrize(
    "email", ["fiona.field@example.org", "adam.able@example.org", "audrey.ash@example.org", "eve.evans@example.org"]
)
def test_people_who_log_no_time_are_kept_out(client: PageClient, world: World, email: str) -> None:
    client.as_(email)
    assert client.get("/time/new").status == 403


def test_an_activity_out_of_use_is_offered_only_where_it_stands(alice: PageClient, world: World) -> None:
    with transaction():
        entry_id = log(world.alice, office(world.authority)).id
        kind = db.session.get_one(Activity, activity(world.authority).id)
        kind.retired_on = TODAY
    assert "Supervision" not in alice.get("/time/new").text
    form = alice.get(f"/time/{entry_id}/correct").form()
    assert form["activity"] == str(kind.id)
    logged(alice.post(f"/time/{entry_id}/correct", {**form, "preparation": "2h"}), alice)
