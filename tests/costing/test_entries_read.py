"""Reading an authority's entries for a run: worker by worker, as the rules read them; and room for many rows."""

import dataclasses
import gc
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import insert

from budgettracker.access import Role
from budgettracker.bulk import hex_of, plain_rows, room_for_many_rows
from budgettracker.costing.method.inputs import Share
from budgettracker.costing.run.queries.entries import codes_of, entries_by_worker, worked_days, workers_of
from budgettracker.costing.run.queries.staff import Staff
from budgettracker.costing.run.rules.blocks import LackingDays
from budgettracker.database import db, transaction
from budgettracker.people.models import Person, RoleGrant, TeamMembership
from budgettracker.periods import Period
from budgettracker.worktime.actions import Part, withdraw_entry
from budgettracker.worktime.models import WorkEntry, WorkShare
from tests.factories.worktime import NOW, log, office, visit
from tests.factories.world import World

pytestmark = pytest.mark.usefixtures("app")
DATES = Period(date(2026, 6, 1), date(2026, 6, 4))


def _log_three_days(world: World) -> None:
    with transaction():
        for day in (3, 1, 2):
            log(world.alice, visit(world, Part(None), Part(world.family_id), worked_on=date(2026, 6, day)))
            log(world.bob, office(world.authority, worked_on=date(2026, 6, day)))
        for outside in (date(2026, 5, 31), date(2026, 6, 4)):
            log(world.alice, office(world.authority, worked_on=outside))
        gone = log(world.alice, office(world.authority, worked_on=date(2026, 6, 2)))
        withdraw_entry(world.alice, gone, at=NOW)
        log(world.dave, dataclasses.replace(office(world.elsewhere), worked_on=date(2026, 6, 2)))


def test_an_authoritys_entries_come_worker_by_worker_and_day_by_day_with_their_shares(world: World) -> None:
    _log_three_days(world)
    id_ = world.authority.id
    values = {each.worker: each for each in entries_by_worker(id_, DATES, codes_of(id_), Staff(id_))}
    assert list(values) == sorted([world.alice.id.hex, world.bob.id.hex])
    visits = values[world.alice.id.hex]
    assert [one.worked_on for one in visits.entries] == [date(2026, 6, day) for day in (1, 2, 3)]
    assert [one.shares for one in visits.entries] == [(Share("WM-001", 1), Share(None, 1))] * 3
    assert {one.team for one in visits.entries} == {world.team.id.hex}
    assert [one.version for one in visits.entries] == [1, 1, 1]
    assert [one.shares for one in values[world.bob.id.hex].entries] == [()] * 3


def test_shares_come_in_the_order_they_are_rounded_in_however_they_are_kept(world: World) -> None:
    with transaction():
        log(world.alice, visit(world, Part(None), Part(world.family_id), worked_on=date(2026, 6, 1)))
        db.session.query(WorkShare).filter(WorkShare.family_id.is_not(None)).one().position = 7
    id_ = world.authority.id
    (alice,) = entries_by_worker(id_, DATES, codes_of(id_), Staff(id_))
    assert [one.shares for one in alice.entries] == [(Share("WM-001", 1), Share(None, 1))]


def test_each_entry_has_the_team_and_the_role_its_worker_had_that_day(world: World) -> None:
    with transaction():
        second, third = date(2026, 6, 2), date(2026, 6, 3)
        for day in (1, 2, 3):
            log(world.mary, office(world.authority, worked_on=date(2026, 6, day)))
        db.session.query(TeamMembership).filter_by(person_id=world.mary.id).one().ends_on = second
        db.session.add(RoleGrant(person_id=world.mary.id, role=Role.PRACTITIONER, starts_on=second, ends_on=second))
        db.session.add(TeamMembership(person_id=world.mary.id, team_id=world.other_team.id, starts_on=third))
    id_ = world.authority.id
    (mary,) = entries_by_worker(id_, DATES, codes_of(id_), Staff(id_))
    assert [one.by_manager for one in mary.entries] == [True, False, True]
    assert [one.team for one in mary.entries] == [world.team.id.hex, world.team.id.hex, world.other_team.id.hex]


def test_entries_of_one_day_come_in_the_order_of_their_ids(world: World) -> None:
    """So that the same books give the same run: which of two journeys takes a year past 10,000 miles decides its pence."""
    with transaction():
        first = log(world.alice, office(world.authority, worked_on=date(2026, 6, 1)))
        columns = {each.key: getattr(first, each.key) for each in WorkEntry.__table__.columns}
        for number in (9, 3, 6):
            db.session.execute(insert(WorkEntry), columns | {"id": UUID(int=number)})
    id_ = world.authority.id
    (alice,) = entries_by_worker(id_, DATES, codes_of(id_), Staff(id_))
    assert [one.ref for one in alice.entries] == [*(UUID(int=number).hex for number in (3, 6, 9)), first.id.hex]


def test_days_worked_are_those_of_standing_entries_in_the_dates(world: World) -> None:
    _log_three_days(world)
    id_, second = world.authority.id, date(2026, 6, 2)
    everybody = [LackingDays(worker, DATES) for worker in workers_of(id_)]
    days = [(one.worker, one.worked_on.day) for one in worked_days(id_, everybody)]
    assert days == sorted((who.id.hex, day) for who in (world.alice, world.bob) for day in (1, 2, 3))
    from_second = [LackingDays(world.bob.id.hex, Period(second, DATES.end)), LackingDays(None, DATES)]
    assert [(one.worker, one.worked_on.day) for one in worked_days(id_, from_second)] == [
        (world.bob.id.hex, 2),
        (world.bob.id.hex, 3),
    ]


def test_plain_ids_are_the_same_text_on_both_engines(world: World) -> None:
    query = db.select(hex_of(Person.id), hex_of(Person.authority_id)).where(Person.id == world.eve.id)
    assert plain_rows(query) == [(world.eve.id.hex, None)]


def test_room_for_many_rows_is_given_back(world: World) -> None:
    """Also after a refusal: a program that never looks for cycles again would grow for ever."""

    def pages() -> object:
        connection = db.session.connection()
        sqlite = connection.dialect.name == "sqlite"
        return connection.exec_driver_sql("PRAGMA cache_size").scalar_one() if sqlite else "one of its own"

    def refused() -> None:
        with room_for_many_rows():
            assert not gc.isenabled()
            assert pages() == (-128 * 1024 if db.engine.dialect.name == "sqlite" else before)
            raise ZeroDivisionError

    before = pages()
    with pytest.raises(ZeroDivisionError):
        refused()
    assert gc.isenabled()
    assert pages() == before
