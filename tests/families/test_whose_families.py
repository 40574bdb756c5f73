"""Whose families are whose to see, and what a person of another team is told."""

import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import family_for, reference_only, visible
from budgettracker.people.models import Person, TeamMembership
from tests.factories import world as make
from tests.factories.world import World

TODAY = date(2026, 6, 15)


def references(person: Person) -> list[str]:
    return sorted(db.session.scalars(select(Family.reference).where(visible(person, TODAY))))


@pytest.mark.parametrize("who", ["alice", "bob", "mary", "sam"])
def test_people_of_the_team_see_its_families(world: World, who: str) -> None:
    assert references(getattr(world, who)) == ["WM-001", "WM-002"]
    assert family_for(getattr(world, who), world.family_id, TODAY).details.name == "Okafor"


@pytest.mark.parametrize("who", ["carol", "dave", "fiona", "adam", "eve"])
def test_another_team_another_authority_finance_administrators_and_evaluators_do_not(world: World, who: str) -> None:
    assert "WM-001" not in references(getattr(world, who))
    with pytest.raises(NotTheirs):
        family_for(getattr(world, who), world.family_id, TODAY)


def test_an_auditor_sees_every_family_of_the_authority_and_none_beyond(world: World) -> None:
    with transaction():
        make.family(world.other_team, "WM-003", "Silva")
    assert references(world.audrey) == ["WM-001", "WM-002", "WM-003"]
    with pytest.raises(NotTheirs):
        family_for(world.audrey, world.other_family.id, TODAY)


def test_leaving_a_team_ends_the_sight_of_its_families_the_next_day(world: World) -> None:
    with transaction():
        place = db.session.scalars(select(TeamMembership).filter_by(person_id=world.bob.id)).one()
        place.ends_on = TODAY
    db.session.expire_all()
    assert family_for(world.bob, world.family_id, TODAY)
    with pytest.raises(NotTheirs):
        family_for(world.bob, world.family_id, TODAY + timedelta(days=1))


def test_being_in_a_team_without_a_role_for_families_shows_none(world: World) -> None:
    with transaction():
        helper = make.person(world.authority, "Bea Support", Role.BUSINESS_SUPPORT, teams=(world.team,))
    assert references(helper) == []


def test_a_family_that_does_not_exist_is_answered_the_same_way(world: World) -> None:
    with pytest.raises(NotTheirs):
        family_for(world.alice, uuid.uuid4(), TODAY)


def test_another_teams_family_is_found_by_its_reference_alone_for_a_joint_visit(world: World) -> None:
    result = reference_only(world.carol, " wm-001 ")
    assert (result.id, result.reference) == (world.family_id, "WM-001")
    assert not hasattr(result, "name")
    assert not hasattr(result, "details")


def test_a_reference_of_another_authority_is_not_found(world: World) -> None:
    for person, reference in ((world.dave, "WM-001"), (world.alice, "EF-001"), (world.eve, "WM-001")):
        with pytest.raises(NotTheirs):
            reference_only(person, reference)
