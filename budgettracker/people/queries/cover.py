"""Reading cover: who could stand in for somebody, whose cover holds, and what of it an audit line says."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.access import DECIDERS, Role
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.histories import Change
from budgettracker.people.models import Cover, Person, RoleGrant
from budgettracker.people.rules.cover import level_of
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome

COVER = "cover"
"""The kind of thing about a person that waits for a second hand: somebody who stands in for them."""
AS_COVER_FOR = "as_cover_for"
"""Under this name an audit line says who was away."""


def could_cover(absent: Person, on: date) -> list[Person]:
    """Those of the authority who decide in their own right on a day and can sign in, by name, without who is away."""
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(DECIDERS),
        RoleGrant.cover_id.is_(None),
        RoleGrant.starts_on <= on,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
    )
    people = db.session.scalars(
        select(Person)
        .where(
            Person.authority_id == absent.authority_id,
            Person.id != absent.id,
            Person.id.in_(holders),
            Person.password_hash.is_not(None),
            Person.suspended_at.is_(None),
        )
        .options(selectinload(Person.role_grants))
        .order_by(Person.name, Person.id)
    )
    return [person for person in people if person.active_on(on)]


def has_other_senior_manager(absent: Person, on: date) -> bool:
    """Is there a senior manager besides who is away?"""
    return any(level_of(person.own_roles_on(on)) == Role.SENIOR_MANAGER for person in could_cover(absent, on))


def covers_of(person: Person, on: date) -> list[Cover]:
    """The cover that somebody gives or takes and that is not over on a day, by its first day."""
    return list(
        db.session.scalars(
            select(Cover)
            .where(
                or_(Cover.absent_id == person.id, Cover.covers_id == person.id),
                Cover.ends_on >= on,
                Cover.ended_at.is_(None),
            )
            .options(joinedload(Cover.absent), joinedload(Cover.covers))
            .order_by(Cover.starts_on, Cover.id)
        )
    )


def cover_to_end(by: Person, cover_id: uuid.UUID, *, administers: bool) -> Cover:
    """Cover that somebody may take back: who is away, who stands in, and administrators; raises NotTheirs otherwise."""
    cover = db.session.get(Cover, cover_id)
    if cover is None or cover.authority_id != by.authority_id:
        raise NotTheirs
    if not administers and by.id not in (cover.absent_id, cover.covers_id):
        raise NotTheirs
    return cover


def as_cover(by: Person, role: Role, team_id: uuid.UUID, on: date) -> dict[str, object]:
    """What an audit line says of the cover by which somebody decided; nothing where it was in their own right."""
    cover = by.cover_used(role, team_id, on)
    return {AS_COVER_FOR: cover.absent_id} if cover is not None else {}


def cover_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Cover that was asked for: for whom, by whom, from when to when."""
    ids = {row.subject_id for row in rows} | {uuid.UUID(row.values["covers"]) for row in rows}
    names = dict(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids))).tuples().all())
    facts = {}
    for row in rows:
        covers_id = uuid.UUID(row.values["covers"])
        title = f"Cover for {names[row.subject_id]} by {names[covers_id]}"
        days = [long_date(date.fromisoformat(row.values[name])) for name in ("from", "to")]
        changes = [Change("As", "", Role(row.values["role"]).words), Change("Days", "", " to ".join(days))]
        apart = frozenset({row.subject_id, covers_id})
        facts[row.id] = Facts(Outcome.COVER, title, title, changes=changes, apart=apart)
    return facts
