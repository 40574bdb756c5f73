"""How a study's families stood before their start: what a difference between arms is adjusted for."""

import uuid
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.costing.run.queries.inputs import Part
from budgettracker.database import db
from budgettracker.families.models import Child, Family
from budgettracker.outcomes.kinds import RISKS
from budgettracker.outcomes.models import FamilyOutcome


class Baseline(NamedTuple):
    """Status of the index child when the work started, and how many outcomes before the family's start told of risk."""

    status_at_start: str | None
    risks_before: int


def baseline_of(part: Part) -> dict[uuid.UUID, Baseline]:
    """Of each member family. The start is its allocation, else its first opening; an outcome of that day is none before it."""
    statuses = (
        select(Family.id, Child.status_at_start)
        .join(Child, (Child.family_id == Family.id) & (Child.reference == Family.index_child))
        .where(Family.authority_id == part.authority_id)
    )
    by_family: dict[uuid.UUID, str | None] = dict(db.session.execute(statuses).tuples().all())
    risks = select(FamilyOutcome.family_id, FamilyOutcome.happened_on).where(
        FamilyOutcome.authority_id == part.authority_id,
        FamilyOutcome.outcome.in_(RISKS),
        FamilyOutcome.withdrawn_at.is_(None),
    )
    starts = {each.family_id: each.allocated_on or each.periods[0].opened_on for each in part.members}
    counts = dict.fromkeys(starts, 0)
    for family_id, happened_on in db.session.execute(risks):
        if family_id in starts and happened_on < starts[family_id]:
            counts[family_id] += 1
    return {family_id: Baseline(by_family.get(family_id), counts[family_id]) for family_id in starts}
