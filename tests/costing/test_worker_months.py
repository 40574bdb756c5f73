"""How complete logs are: told to the worker and to finance, and to nobody who manages."""

import re
from datetime import date, timedelta

import pytest

from budgettracker.access import DECIDERS, HOLDS, Permission, Role
from budgettracker.costing.run.queries.worker_months import LoggedMonth, logged_months
from budgettracker.database import transaction
from budgettracker.periods import Period
from budgettracker.worktime.actions import Part
from tests.client import PageClient
from tests.factories.worktime import NOW, TODAY, activity, give_activities, log, office, visit
from tests.factories.world import World

JUNE = Period(date(2026, 6, 1), TODAY + timedelta(days=1))


def test_only_finance_and_the_worker_see_it() -> None:
    holders = {role for role in Role if Permission.SEE_WORKER_MONTHS in HOLDS[role]}
    assert holders == {Role.FINANCE}
    assert not holders & set(DECIDERS)


@pytest.mark.parametrize(
    "contracted, away, logged, expected, missing",
    [(6_000, 0, 4_800, 6_000, 0), (6_000, 0, 4_799, 6_000, 1), (6_000, 1_000, 4_000, 5_000, 0), (444, 444, 0, 0, 0)],
)
def test_enough_is_four_fifths_of_what_is_expected(
    contracted: int, away: int, logged: int, expected: int, missing: int
) -> None:
    row = LoggedMonth(date(2026, 6, 1), contracted, away, logged)
    assert (row.expected, row.missing) == (expected, missing)
    assert LoggedMonth(date(2026, 6, 1), None, 0, 60).words == "Hours by contract not known"


def test_work_counts_and_absence_lowers_what_is_expected(world: World) -> None:
    give_activities(world.authority)
    leave = activity(world.authority, "Leave, sickness or training")
    log(world.alice, visit(world, Part(world.family_id), worked_on=date(2026, 6, 1)))
    log(world.alice, office(world.authority, 444, worked_on=date(2026, 6, 2), activity_id=leave.id))
    log(world.bob, office(world.authority, 30, worked_on=date(2026, 6, 2)))
    rows = logged_months(world.authority.id, [world.alice.id], JUNE)
    # 1 to 15 June has eleven days from Monday to Friday: 11/5 of 37 hours.
    assert rows == {world.alice.id: [LoggedMonth(date(2026, 6, 1), 37 * 60 * 11 // 5, 444, 90)]}


@pytest.mark.pages
def test_each_sees_their_own_and_finance_everybodys(client: PageClient, world: World) -> None:
    client.app.config["CLOCK"] = lambda: NOW
    with transaction():
        give_activities(world.authority)
        log(world.alice, visit(world, Part(world.family_id), worked_on=date(2026, 6, 1)))
        log(world.bob, office(world.authority, 45, worked_on=date(2026, 6, 2)))
    client.as_(world.alice.email)
    seen = client.get("/time/months-logged")
    assert "1 hour 30 minutes" in seen.text
    assert "Too little is logged" in seen.text
    assert "45 minutes" not in seen.text
    assert re.search(r"1 June 2026 ?1 hour 30 minutes", seen.text), "one's own week"
    assert client.get("/posts/worker-months").status == 403
    client.as_(world.mary.email)
    assert client.get("/posts/worker-months").status == 403
    client.as_(world.fiona.email)
    seen = client.get("/posts/worker-months")
    assert "Alice Archer" in seen.text
    assert "Bob Brown" in seen.text
    assert "45 minutes" in seen.text
