"""Reading entries: one's own last weeks."""

from datetime import timedelta

import pytest

from budgettracker.database import transaction
from budgettracker.worktime.actions import (
    withdraw_entry,
)
from budgettracker.worktime.queries import recent_days
from tests.factories.worktime import NOW, TODAY, YESTERDAY, log, office
from tests.factories.world import World

pytestmark = pytest.mark.usefixtures("app")


def test_recent_days_come_latest_first_with_their_totals(world: World) -> None:
    from budgettracker.periods import Period

    with transaction():
        for minutes, day in ((30, YESTERDAY), (60, TODAY), (45, TODAY)):
            log(world.alice, office(world.authority, minutes, worked_on=day))
        withdraw_entry(world.alice, log(world.alice, office(world.authority, 5)), at=NOW)
        log(world.bob, office(world.authority))
    days = recent_days(world.alice, Period(YESTERDAY, TODAY + timedelta(days=1)))
    assert [(day.worked_on, day.minutes, len(day.entries)) for day in days] == [(TODAY, 105, 2), (YESTERDAY, 30, 1)]
