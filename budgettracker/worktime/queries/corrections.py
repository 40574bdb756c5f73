"""Other people's entries that a manager may correct, and what was corrected of one's own."""

import uuid
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.access import DECIDERS
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person, TeamMembership
from budgettracker.periods import Period
from budgettracker.worktime.models import Activity, WorkCorrection, WorkEntry
from budgettracker.worktime.queries.entries import whole_entries
from budgettracker.worktime.queries.joint import is_kept_from, kept_from

MOST = 400


def entries_of_month(reader: Person, team_id: uuid.UUID, person_id: uuid.UUID, within: Period) -> list[WorkEntry]:
    """Somebody's entries of a month on days on which they were in the team, by day; withdrawn ones are left out.

    So is what a colleague worked for a restricted family that the reader is not named for.
    """
    there = (TeamMembership.person_id == person_id) & (TeamMembership.team_id == team_id)
    then = (TeamMembership.starts_on <= WorkEntry.worked_on) & (
        TeamMembership.ends_on.is_(None) | (TeamMembership.ends_on >= WorkEntry.worked_on)
    )
    query = select(WorkEntry).where(
        WorkEntry.person_id == person_id,
        WorkEntry.worked_on >= within.start,
        WorkEntry.worked_on < within.end,
        WorkEntry.withdrawn_at.is_(None),
        exists().where(there, then),
        or_(WorkEntry.person_id == reader.id, ~kept_from(reader)),
    )
    ordered = whole_entries(query).order_by(WorkEntry.worked_on, WorkEntry.id).limit(MOST)
    return list(db.session.scalars(ordered))


def entry_to_correct_for(person: Person, entry_id: uuid.UUID, on: date) -> WorkEntry:
    """Somebody else's entry of a day on which they were in one of this manager's teams; raises NotTheirs.

    Also for a restricted family that this manager is not named for.
    """
    query = select(WorkEntry).where(WorkEntry.id == entry_id, WorkEntry.authority_id == person.authority_id)
    entry = db.session.scalars(whole_entries(query).options(joinedload(WorkEntry.person))).one_or_none()
    if entry is None or entry.person_id == person.id or not person.roles_on(on) & set(DECIDERS):
        raise NotTheirs
    if not entry.person.team_ids_on(entry.worked_on) & person.team_ids_on(on) or is_kept_from(person, entry):
        raise NotTheirs
    return entry


class Corrected(NamedTuple):
    """A correction of one's own time by a manager: which entry, by whom, why."""

    id: uuid.UUID
    entry_id: uuid.UUID
    activity: str
    worked_on: date
    corrected_by: str
    corrected_at: datetime
    reason: str


def corrections_to_read(person: Person) -> list[Corrected]:
    """What managers corrected of a person's time that the person has not answered yet, the oldest first."""
    query = (
        select(
            WorkCorrection.id,
            WorkCorrection.entry_id,
            Activity.name,
            WorkEntry.worked_on,
            Person.name,
            WorkCorrection.corrected_at,
            WorkCorrection.reason,
        )
        .join(WorkEntry, WorkEntry.id == WorkCorrection.entry_id)
        .join(Activity, Activity.id == WorkEntry.activity_id)
        .join(Person, Person.id == WorkCorrection.corrected_by_id)
        .where(WorkCorrection.person_id == person.id, WorkCorrection.read_at.is_(None))
        .order_by(WorkCorrection.corrected_at, WorkCorrection.id)
        .limit(MOST)
    )
    return [Corrected(*row) for row in db.session.execute(query)]


def correction_for(person: Person, correction_id: uuid.UUID) -> WorkCorrection:
    """A correction of this person's own time; raises NotTheirs."""
    query = select(WorkCorrection).filter_by(id=correction_id, person_id=person.id)
    correction = db.session.scalars(query.options(joinedload(WorkCorrection.entry))).one_or_none()
    if correction is None:
        raise NotTheirs
    return correction
