"""Who holds a deciding role in a team on a day, and the names of people: by id, and told apart in a list."""

import functools
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.access import DECIDERS, Role
from budgettracker.database import db
from budgettracker.people.models import Cover, Person, RoleGrant, TeamMembership
from budgettracker.people.rules.details import labels_apart


class Decider(NamedTuple):
    """Somebody who may decide, the role by which they may, and for whom they cover (empty: in their own right)."""

    person: Person
    role: Role
    cover_for: str = ""

    @property
    def words(self) -> str:
        """The person and the level as pages print them: Mary Moss (manager)."""
        cover = f", as cover for {self.cover_for}" if self.cover_for else ""
        return f"{self.person.name} ({self.role.words}{cover})"


def deciders_of(team_ids: Collection[uuid.UUID], on: date) -> dict[tuple[uuid.UUID, Role], list[Decider]]:
    """The active people of each team who hold each deciding role on a day, by name, in one query; cover is known."""
    rows = db.session.execute(_deciders(), {"teams": list(team_ids), "day": on})
    deciders: dict[tuple[uuid.UUID, Role], list[Decider]] = {(team, role): [] for team in team_ids for role in DECIDERS}
    for team_id, role, person, cover_for in rows:
        people = deciders[team_id, Role(role)]
        if not people or people[-1].person is not person:
            people.append(Decider(person, Role(role), cover_for or ""))
    return deciders


@functools.cache
def _deciders() -> Select[tuple[uuid.UUID, str, Person, str]]:
    """Built once: every page about money asks it, and building it took half of that."""
    by_role, by_team = aliased(Cover), aliased(Cover)
    absent = aliased(Person)
    day = bindparam("day", type_=Date)
    return (
        select(TeamMembership.team_id, RoleGrant.role, Person, absent.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(TeamMembership, TeamMembership.person_id == Person.id)
        .outerjoin(by_role, by_role.id == RoleGrant.cover_id)
        .outerjoin(by_team, by_team.id == TeamMembership.cover_id)
        .outerjoin(absent, absent.id == func.coalesce(by_role.absent_id, by_team.absent_id))
        .where(
            TeamMembership.team_id.in_(bindparam("teams", expanding=True)),
            RoleGrant.role.in_(DECIDERS),
            Person.suspended_at.is_(None),
            Person.active_from <= day,
            or_(Person.active_to.is_(None), Person.active_to >= day),
            *(
                condition
                for dated in (RoleGrant, TeamMembership)
                for condition in (dated.starts_on <= day, or_(dated.ends_on.is_(None), dated.ends_on >= day))
            ),
        )
        .order_by(Person.name, Person.id, absent.id.is_not(None), absent.name)
    )


def people_who_decide(
    team_id: uuid.UUID, roles: Sequence[Role], but: Collection[uuid.UUID | None], on: date
) -> list[Decider]:
    """Everybody of a team who holds one of these deciding roles on a day, some (the requester) apart."""
    return with_roles(deciders_of([team_id], on), team_id, roles, but)


def with_roles(
    deciders: Mapping[tuple[uuid.UUID, Role], list[Decider]],
    team_id: uuid.UUID,
    roles: Sequence[Role],
    but: Collection[uuid.UUID | None],
) -> list[Decider]:
    """Everybody of `deciders` in a team who holds one of these roles, each once, in the order of the roles, some apart."""
    people: dict[uuid.UUID, Decider] = {}
    for role in roles:
        for decider in deciders[team_id, role]:
            if decider.person.id not in but:
                people.setdefault(decider.person.id, decider)
    return list(people.values())


def why_nobody(authority_id: uuid.UUID, roles: Sequence[Role], on: date) -> str:
    """What to do where nobody of the team may decide in one of these roles: the level is missing, or its people are apart."""
    active = (
        Person.authority_id == authority_id,
        Person.suspended_at.is_(None),
        Person.active_from <= on,
        or_(Person.active_to.is_(None), Person.active_to >= on),
        RoleGrant.starts_on <= on,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
    )
    held = select(RoleGrant.id).join(Person, Person.id == RoleGrant.person_id).where(*active)
    level = " or ".join(role.words for role in roles)
    if db.session.scalar(held.where(RoleGrant.role.in_(roles)).limit(1)) is None:
        return f"There is no {level} in this authority: ask the administrator for one"
    return f"No {level} of the team is free to decide this: ask the administrator for cover, or for another one in the team"


def names_of(ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of people by id, in one query."""
    known_ids = {person_id for person_id in ids if person_id is not None}
    return dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(known_ids))).tuples().all())


def told_apart(people: Collection[Person], on: date) -> list[tuple[uuid.UUID, str]]:
    """People for a list, in the order given, by name; two of one name get the teams they are in on that day.

    Two of one name in one team get their e-mail addresses too.
    """
    names = Counter(person.name.casefold() for person in people)
    called = [
        (person.name if names[person.name.casefold()] == 1 else _with_teams(person, on), person.email)
        for person in people
    ]
    return [(person.id, label) for person, label in zip(people, labels_apart(called), strict=True)]


def _with_teams(person: Person, on: date) -> str:
    teams = ", ".join(team.name for team in person.teams_on(on))
    return f"{person.name} ({teams})" if teams else person.name
