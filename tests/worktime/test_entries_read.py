"""Reading entries: the stream for runs and workbooks, and one's own last weeks."""

import dataclasses
from datetime import date, timedelta

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import (
    Part,
    withdraw_entry,
)
from budgettracker.worktime.queries import entries_between, recent_days
from tests.worktime.making import NOW, TODAY, YESTERDAY, log, office, visit
from tests.world import World

pytestmark = pytest.mark.usefixtures("app")


def test_an_authoritys_entries_stream_in_order_with_their_shares(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgettracker.worktime.queries.stream.BATCH", 2)
    with transaction():
        for day in (3, 1, 2):
            log(world.alice, visit(world, Part(None), Part(world.family_id), worked_on=date(2026, 6, day)))
            log(world.bob, office(world.authority, worked_on=date(2026, 6, day)), reference=f"W{day}")
        outside = [date(2026, 5, 31), date(2026, 6, 4)]
        for day_outside in outside:
            log(world.alice, office(world.authority, worked_on=day_outside))
        gone = log(world.alice, office(world.authority, worked_on=date(2026, 6, 2)))
        withdraw_entry(world.alice, gone, at=NOW)
        theirs = dataclasses.replace(office(world.elsewhere), worked_on=date(2026, 6, 2))
        log(world.dave, theirs)
    rows = list(entries_between(world.authority.id, date(2026, 6, 1), date(2026, 6, 4)))
    keys = [(row.person_id, row.worked_on) for row in rows]
    assert len(rows) == 6
    assert keys == sorted(keys)
    visits = [row for row in rows if row.person_id == world.alice.id]
    assert [[share[1:] for share in row.shares] for row in visits] == [[("WM-001", 1), (None, 1)]] * 3
    assert {row.reference for row in rows if not row.shares} == {"W1", "W2", "W3"}


def test_recent_days_come_latest_first_with_their_totals(world: World) -> None:
    from budgettracker.periods import Period

    with transaction():
        for minutes, day in ((30, YESTERDAY), (60, TODAY), (45, TODAY)):
            log(world.alice, office(world.authority, minutes, worked_on=day))
        withdraw_entry(world.alice, log(world.alice, office(world.authority, 5)), at=NOW)
        log(world.bob, office(world.authority))
    days = recent_days(world.alice, Period(YESTERDAY, TODAY + timedelta(days=1)))
    assert [(day.worked_on, day.minutes, len(day.entries)) for day in days] == [(TODAY, 105, 2), (YESTERDAY, 30, 1)]
