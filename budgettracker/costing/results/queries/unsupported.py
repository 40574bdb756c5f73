"""Families for which a run cannot say what it says of the others, by why."""

import uuid
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from budgettracker.costing.results.models import RunFamilyCost
from budgettracker.costing.run.models import CostingRun, RunMember

MOST_NAMED = 50
"""Families named for each reason; the workbook's sheet Families has all of them."""


class Unsupported(NamedTuple):
    """What is not supported, in words; how many families that is true of, and the first of them by id."""

    words: str
    families: int
    named: list[uuid.UUID]


def unsupported_families(session: Session, run: CostingRun) -> list[Unsupported]:
    """Each reason that holds for some family of the run."""
    reasons: list[tuple[str, ColumnElement[bool]]] = [
        (
            "Began before the study's first day: their first months were not seen, so they are in no window since the start",
            RunFamilyCost.started_on < run.starts_on,
        ),
        ("No child in scope: they are in no average over children", RunFamilyCost.children_in_scope == 0),
        (
            "No lead worker: together they count as one cluster of their authority",
            RunMember.lead_worker_id.is_(None),
        ),
        (
            "Status of the index child at the start not known: a category of its own in the adjusted difference",
            RunMember.status_at_start.is_(None),
        ),
    ]
    rows = [_families(session, run.id, words, holds) for words, holds in reasons]
    return [row for row in rows if row.families]


def _families(session: Session, run_id: uuid.UUID, words: str, holds: ColumnElement[bool]) -> Unsupported:
    of_member = (RunMember.run_id == RunFamilyCost.run_id) & (RunMember.family_id == RunFamilyCost.family_id)
    where = (RunFamilyCost.run_id == run_id, holds)
    count = session.scalar(select(func.count()).select_from(RunFamilyCost).join(RunMember, of_member).where(*where))
    named = select(RunFamilyCost.family_id).join(RunMember, of_member).where(*where)
    ordered = named.order_by(RunFamilyCost.family_id).limit(MOST_NAMED)
    return Unsupported(words, int(count or 0), list(session.scalars(ordered)))
