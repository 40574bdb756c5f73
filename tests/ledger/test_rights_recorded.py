"""Roles, teams and cover are what the record of who did what comes to; whoever writes them into the tables is noticed."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.commands.books import faults
from budgettracker.confirmations.actions import confirm
from budgettracker.database import db, transaction
from budgettracker.people.actions.add_person import add_person
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.give_cover import end_cover, give_cover
from budgettracker.people.models import Cover, Person, RoleGrant, TeamMembership
from tests.factories.second_hands import go_live
from tests.factories.world import NOON, World

TODAY = NOON.date()
LATER = TODAY + timedelta(days=10)


@pytest.fixture
def nia(world: World) -> Person:
    """Added as a practitioner, manager from a day to come, in another team from today; she covers for Mary until Friday."""
    go_live(world)
    with transaction():
        made = add_person(
            None,
            world.authority,
            email="nia@example.org",
            name="Nia Noor",
            roles=[Role.PRACTITIONER],
            teams=[world.team],
            active_from=TODAY - timedelta(days=30),
            at=NOON,
        )
        manager = change_access(
            world.adam, made, roles=[Role.PRACTITIONER, Role.MANAGER], starts_on=LATER, on=TODAY, at=NOON
        )
        assert manager is not None
        confirm(world.sam, manager, on=TODAY, at=NOON)
        moved = change_access(world.adam, made, teams=[world.other_team], starts_on=TODAY, on=TODAY, at=NOON)
        assert moved is not None
        confirm(world.sam, moved, on=TODAY, at=NOON)
        sooner = change_access(world.adam, made, roles=[Role.MANAGER], starts_on=TODAY, on=TODAY, at=NOON)
        assert sooner is not None
        confirm(world.sam, sooner, on=TODAY, at=NOON)
        for _ in range(2):
            cover = give_cover(world.mary, world.mary, made, TODAY, TODAY + timedelta(days=4), on=TODAY, at=NOON)
            end_cover(world.mary, cover, on=TODAY, at=NOON)
        give_cover(world.mary, world.mary, made, TODAY, TODAY + timedelta(days=4), on=TODAY, at=NOON)
    return made


def given(role: Role) -> Callable[[World, Person], object]:
    return lambda world, nia: db.session.add(RoleGrant(person_id=nia.id, role=role, starts_on=TODAY))


def for_a_day(world: World, nia: Person) -> None:
    day = TODAY - timedelta(days=9)
    db.session.add(RoleGrant(person_id=nia.id, role=Role.SENIOR_MANAGER, starts_on=day, ends_on=day))


def in_a_team(world: World, nia: Person) -> None:
    db.session.add(TeamMembership(person_id=nia.id, team_id=world.team.id, starts_on=LATER))


def longer(world: World, nia: Person) -> None:
    db.session.query(RoleGrant).filter_by(person_id=nia.id, role=Role.PRACTITIONER).update({"ends_on": None})


def cover_of(world: World, nia: Person, *, cover_id: uuid.UUID | None = None) -> None:
    """Cover for the senior manager that nobody gave; with the id of cover that was given, a role beyond it."""
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=4)}
    if cover_id is None:
        cover_id = uuid.uuid4()
        parties = {"authority_id": nia.authority_id, "absent_id": world.sam.id, "covers_id": nia.id}
        cover = Cover(id=cover_id, **parties, role=Role.SENIOR_MANAGER, given_by_id=world.sam.id, given_at=NOON, **days)
        db.session.add(cover)
        db.session.flush()
    db.session.add(RoleGrant(person_id=nia.id, role=Role.SENIOR_MANAGER, cover_id=cover_id, **days))


def beyond_cover(world: World, nia: Person) -> None:
    (cover,) = db.session.query(Cover).filter_by(covers_id=nia.id, ended_at=None)
    cover_of(world, nia, cover_id=cover.id)


WRITTEN: dict[str, tuple[Callable[[World, Person], object], str]] = {
    "a role": (given(Role.SENIOR_MANAGER), "the roles they hold are"),
    "a role for a day": (for_a_day, "the roles they hold are"),
    "a role that goes on": (longer, "the roles they hold are"),
    "a team": (in_a_team, "the teams they are in are"),
    "cover": (cover_of, "whom they cover for is"),
    "a role beyond cover": (beyond_cover, "the role they hold as cover is"),
}


@pytest.mark.parametrize("called", WRITTEN)
def test_a_right_that_no_line_tells_of_is_named(app: Flask, world: World, nia: Person, called: str) -> None:
    assert faults() == []
    write, what = WRITTEN[called]
    with transaction():
        write(world, nia)
    assert faults() == [f"person {nia.id}: {what} not what the record of who did what says"]
