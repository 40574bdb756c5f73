"""Reading families: whose they are to see, one by its id, and the list with its search."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.people.models import Person

TEAM_ROLES = {Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER}
"""Roles that see and work with the families of their teams."""


def visible(person: Person, on: date) -> ColumnElement[bool]:
    """A where-clause on Family: what this person may see on a day.

    Practitioners, managers and senior managers: the families of their teams that day. Auditors: all of their
    authority. Everybody else: none.
    """
    roles = person.roles_on(on)
    clauses: list[ColumnElement[bool]] = []
    if roles & TEAM_ROLES:
        clauses.append(Family.team_id.in_(person.team_ids_on(on)))
    if Role.AUDITOR in roles:
        clauses.append(Family.authority_id == person.authority_id)
    if not clauses or person.authority_id is None:
        return false()
    return (Family.authority_id == person.authority_id) & or_(*clauses)


def family_for(person: Person, family_id: uuid.UUID, on: date) -> Family:
    """A family this person may see on that day, with its name, team, lead worker and children; raises NotTheirs."""
    asked = select(Family).where(Family.id == family_id, visible(person, on))
    family = db.session.scalars(
        asked.options(
            joinedload(Family.details),
            joinedload(Family.team),
            joinedload(Family.lead_worker),
            selectinload(Family.children),
        )
    ).one_or_none()
    if family is None:
        raise NotTheirs
    return family


@dataclass(frozen=True, slots=True)
class FamilyReference:
    """All that another team's worker sees of a family: enough to log a joint visit, and no name."""

    id: uuid.UUID
    reference: str


def same_reference(reference: str) -> ColumnElement[bool]:
    """A where-clause on Family: this reference, however its letters are typed."""
    typed = reference.strip()
    return or_(Family.reference == typed, func.lower(Family.reference) == typed.lower())


def reference_only(person: Person, reference: str) -> FamilyReference:
    """A family of the person's authority by its reference alone, to log time on a joint visit; raises NotTheirs."""
    asked = select(Family.id, Family.reference).where(
        Family.authority_id == person.authority_id, same_reference(reference)
    )
    found = db.session.execute(asked.order_by(Family.reference).limit(1)).one_or_none()
    if person.authority_id is None or found is None:
        raise NotTheirs
    return FamilyReference(*found)
