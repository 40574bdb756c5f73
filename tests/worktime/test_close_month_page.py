"""The months of a team: what a manager sees before closing one, who may, and what is kept of it."""

from datetime import timedelta

import pytest

from budgettracker.database import db, transaction
from budgettracker.people.models import Person, TeamMembership
from budgettracker.worktime.actions import withdraw_entry
from budgettracker.worktime.models import MonthClosing
from tests.client import PageClient
from tests.factories.worktime import LAST_MONTH, NOW, deeds, give_activities, log, office
from tests.factories.world import LONG_AGO, World, team

pytestmark = pytest.mark.pages

MARY = "mary.moss@example.org"


@pytest.fixture
def mary(client: PageClient, world: World) -> PageClient:
    """Mary, manager of the North team, on 15 June 2026; alice and bob worked in May, carol in another team."""
    client.app.config["CLOCK"] = lambda: NOW
    with transaction():
        give_activities(world.authority)
        for person, minutes in ((world.alice, 90), (world.alice, 30), (world.bob, 60), (world.carol, 45)):
            log(person, office(world.authority, minutes, worked_on=LAST_MONTH))
        withdraw_entry(world.bob, log(world.bob, office(world.authority, worked_on=LAST_MONTH)), at=NOW)
    client.as_(MARY)
    return client


def address(world: World, deed: str, month: str = "2026-05") -> str:
    """The page of a deed on a month of the North team."""
    return f"/time/months/{world.team.id}/{month}/{deed}"


def test_a_month_is_closed_with_its_contents_in_sight_and_opened_again_with_a_reason(
    mary: PageClient, world: World
) -> None:
    seen = mary.get("/time/months")
    assert "North team" in seen.text
    assert "South team" not in seen.text
    assert "Not over yet" in seen.text
    page = mary.get(address(world, "close"))
    for each in ("Entries 3", "People who logged 2", "Time 3 hours", "Logged nothing Mary Moss, Sam Stone"):
        assert each in page.text
    for each in ("Alice Archer: 2 entries, 2 hours", "Bob Brown: 1 entry, 1 hour", "Sam Stone: nothing logged"):
        assert each in page.text, "everybody who was in the team is named"
    done = mary.post(address(world, "close"), page.form())
    assert done.status == 303
    seen = mary.get(done.location)
    assert "The month is closed." in seen.text
    assert "Mary Moss, 15 June 2026 at 13:00" in seen.text
    assert mary.get(address(world, "close")).location.endswith("/reopen")
    page = mary.get(address(world, "reopen"))
    empty = mary.post(address(world, "reopen"), page.form())
    assert (empty.status, "Say why the month is opened again." in empty.text) == (422, True)
    done = mary.post(address(world, "reopen"), empty.form() | {"reason": "A visit was forgotten"})
    assert done.status == 303
    assert "Opened again by Mary Moss, 15 June 2026 at 13:00" in mary.get(done.location).text
    page = mary.get(address(world, "close"))
    assert "Closed by Mary Moss on 15 June 2026 at 13:00." in page.text
    assert "Opened again by Mary Moss on 15 June 2026 at 13:00: A visit was forgotten" in page.text
    closing = db.session.query(MonthClosing).one()
    assert deeds(closing.id) == ["month.closed", "month.reopened"]


def test_only_days_in_the_team_count_as_the_months(mary: PageClient, world: World) -> None:
    with transaction():
        membership = db.session.query(TeamMembership).filter_by(person_id=world.alice.id).one()
        membership.ends_on = LAST_MONTH - timedelta(days=1)
        db.session.flush()
        log(world.alice, office(world.authority, 20, worked_on=LAST_MONTH - timedelta(days=2)))
    page = mary.get(address(world, "close"))
    for each in ("Entries 2", "People who logged 2", "Time 1 hour 20 minutes"):
        assert each in page.text


def test_whoever_left_or_was_suspended_since_is_named_too(mary: PageClient, world: World) -> None:
    with transaction():
        suspended = db.session.get_one(Person, world.alice.id)
        suspended.suspended_at = NOW
        left = db.session.get_one(Person, world.bob.id)
        left.active_to = LAST_MONTH - timedelta(days=40)
    page = mary.get(address(world, "close"))
    for each in ("Alice Archer: 2 entries", "Bob Brown"):
        assert each in page.text


def test_the_same_closing_sent_twice_is_one_and_a_second_manager_is_told(mary: PageClient, world: World) -> None:
    form = mary.get(address(world, "close")).form()
    assert [mary.post(address(world, "close"), form).status for _ in range(2)] == [303, 303]
    late = mary.post(address(world, "close"), {**form, "form_key": "another"})
    assert (late.status, "May 2026 is already closed for North team." in late.text) == (422, True)
    assert db.session.query(MonthClosing).count() == 1


def test_a_month_that_is_not_over_is_not_closed(mary: PageClient, world: World) -> None:
    form = mary.get(address(world, "close", "2026-06")).form()
    seen = mary.post(address(world, "close", "2026-06"), form)
    assert (seen.status, "June 2026 is not over yet." in seen.text) == (422, True)
    assert db.session.query(MonthClosing).count() == 0


@pytest.mark.parametrize("month", ["2026-13", "0001-01", "9999-12", "x", "2026-5", "2026-05-01", "٢٠٢٦-05"])
def test_what_is_no_month_is_not_found(mary: PageClient, world: World, month: str) -> None:
    assert mary.get(address(world, "close", month)).status == 404


def test_other_teams_and_other_roles_are_kept_out(client: PageClient, mary: PageClient, world: World) -> None:
    assert mary.get(f"/time/months/{world.other_team.id}/2026-05/close").status == 404
    elsewhere = world.other_family.team_id
    assert mary.get(f"/time/months/{elsewhere}/2026-05/close").status == 404
    form = mary.get(address(world, "close")).form()
    assert mary.post(f"/time/months/{world.other_team.id}/2026-05/close", form).status == 404
    assert db.session.query(MonthClosing).count() == 0


@pytest.mark.parametrize("email", ["alice.archer@example.org", "audrey.ash@example.org", "adam.able@example.org"])
def test_only_managers_see_the_months(client: PageClient, world: World, email: str) -> None:
    client.as_(email)
    assert client.get("/time/months").status == 403
    assert client.get(address(world, "close")).status == 403


def test_earlier_years_are_a_link_away(mary: PageClient, world: World) -> None:
    seen = mary.get("/time/months?year=2025")
    assert "2025/26" in seen.text
    assert "March 2026" in seen.text
    assert "April 2026" not in seen.text
    for each in ("x", "0", "99999"):
        assert mary.get(f"/time/months?year={each}").status == 404


def test_many_teams_are_turned_over_in_pages(mary: PageClient, world: World) -> None:
    with transaction():
        for number in range(5):
            db.session.add(
                TeamMembership(
                    person_id=world.mary.id,
                    team_id=team(world.authority, f"Team {number}").id,
                    starts_on=LONG_AGO,
                )
            )
    first, second = mary.get("/time/months"), mary.get("/time/months?page=2")
    headings = [[each.text for each in seen.page.iter("h2") if each.text] for seen in (first, second)]
    assert [[name for name in page if "eam" in name] for page in headings] == [
        ["North team", "Team 0", "Team 1"],
        ["Team 2", "Team 3", "Team 4"],
    ]
    assert 'href="/time/months?page=2"' in first.html
