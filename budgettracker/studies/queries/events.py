"""Reading the events that a study has counted."""

import uuid

from sqlalchemy import select

from budgettracker.costing.kinds import Process
from budgettracker.costing.rates.rules.event_count import EventCount
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.people.models import Authority
from budgettracker.studies.models import StudyEvent


def events_of(study_id: uuid.UUID) -> list[tuple[StudyEvent, str]]:
    """A study's counts that stand, each with its authority's name: by authority, arm, process and first day."""
    query = (
        select(StudyEvent, Authority.name)
        .join(Authority, Authority.id == StudyEvent.authority_id)
        .where(StudyEvent.study_id == study_id, StudyEvent.withdrawn_at.is_(None))
        .order_by(Authority.name, StudyEvent.arm, StudyEvent.process, StudyEvent.starts_on, StudyEvent.id)
    )
    return list(db.session.execute(query).tuples())


def plain_events(study_id: uuid.UUID) -> list[EventCount]:
    """The same as the method has them: what the study's next run freezes."""
    return [
        EventCount(
            row.authority_id,
            Arm(row.arm),
            Process(row.process),
            row.starts_on,
            row.ends_on,
            row.number,
            row.unit_pence,
            row.price_year,
            row.counted_by,
            row.priced_by,
        )
        for row, _ in events_of(study_id)
    ]


def events_for(study_id: uuid.UUID, events_id: uuid.UUID) -> StudyEvent:
    """A count of a study. Raises NotTheirs."""
    row = db.session.get(StudyEvent, events_id)
    if row is None or row.study_id != study_id:
        raise NotTheirs
    return row
