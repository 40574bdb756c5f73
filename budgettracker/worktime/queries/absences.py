"""Reading the one store of time away."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from budgettracker.access import DECIDERS
from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person
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


def absence_to_withdraw(person: Person, absence_id: uuid.UUID, on: date) -> Absence:
    """Time away that a file told of somebody who was in one of this manager's teams that day; raises NotTheirs."""
    query = select(Absence).where(Absence.id == absence_id, Absence.authority_id == person.authority_id)
    whole = query.where(Absence.entry_id.is_(None)).options(joinedload(Absence.person))
    absence = db.session.scalars(whole).one_or_none()
    if absence is None or not person.roles_on(on) & set(DECIDERS):
        raise NotTheirs
    if not absence.person.team_ids_on(absence.absent_on) & person.team_ids_on(on):
        raise NotTheirs
    return absence


def absences_of_month(person_id: uuid.UUID, within: Period) -> list[Absence]:
    """Time away of somebody's month that files told of, by day."""
    query = select(Absence).where(
        Absence.person_id == person_id,
        Absence.entry_id.is_(None),
        Absence.absent_on >= within.start,
        Absence.absent_on < within.end,
    )
    return list(db.session.scalars(query.order_by(Absence.absent_on, Absence.id)))


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
