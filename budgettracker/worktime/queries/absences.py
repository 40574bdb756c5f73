"""Reading the one store of time away."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.periods import Period
from budgettracker.worktime.models import Absence


def absent_days(person_ids: Collection[uuid.UUID], within: Period) -> dict[tuple[uuid.UUID, date], bool]:
    """Those of some days on which these people were away, and whether entries tell of it (else a file does)."""
    days: dict[tuple[uuid.UUID, date], bool] = {}
    for ids in chunks(sorted(person_ids)):
        query = select(Absence.person_id, Absence.absent_on, Absence.entry_id).where(
            Absence.person_id.in_(ids), Absence.absent_on >= within.start, Absence.absent_on < within.end
        )
        for person_id, absent_on, entry_id in db.session.execute(query):
            days[person_id, absent_on] = entry_id is not None
    return days


def absent_minutes(authority_id: uuid.UUID, within: Period) -> dict[tuple[uuid.UUID, date], int]:
    """Minutes away of an authority's people, by person and day, over some days."""
    query = (
        select(Absence.person_id, Absence.absent_on, func.sum(Absence.minutes))
        .where(
            Absence.authority_id == authority_id,
            Absence.absent_on >= within.start,
            Absence.absent_on < within.end,
        )
        .group_by(Absence.person_id, Absence.absent_on)
    )
    return {(person_id, absent_on): int(minutes) for person_id, absent_on, minutes in db.session.execute(query)}
