"""Bands changed from a day on; what was decided before stays as it was."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.schemes import actions, queries
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.rules import LADDER, Bounds
from tests.factories.world import NOON, World

WORKER, MANAGER, SENIOR = LADDER
TODAY, TOMORROW = date(2026, 6, 15), date(2026, 6, 16)
TIGHTER = [Bounds(WORKER, 50_00, None, None), Bounds(SENIOR, None, None, None)]


def changed(world: World, bands: list[Bounds], starts_on: date) -> None:
    scheme = db.session.get_one(Scheme, world.scheme.id)
    actions.change_bands(world.adam, scheme, bands, starts_on, on=TODAY, at=NOON)


def test_bands_change_from_tomorrow_and_leave_today_as_it_is(world: World) -> None:
    before = queries.bounds_on(world.scheme.id, TODAY)
    with transaction():
        changed(world, TIGHTER, TOMORROW)
    assert queries.bounds_on(world.scheme.id, TODAY) == before
    assert queries.bounds_on(world.scheme.id, TOMORROW) == {WORKER: TIGHTER[0], SENIOR: TIGHTER[1]}
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=world.scheme.id)).one()
    old, new = json.loads(line.body)["changes"]["bands"]
    assert old[2] == ["senior_manager", None, None, None]
    assert new == [["practitioner", 50_00, None, None], ["senior_manager", None, None, None]]


def test_a_planned_change_is_replaced_by_an_earlier_one(world: World) -> None:
    with transaction():
        changed(world, TIGHTER, date(2026, 9, 1))
    with transaction():
        changed(world, [Bounds(MANAGER, None, None, None)], TOMORROW)
    for on in (TOMORROW, date(2026, 9, 1)):
        assert set(queries.bounds_on(world.scheme.id, on)) == {MANAGER}
    assert set(queries.bounds_on(world.scheme.id, TODAY)) == {WORKER, MANAGER, SENIOR}


def test_the_same_day_can_be_planned_twice(world: World) -> None:
    for bands in (TIGHTER, [Bounds(WORKER, 60_00, None, None)]):
        with transaction():
            changed(world, bands, TOMORROW)
    assert queries.bounds_on(world.scheme.id, TOMORROW)[WORKER].single_pence == 60_00


@pytest.mark.parametrize("starts_on", [TODAY, date(2019, 12, 31)])
def test_bands_cannot_change_today_or_in_the_past(world: World, starts_on: date) -> None:
    with pytest.raises(Refusal, match="Choose tomorrow or a later day") as refused:
        changed(world, TIGHTER, starts_on)
    assert refused.value.field == "starts_on"
