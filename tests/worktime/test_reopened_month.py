"""A month that was closed and opened again takes time as if it had never been closed."""

from datetime import date

from budgettracker.database import db, transaction
from budgettracker.people.models import Person, Team
from budgettracker.worktime.actions import close_month, reopen_month
from tests.client import PageClient
from tests.factories.worktime import NOW, TODAY, VISIT, activity, entries
from tests.factories.world import World

MONDAY = date(2026, 4, 27)
"""Its week has four days of April and three of May."""
WEEK = f"/time/week/{MONDAY}"


def test_its_days_in_the_week_are_open_again_and_take_time(alice: PageClient, world: World) -> None:
    mary, team = db.session.get_one(Person, world.mary.id), db.session.get_one(Team, world.team.id)
    with transaction():
        close_month(mary, team, MONDAY, on=TODAY, at=NOW)
    closed = alice.get(WEEK)
    assert "April 2026 is closed for North team" in closed.text
    assert "un0_0" not in closed.form()
    with transaction():
        reopen_month(mary, team, MONDAY, "A visit was forgotten", on=TODAY, at=NOW)
    again = alice.get(WEEK)
    assert "is closed for" not in again.text
    chosen = {"new_whom0": world.family_id.hex, "new_activity0": str(activity(world.authority, VISIT).id)}
    assert alice.post(WEEK, {**again.form(), **chosen, "un0_0": "45m"}).status == 303
    assert [(entry.worked_on, entry.contact_minutes) for entry in entries()] == [(MONDAY, 45)]
