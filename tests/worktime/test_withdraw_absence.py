"""Time away that a file told wrongly is taken back by a manager of the team, with a reason, while the month is open."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.worktime.actions import AbsentDay, close_month, record_absences, withdraw_absence
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.models import Absence
from tests.client import PageClient
from tests.factories.world import NOON, World

TODAY = NOON.date()
AWAY = TODAY - timedelta(days=4)


def away(world: World, on: date = AWAY) -> Absence:
    with transaction():
        (absence_id,) = record_absences(None, world.authority.id, [AbsentDay(world.alice.id, on, 222)], at=NOON)
    return db.session.get_one(Absence, absence_id)


def test_a_day_taken_back_can_be_told_anew(world: World) -> None:
    absence = away(world)
    with transaction():
        withdraw_absence(world.mary, absence, WithdrawnBecause.WRONG, on=TODAY, at=NOON)
    assert db.session.scalars(select(Absence)).all() == []
    again = away(world)
    assert (again.absent_on, again.minutes) == (AWAY, 222)


def test_only_a_manager_of_the_team_and_only_in_an_open_month(world: World) -> None:
    may = away(world, date(2026, 5, 6))
    for who in (world.alice, world.dave, world.fiona):
        with transaction(), pytest.raises(NotTheirs):
            withdraw_absence(who, may, WithdrawnBecause.WRONG, on=TODAY, at=NOON)
    with transaction():
        close_month(world.mary, world.team, date(2026, 5, 1), on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="closed"):
        withdraw_absence(world.mary, may, WithdrawnBecause.WRONG, on=TODAY, at=NOON)
    assert db.session.scalars(select(Absence.id)).all() == [may.id]


@pytest.mark.pages
def test_the_page_of_a_persons_month_leads_to_it(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = lambda: NOON
    absence = away(world)
    client.as_("mary.moss@example.org")
    month = client.get(f"/time/months/{world.team.id}/2026-06/people/{world.alice.id}")
    page = f"/time/absences/{absence.id}/withdraw"
    assert page in month.html
    refused = client.send(page)
    assert (refused.status, "Choose why it is withdrawn." in refused.text) == (422, True)
    seen = client.send(page, reason="wrong")
    assert "The time away is taken back." in client.follow(seen.location).text
    assert db.session.scalars(select(Absence)).all() == []
