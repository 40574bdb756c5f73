"""A month closed for a team takes no entry of people then in it, until it is reopened with a reason."""

from datetime import timedelta

import pytest

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.people.models import TeamMembership
from budgettracker.worktime.actions import (
    close_month,
    correct_entry,
    reopen_month,
    withdraw_entry,
)
from tests.factories.worktime import LAST_MONTH, NOW, TODAY, deeds, log, office, refusal
from tests.factories.world import World

pytestmark = pytest.mark.usefixtures("app")


def test_a_closed_month_refuses_entries_of_people_then_in_that_team(world: World) -> None:
    with transaction():
        old = log(world.alice, office(world.authority, worked_on=LAST_MONTH))
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        refused = refusal(lambda: log(world.alice, office(world.authority, worked_on=LAST_MONTH)))
        assert refused.field == "worked_on"
        assert refused.message == "May 2026 is closed for North team. Ask the team's manager to reopen it."
        assert log(world.carol, office(world.authority, worked_on=LAST_MONTH)).minutes == 60, "another team"
        assert log(world.alice, office(world.authority)).minutes == 60, "another month"
        moved = office(world.authority, worked_on=LAST_MONTH)
        here = log(world.alice, office(world.authority))
        for change in (
            lambda: correct_entry(world.alice, old, office(world.authority), version=1, on=TODAY, at=NOW),
            lambda: correct_entry(world.alice, here, moved, version=1, on=TODAY, at=NOW),
            lambda: withdraw_entry(world.alice, old, at=NOW),
        ):
            assert "May 2026 is closed" in refusal(change).message
        reopen_month(world.mary, world.team, LAST_MONTH, "A visit was forgotten", on=TODAY, at=NOW)
        assert log(world.alice, moved).minutes == 60


def test_the_team_of_the_day_decides_not_the_team_of_today(world: World) -> None:
    with transaction():
        membership = db.session.query(TeamMembership).filter_by(person_id=world.alice.id).one()
        membership.ends_on = LAST_MONTH
        db.session.flush()
        close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        assert "closed" in refusal(lambda: log(world.alice, office(world.authority, worked_on=LAST_MONTH))).message
        assert log(world.alice, office(world.authority, worked_on=LAST_MONTH + timedelta(days=1))).minutes == 60


def test_a_month_is_closed_once_it_is_over_by_a_manager_of_the_team(world: World) -> None:
    with transaction():
        this_month = refusal(lambda: close_month(world.mary, world.team, TODAY, on=TODAY, at=NOW))
        assert this_month.message == "June 2026 is not over yet. Close it from 1 July on."
        for by in (world.alice, world.adam):
            assert refusal(lambda by=by: close_month(by, world.team, LAST_MONTH, on=TODAY, at=NOW)).field == "team"
        assert refusal(lambda: close_month(world.mary, world.other_team, LAST_MONTH, on=TODAY, at=NOW)).field == "team"
        with pytest.raises(NotTheirs):
            close_month(world.dave, world.team, LAST_MONTH, on=TODAY, at=NOW)
        closing = close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW)
        again = refusal(lambda: close_month(world.mary, world.team, LAST_MONTH, on=TODAY, at=NOW))
        assert again.message == "May 2026 is already closed for North team."
        assert (
            refusal(lambda: reopen_month(world.mary, world.team, LAST_MONTH, " ", on=TODAY, at=NOW)).field == "reason"
        )
        for by in (world.alice, world.adam, world.carol):
            refused = refusal(lambda by=by: reopen_month(by, world.team, LAST_MONTH, "x", on=TODAY, at=NOW))
            assert refused.message == "Only a manager of North team closes or reopens its months."
        reopen_month(world.mary, world.team, LAST_MONTH, "Forgotten visit", on=TODAY, at=NOW)
        assert refusal(lambda: reopen_month(world.mary, world.team, LAST_MONTH, "x", on=TODAY, at=NOW)).field == "month"
        assert deeds(closing.id) == ["month.closed", "month.reopened"]
