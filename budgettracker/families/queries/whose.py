"""Reading families: whose they are to see, one by its id, and the list with its search."""

import functools
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, bindparam, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import ORMOption

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Child, Family, FamilyDetails
from budgettracker.families.queries.readers import open_to_named, open_to_readers
from budgettracker.folding import folded_name, folded_reference
from budgettracker.people.models import Authority, Person, RoleGrant, Team, TeamMembership
from budgettracker.people.queries.teams import teams_of

TEAM_ROLES = {Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER}
"""Roles that see and work with the families of their teams."""

MOST_TEAMS, MOST_WORKERS = 200, 2_000
"""How many a list to choose from may hold."""


def visible(person: Person, on: date) -> ColumnElement[bool]:
    """A where-clause on Family: what this person may see on a day.

    Practitioners, managers and senior managers: the families of their teams that day. Auditors: all of their
    authority. Everybody else: none. A restricted family only where they are named for it or gave a reason that day.
    """
    if person.authority_id is None:
        return false()
    if Role.AUDITOR in person.roles_on(on):
        return (Family.authority_id == person.authority_id) & open_to_readers(person.id, on)
    if not person.roles_on(on) & TEAM_ROLES:
        return false()
    return _of_teams(person.authority_id, teams_of(person, on)) & open_to_readers(person.id, on)


def workable(person: Person, on: date, team_ids: Collection[uuid.UUID] | None = None) -> ColumnElement[bool]:
    """A where-clause on Family: what this person may work with on a day, an auditor's sight left out.

    A restricted family only where they are named for it. `team_ids` narrows it to those of their teams.
    """
    if not person.roles_on(on) & TEAM_ROLES or person.authority_id is None:
        return false()
    of_teams = teams_of(person, on) if team_ids is None else person.team_ids_on(on) & set(team_ids)
    return _of_teams(person.authority_id, of_teams) & open_to_named(person.id)


def _of_teams(authority_id: Any, team_ids: Any) -> ColumnElement[bool]:
    """The families of these teams; either may be a bind parameter that stands for them, the teams a question of their own."""
    of_authority: ColumnElement[bool] = Family.authority_id == authority_id
    return of_authority & Family.team_id.in_(team_ids)


def family_for(person: Person, family_id: uuid.UUID, on: date) -> Family:
    """A family this person may see on that day, with its name, team, lead worker and children; raises NotTheirs."""
    return _one_family(
        _family_query(family_id, visible(person, on), joinedload(Family.team), joinedload(Family.lead_worker))
    )


def family_to_change(person: Person, family_id: uuid.UUID, on: date) -> Family:
    """A family of the person's own teams with its name and children; raises NotTheirs, also where they may only look."""
    teams = person.team_ids_on(on) if person.roles_on(on) & TEAM_ROLES else set()
    return _one_family(
        _workable_query(),
        {"family": family_id, "authority": person.authority_id, "teams": list(teams), "reader": person.id},
    )


@functools.cache
def _workable_query() -> Select[tuple[Family]]:
    """Built once: every form about a family runs it, and building it costs more than running it."""
    ours = _of_teams(bindparam("authority"), bindparam("teams", expanding=True))
    return _family_query(bindparam("family"), ours & open_to_named(bindparam("reader")))


def works_with(person: Person, family: Family, on: date) -> bool:
    """Does this person work with a family they see, or only look at it? Asks the database of restricted ones alone."""
    if not (family.restricted or family.sealed_on):
        ours = family.authority_id == person.authority_id and family.team_id in person.team_ids_on(on)
        return ours and bool(person.roles_on(on) & TEAM_ROLES)
    query = select(Family.id).where(Family.id == family.id, workable(person, on))
    return db.session.scalar(query) is not None


def sought(person: Person, text: str, on: date) -> Family | None:
    """A restricted family that this person would see if it were not, by its whole reference or name."""
    if person.authority_id is None:
        return None
    ours = Family.authority_id == person.authority_id
    if Role.AUDITOR not in person.roles_on(on):
        if not person.roles_on(on) & TEAM_ROLES:
            return None
        ours = _of_teams(person.authority_id, teams_of(person, on))
    own = func.lower(FamilyDetails.own_reference) == text.strip().lower()
    named = or_(same_reference(text), own, FamilyDetails.name_folded == folded_name(text))
    query = (
        select(Family).join(Family.details).where(ours, Family.restricted.is_(True), Family.sealed_on.is_(None), named)
    )
    return db.session.scalars(query.order_by(Family.reference_folded, Family.id).limit(1)).first()


def _family_query(family_id: Any, clause: ColumnElement[bool], *more: ORMOption) -> Select[tuple[Family]]:
    query = select(Family).where(Family.id == family_id, clause)
    return query.options(joinedload(Family.details), joinedload(Family.children), *more)


def _one_family(query: Select[tuple[Family]], parameters: dict[str, Any] | None = None) -> Family:
    family = db.session.scalars(query, parameters or {}).unique().one_or_none()
    if family is None:
        raise NotTheirs
    return family


@dataclass(frozen=True, slots=True)
class FamilyReference:
    """All that another team's worker sees of a family: enough to log a joint visit, and no name."""

    id: uuid.UUID
    reference: str


def same_reference(reference: str) -> ColumnElement[bool]:
    """A where-clause on Family: this reference, however it is typed (see folded_reference)."""
    return Family.reference_folded == folded_reference(reference)


def references_alike() -> list[tuple[str, list[str]]]:
    """Families whose references fold onto one another, as some older ones may: the authority's name, and the references."""
    twins = select(Family.authority_id, Family.reference_folded).group_by(Family.authority_id, Family.reference_folded)
    folded = twins.having(func.count() > 1).subquery()
    query = (
        select(Authority.name, Family.reference_folded, Family.reference)
        .join(Family, Family.authority_id == Authority.id)
        .join(
            folded,
            (folded.c.authority_id == Family.authority_id) & (folded.c.reference_folded == Family.reference_folded),
        )
        .order_by(Authority.name, Family.reference_folded, Family.reference)
    )
    alike: dict[tuple[str, str], list[str]] = {}
    for authority, fold, reference in db.session.execute(query):
        alike.setdefault((authority, fold), []).append(reference)
    return [(authority, references) for (authority, _), references in alike.items()]


def reference_only(person: Person, reference: str) -> FamilyReference:
    """A family of the person's authority by its reference alone, to log time on a joint visit; raises NotTheirs."""
    query = select(Family.id, Family.reference).where(
        Family.authority_id == person.authority_id, same_reference(reference), open_to_named(person.id)
    )
    exact_first = Family.reference != reference.strip()
    row = db.session.execute(query.order_by(exact_first, Family.reference).limit(1)).one_or_none()
    if row is None:
        raise NotTheirs
    return FamilyReference(*row)


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """A family as the list shows it; the closing day still counts as open."""

    id: uuid.UUID
    reference: str
    name: str
    team: str
    lead_worker: str | None
    opened_on: date
    closed_on: date | None
    open: bool


def search(person: Person, text: str, on: date, page: int, size: int) -> tuple[list[FamilyLine], int]:
    """One page of the families a person may see whose reference or name holds the text, and how many there are.

    Open families come first, then by reference.
    """
    conditions = [visible(person, on)]
    if text:
        ways = [
            func.lower(Family.reference).contains(text.lower(), autoescape=True),
            func.lower(FamilyDetails.own_reference).contains(text.lower(), autoescape=True),
            same_reference(text),
        ]
        if name := folded_name(text):
            ways.append(FamilyDetails.name_folded.contains(name, autoescape=True))
        conditions.append(or_(*ways))
    matching = select(Family.id, Family.reference_folded).where(*conditions)
    total = select(func.count()).select_from(Family).where(*conditions)
    if text:
        matching, total = matching.join(Family.details), total.join(Family.details)
    is_open = or_(Family.closed_on.is_(None), Family.closed_on >= on)
    shown = first_of((matching.where(is_open), matching.where(~is_open)), page, size)
    joined = select(Family, FamilyDetails.name, Team.name, Person.name).join(Family.details).join(Family.team)
    rows = db.session.execute(
        joined.outerjoin(Family.lead_worker)
        .join(shown, shown.c.id == Family.id)
        .order_by(shown.c.part, Family.reference_folded, Family.id)
    )
    lines = [
        FamilyLine(
            family.id, family.reference, name, team, lead, family.opened_on, family.closed_on, family.open_on(on)
        )
        for family, name, team, lead in rows
    ]
    return lines, db.session.scalar(total) or 0


def first_of(parts: Sequence[Select[tuple[uuid.UUID, str]]], page: int, size: int) -> Subquery:
    """A page of families as their `id` and `part`: those of the first question, then of the next, each by reference.

    Each part is read in the order of references and no further than the page's end, however many families it has.
    """
    ends = [
        part.add_columns(literal(place).label("part"))
        .order_by(Family.reference_folded, Family.id)
        .limit(page * size)
        .subquery()
        for place, part in enumerate(parts)
    ]
    together = union_all(*(select(end.c.id, end.c.reference_folded, end.c.part) for end in ends)).subquery()
    ordered = select(together.c.id, together.c.part).order_by(
        together.c.part, together.c.reference_folded, together.c.id
    )
    return ordered.limit(size).offset((page - 1) * size).subquery()


def teams_for(person: Person, on: date) -> list[Team]:
    """The teams in which this person may open families on a day, by name: their own."""
    query = select(Team).where(Team.id.in_(teams_of(person, on)), Team.authority_id == person.authority_id)
    return list(db.session.scalars(query.order_by(Team.name, Team.id).limit(MOST_TEAMS)))


def teams_to_move_to(person: Person) -> list[Team]:
    """Where a manager may hand a family over to: any team of the authority, by name."""
    query = select(Team).where(Team.authority_id == person.authority_id)
    return list(db.session.scalars(query.order_by(Team.name, Team.id).limit(MOST_TEAMS)))


def workers_of(team_ids: Collection[uuid.UUID], on: date) -> dict[uuid.UUID, list[Person]]:
    """Who could lead a family in each of these teams on a day: active people of the team with families' roles, by name."""
    workers: dict[uuid.UUID, list[Person]] = {team_id: [] for team_id in team_ids}
    holds = select(RoleGrant.id).where(
        RoleGrant.person_id == Person.id, RoleGrant.role.in_(TEAM_ROLES), *_dated(RoleGrant, on)
    )
    query = (
        select(TeamMembership.team_id, Person)
        .join(Person, Person.id == TeamMembership.person_id)
        .where(
            TeamMembership.team_id.in_(workers),
            TeamMembership.cover_id.is_(None),
            *_dated(TeamMembership, on),
            holds.exists(),
            Person.suspended_at.is_(None),
            Person.active_from <= on,
            or_(Person.active_to.is_(None), Person.active_to >= on),
        )
        .order_by(Person.name, Person.id)
        .limit(MOST_WORKERS)
    )
    for team_id, person in db.session.execute(query):
        if person not in workers[team_id]:
            workers[team_id].append(person)
    return workers


def _dated(row: type[RoleGrant] | type[TeamMembership], on: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return row.starts_on <= on, or_(row.ends_on.is_(None), row.ends_on >= on)


def child_of(family: Family, child_id: uuid.UUID) -> Child:
    """A child of a family that was already found for the person; raises NotTheirs."""
    child = next((each for each in family.children if each.id == child_id), None)
    if child is None:
        raise NotTheirs
    return child


def child_of_any_family(child_id: uuid.UUID) -> Child:
    """A child of any family, so that the caller can look for the family; raises NotTheirs where there is none."""
    child = db.session.get(Child, child_id)
    if child is None:
        raise NotTheirs
    return child
