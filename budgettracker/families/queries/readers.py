"""Who reads a restricted family: the people named for it, and who gave a reason that day."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.access import DECIDERS
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.kinds import ReaderKind
from budgettracker.families.models import Family, FamilyReader
from budgettracker.histories import Change
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import Decider, names_of
from budgettracker.people.queries.second_hands import colleagues_of
from budgettracker.people.queries.teams import teams_of
from budgettracker.second_hands import Outcome

NAMING, LIFTING = "naming", "lifting"
"""What about a restricted family waits for a second hand: one more name, and the end of the restriction."""
MOST = 200


def open_to_named(person_id: Any) -> ColumnElement[bool]:
    """A where-clause on Family: not sealed, and restricted only where this person (perhaps a bind parameter) is named."""
    named = _rows_of(person_id).where(FamilyReader.kind == ReaderKind.NAMED)
    return Family.sealed_on.is_(None) & or_(Family.restricted.is_(False), named.exists())


def open_to_readers(person_id: Any, on: date) -> ColumnElement[bool]:
    """A where-clause on Family: as `open_to_named`, or this person gave a reason and may read it on that day."""
    reads = _rows_of(person_id).where(or_(FamilyReader.until_on.is_(None), FamilyReader.until_on >= on))
    return Family.sealed_on.is_(None) & or_(Family.restricted.is_(False), reads.exists())


def _rows_of(person_id: Any) -> Select[tuple[uuid.UUID]]:
    reads = select(FamilyReader.id).where(
        FamilyReader.family_id == Family.id, FamilyReader.person_id == person_id, FamilyReader.removed_at.is_(None)
    )
    return reads.correlate(Family)


def named_for(family_id: uuid.UUID) -> list[FamilyReader]:
    """Who is named for a restricted family, by name."""
    return _readers(FamilyReader.family_id == family_id, FamilyReader.kind == ReaderKind.NAMED)


def named_only(family: Family, deciders: Sequence[Decider]) -> list[Decider]:
    """Of those who may decide for a family's team, who is named for it where it is restricted."""
    if not family.restricted:
        return list(deciders)
    named = {reader.person_id for reader in named_for(family.id)}
    return [each for each in deciders if each.person.id in named]


def openings_of(family_id: uuid.UUID) -> list[FamilyReader]:
    """Who read a restricted family by giving a reason, with it."""
    return _readers(FamilyReader.family_id == family_id, FamilyReader.kind == ReaderKind.BY_REASON)


def _readers(*conditions: ColumnElement[bool]) -> list[FamilyReader]:
    query = select(FamilyReader).join(FamilyReader.person).where(*conditions, FamilyReader.removed_at.is_(None))
    query = query.options(joinedload(FamilyReader.person), joinedload(FamilyReader.details))
    return list(db.session.scalars(query.order_by(Person.name, FamilyReader.from_at, FamilyReader.id).limit(MOST)))


def openings_to_see(person: Person, on: date) -> list[uuid.UUID]:
    """Restricted families for which this person decides by name, and that somebody opened by a reason not yet seen."""
    if not person.roles_on(on) & set(DECIDERS):
        return []
    opened = select(FamilyReader.family_id).where(
        FamilyReader.authority_id == person.authority_id,
        FamilyReader.kind == ReaderKind.BY_REASON,
        FamilyReader.seen_at.is_(None),
    )
    query = select(Family.id).where(
        Family.id.in_(opened),
        Family.restricted.is_(True),
        Family.team_id.in_(teams_of(person, on)),
        open_to_named(person.id),
    )
    return list(db.session.scalars(query.order_by(Family.id).limit(MOST)))


def apart_from(family: Family, on: date, but: uuid.UUID) -> frozenset[uuid.UUID]:
    """Who may not be the second hand about a restricted family: whoever is not named for it.

    Where no manager or senior manager but who asked (`but`) is named, any senior manager of the authority may.
    """
    if not family.restricted:
        return frozenset()
    colleagues = colleagues_of(family.authority_id, on)
    named = {reader.person_id for reader in named_for(family.id)}
    able = [each for each in colleagues if each.id in named - {but} and each.roles & set(DECIDERS)]
    seniors = set() if able else {each.id for each in colleagues if DECIDERS[-1] in each.roles}
    return frozenset(each.id for each in colleagues) - named - seniors


def silent_to(family: Family, on: date, apart: frozenset[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Who reads nothing any more of what was asked about a family: who stands `apart`; of a sealed record nobody does."""
    if not family.restricted:
        return frozenset()
    everybody = frozenset(db.session.scalars(select(Person.id).where(Person.authority_id == family.authority_id)))
    if family.sealed_on is not None:
        return everybody
    named = {reader.person_id for reader in named_for(family.id)}
    return everybody - named - {each.id for each in colleagues_of(family.authority_id, on) if each.id not in apart}


def restriction_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """What would be opened, to whom; administrators read that it is some family."""
    query = select(Family).where(Family.id.in_({row.subject_id for row in rows}))
    families = {family.id: family for family in db.session.scalars(query)}
    people = {row.id: uuid.UUID(row.values["person"]) for row in rows if "person" in row.values}
    names = names_of(people.values())
    facts = {}
    for row in rows:
        family = families[row.subject_id]
        named = names.get(people[row.id], "") if row.id in people else ""
        apart = apart_from(family, on, row.asked_by_id)
        change = (
            Change("Who reads it", "not yet", named)
            if named
            else Change("Who sees it", "the people named for it", "everybody who sees its team, and auditors")
        )
        facts[row.id] = Facts(
            Outcome.RESTRICTION,
            f"{f'Naming {named} for' if named else 'Lifting the restriction of'} {family.reference}",
            "Opening a restricted family",
            changes=[change],
            team_ids=frozenset({family.team_id}),
            silent_to=silent_to(family, on, apart),
            apart=apart | ({people[row.id]} if row.id in people else frozenset()),
        )
    return facts
