"""Who works in an authority and could be a second hand, and whether the authority is live."""

import functools
import uuid
from datetime import date

from sqlalchemy import Date, Select, bindparam, or_, select
from sqlalchemy.orm import selectinload

from budgettracker.access import Role
from budgettracker.confirming import Colleague
from budgettracker.database import db
from budgettracker.people.models import Authority, Cover, Person, RoleGrant, TeamMembership

HANDS = (Role.MANAGER, Role.SENIOR_MANAGER, Role.FINANCE, Role.ADMINISTRATOR)
"""Roles of which somebody can be a second hand."""


def colleagues_of(authority_id: uuid.UUID, on: date) -> list[Colleague]:
    """Those who can sign in on a day and hold a role that can be a second hand, by name; three queries in all."""
    people = db.session.scalars(_second_hands(), {"authority": authority_id, "day": on})
    return [
        Colleague(
            person.id,
            person.name,
            frozenset(person.roles_on(on)),
            frozenset(person.team_ids_on(on)),
            _covers(person, on),
        )
        for person in people
    ]


@functools.cache
def _second_hands() -> Select[tuple[Person]]:
    """Built once: every page of somebody for whom something may wait asks it."""
    day = bindparam("day", type_=Date)
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(HANDS),
        RoleGrant.starts_on <= day,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= day),
    )
    return (
        select(Person)
        .where(
            Person.authority_id == bindparam("authority"),
            Person.id.in_(holders),
            Person.password_hash.is_not(None),
            Person.suspended_at.is_(None),
            Person.active_from <= day,
            or_(Person.active_to.is_(None), Person.active_to >= day),
        )
        .options(
            selectinload(Person.role_grants).joinedload(RoleGrant.cover).joinedload(Cover.absent),
            selectinload(Person.memberships).joinedload(TeamMembership.cover).joinedload(Cover.absent),
        )
        .order_by(Person.name, Person.id)
    )


def _covers(person: Person, on: date) -> dict[Role | uuid.UUID, tuple[uuid.UUID, str]]:
    """The roles and teams that somebody has on a day as cover only, with whom they stand in for."""
    own: set[Role | uuid.UUID] = {*person.own_roles_on(on), *person.own_team_ids_on(on)}
    held: list[tuple[Role | uuid.UUID, Cover | None]] = [
        *((Role(row.role), row.cover) for row in person.role_grants if row.holds_on(on)),
        *((row.team_id, row.cover) for row in person.memberships if row.holds_on(on)),
    ]
    return {key: (cover.absent_id, cover.absent.name) for key, cover in held if cover is not None and key not in own}


def is_live(authority_id: uuid.UUID | None) -> bool:
    """Has somebody with a role other than administrator signed in there yet?"""
    return db.session.scalar(select(Authority.live_since).filter_by(id=authority_id)) is not None
