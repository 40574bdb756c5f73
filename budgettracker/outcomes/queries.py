"""Reading outcomes: those of a family, one by its id, and whether one stands already."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.queries import family_to_change
from budgettracker.outcomes.kinds import Outcome
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.people.models import Person

MOST = 500
"""Outcomes of one family that its page lists."""


def outcomes_of(family_id: uuid.UUID) -> list[FamilyOutcome]:
    """The outcomes of a family that stand, the latest first."""
    query = (
        select(FamilyOutcome)
        .where(FamilyOutcome.family_id == family_id, FamilyOutcome.withdrawn_at.is_(None))
        .options(joinedload(FamilyOutcome.child))
        .order_by(FamilyOutcome.happened_on.desc(), FamilyOutcome.id)
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def outcome_to_change(person: Person, outcome_id: uuid.UUID, on: date) -> FamilyOutcome:
    """An outcome that stands of a family this person works with; raises NotTheirs otherwise."""
    outcome = db.session.get(FamilyOutcome, outcome_id)
    if outcome is None or outcome.withdrawn_at is not None:
        raise NotTheirs
    family_to_change(person, outcome.family_id, on)
    return outcome


def outcomes_of_families(
    family_ids: Collection[uuid.UUID],
) -> dict[tuple[uuid.UUID, uuid.UUID | None, str, date], FamilyOutcome]:
    """The outcomes of some families that stand, by family, child, what happened and day."""
    standing: dict[tuple[uuid.UUID, uuid.UUID | None, str, date], FamilyOutcome] = {}
    for some in chunks(sorted(family_ids)):
        query = select(FamilyOutcome).where(FamilyOutcome.family_id.in_(some), FamilyOutcome.withdrawn_at.is_(None))
        standing |= {
            (row.family_id, row.child_id, row.outcome, row.happened_on): row for row in db.session.scalars(query)
        }
    return standing


def stands(family_id: uuid.UUID, child_id: uuid.UUID | None, outcome: Outcome, happened_on: date) -> bool:
    """Is this very outcome recorded already?"""
    query = select(FamilyOutcome.id).where(
        FamilyOutcome.family_id == family_id,
        FamilyOutcome.child_id.is_(None) if child_id is None else FamilyOutcome.child_id == child_id,
        FamilyOutcome.outcome == outcome,
        FamilyOutcome.happened_on == happened_on,
        FamilyOutcome.withdrawn_at.is_(None),
    )
    return db.session.scalars(query.limit(1)).one_or_none() is not None
