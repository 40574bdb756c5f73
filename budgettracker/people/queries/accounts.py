"""Accounts that an authority's senior manager and administrator should look at."""

import uuid
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from budgettracker.access import kept_apart
from budgettracker.database import db
from budgettracker.people.models import Person, RoleGrant


def accounts_to_split(authority_id: uuid.UUID, on: date) -> list[Person]:
    """People who hold two roles that are kept apart, from before they were: by name."""
    several = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            Person.authority_id == authority_id,
            RoleGrant.starts_on <= on,
            or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
        )
        .group_by(RoleGrant.person_id)
        .having(func.count() > 1)
    )
    rows = db.session.scalars(
        select(Person)
        .where(Person.id.in_(several))
        .options(selectinload(Person.role_grants))
        .order_by(Person.name, Person.id)
    )
    return [person for person in rows if kept_apart(person.roles_on(on))]
