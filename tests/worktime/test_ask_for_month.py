"""A closed month is asked for by whoever was in the team, and a manager opens it or says why it stays closed."""

from datetime import timedelta
from typing import Any

import pytest

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person, TeamMembership
from budgettracker.worktime.actions import ask_for_month, close_month, leave_month_closed, reopen_month
from budgettracker.worktime.models import MonthRequest, WorkEntry
from tests.client import PageClient
from tests.factories.worktime import LAST_MONTH, NOW, TODAY, deeds, give_activities, log, office, refusal
from tests.factories.world import World


@pytest.fixture
def closed(world: World) -> World:
    """May 2026 of the North team, in which alice worked, closed by mary."""
    with transaction():
        give_activities(world.authority)
        log(world.alice, office(world.authority, 90, worked_on=LAST_MONTH))
    with transaction():
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
    return world


def test_a_wish_waits_until_the_month_is_opened_or_left_closed(closed: World) -> None:
    world = closed
    with transaction():
        first = ask_for_month(world.alice, world.team, LAST_MONTH, "A visit is missing", at=NOW)
        second = ask_for_month(world.bob, world.team, LAST_MONTH, "A wrong day", at=NOW)
    again = refusal(lambda: ask_for_month(world.alice, world.team, LAST_MONTH, "Please", at=NOW))
    assert again.message == "You have asked for this already. A manager of the team has not answered yet."
    assert refusal(lambda: ask_for_month(world.sam, world.team, LAST_MONTH, " ", at=NOW)).field == "reason"
    more: dict[str, Any] = {"on": TODAY, "at": NOW}
    assert refusal(lambda: leave_month_closed(world.bob, world.team, first, "No", **more)).field == "team"
    assert refusal(lambda: leave_month_closed(world.mary, world.team, second, "", **more)).field == "reason"
    with transaction():
        leave_month_closed(world.mary, world.team, second, "The day is right", **more)
    late = refusal(lambda: leave_month_closed(world.mary, world.team, second, "The day is right", **more))
    assert late.message == "This was answered already."
    with transaction():
        reopen_month(world.mary, world.team, LAST_MONTH, "A visit is missing", **more)
    rows = [(each.asked_by_id, each.opened, each.declined_because) for each in db.session.query(MonthRequest)]
    assert set(rows) == {(world.alice.id, True, ""), (world.bob.id, False, "The day is right")}
    assert deeds(first.id) == ["month.asked_for"]
    assert deeds(second.id) == ["month.asked_for", "month.left_closed"]
    open_now = refusal(lambda: ask_for_month(world.alice, world.team, LAST_MONTH, "Please", at=NOW))
    assert open_now.message == "May 2026 is open for North team: log or correct the time."


def test_only_who_was_in_the_team_in_that_month_asks(closed: World) -> None:
    world = closed
    for by in (world.carol, world.dave, world.adam):
        with pytest.raises(NotTheirs):
            ask_for_month(by, world.team, LAST_MONTH, "A visit is missing", at=NOW)
    with transaction():
        membership = db.session.query(TeamMembership).filter_by(person_id=world.bob.id).one()
        membership.ends_on = LAST_MONTH - timedelta(days=1)
    db.session.expire_all()
    with transaction():
        bob = db.session.get_one(Person, world.bob.id)
        ask_for_month(bob, world.team, LAST_MONTH, "From my first days of May", at=NOW)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_pages_from_the_entry_to_the_answer(client: PageClient, closed: World) -> None:
    world = closed
    client.app.config["CLOCK"] = lambda: NOW
    client.as_(world.alice.email)
    entry = db.session.query(WorkEntry).filter_by(person_id=world.alice.id).one()
    assert f"/time/months/{world.team.id}/2026-05/ask" in client.get(f"/time/{entry.id}").html
    address = f"/time/months/{world.team.id}/2026-05/ask"
    empty = client.send(address)
    assert (empty.status, "Say what is missing or wrong." in empty.text) == (422, True)
    sent = client.send(address, reason="A visit is missing")
    assert "You have asked for the month to be opened again." in client.get(sent.location).text
    assert "a manager has not answered yet" in client.get("/time/recent").text
    client.as_(world.mary.email)
    months = client.get("/time/months")
    assert "Alice Archer asks for May 2026 of North team" in months.text
    request = db.session.query(MonthRequest).one()
    answered = client.send(f"/time/months/requests/{request.id}", reason="Paid out already")
    assert "The month stays closed, and whoever asked is told why." in client.get(answered.location).text
    assert "Alice Archer asks" not in client.get("/time/months").text
    client.as_(world.alice.email)
    assert "it stays closed: Paid out already" in client.get("/time/recent").text
    client.as_(world.carol.email)
    assert client.get(address).status == 404
