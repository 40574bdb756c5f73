"""Who holds a deciding role in a team on a day, and the names of people by id."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from budgettracker.access import DECIDERS, Role
from budgettracker.database import db
from budgettracker.people.models import Person, RoleGrant, TeamMembership


def deciders_of(team_ids: Collection[uuid.UUID], on: date) -> dict[tuple[uuid.UUID, Role], list[Person]]:
    """The active people of each team who hold each deciding role on a day, by name, in one query."""
    rows = db.session.execute(
        select(TeamMembership.team_id, RoleGrant.role, Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(TeamMembership, TeamMembership.person_id == Person.id)
        .where(
            TeamMembership.team_id.in_(team_ids),
            RoleGrant.role.in_(DECIDERS),
            Person.suspended_at.is_(None),
            Person.active_from <= on,
            or_(Person.active_to.is_(None), Person.active_to >= on),
            *(
                condition
                for dated in (RoleGrant, TeamMembership)
                for condition in (dated.starts_on <= on, or_(dated.ends_on.is_(None), dated.ends_on >= on))
            ),
        )
        .order_by(Person.name, Person.id)
    )
    deciders: dict[tuple[uuid.UUID, Role], list[Person]] = {(team, role): [] for team in team_ids for role in DECIDERS}
    for team_id, role, person in rows:
        people = deciders[team_id, Role(role)]
        if person not in people:
            people.append(person)
    return deciders


class Decider(NamedTuple):
    """Somebody who may decide, and the role by which they may."""

    person: Person
    role: Role

    @property
    def words(self) -> str:
        """The person and the level as pages print them: Mary Moss (manager)."""
        return f"{self.person.name} ({self.role.words})"


def people_who_decide(
    team_id: uuid.UUID, roles: Sequence[Role], but: Collection[uuid.UUID | None], on: date
) -> list[Decider]:
    """Everybody of a team who holds one of these deciding roles on a day, some (the requester) apart."""
    return with_roles(deciders_of([team_id], on), team_id, roles, but)


def with_roles(
    deciders: Mapping[tuple[uuid.UUID, Role], list[Person]],
    team_id: uuid.UUID,
    roles: Sequence[Role],
    but: Collection[uuid.UUID | None],
) -> list[Decider]:
    """Everybody of `deciders` in a team who holds one of these roles, each once, in the order of the roles, some apart."""
    people: dict[uuid.UUID, Decider] = {}
    for role in roles:
        for person in deciders[team_id, role]:
            if person.id not in but:
                people.setdefault(person.id, Decider(person, role))
    return list(people.values())


def names_of(ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of people by id, in one query."""
    known_ids = {person_id for person_id in ids if person_id is not None}
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(known_ids))).tuples().all())
