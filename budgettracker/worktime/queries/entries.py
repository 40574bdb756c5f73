"""One person's own entries: a day's total, one entry, the last weeks."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, changes_in
from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.money import share_out
from budgettracker.people.models import Person
from budgettracker.periods import Period
from budgettracker.worktime.kinds import WithdrawnBecause
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare

MOST_ENTRIES = 400
"""The longest list of one person's entries on a page."""


def day_minutes(person_id: uuid.UUID, worked_on: date, leaving_out: uuid.UUID | None = None) -> int:
    """Minutes of all a person's entries of a day, withdrawn ones apart, one left out while it is being changed."""
    minutes = WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes
    query = select(func.coalesce(func.sum(minutes), 0)).where(
        WorkEntry.person_id == person_id, WorkEntry.worked_on == worked_on, WorkEntry.withdrawn_at.is_(None)
    )
    if leaving_out is not None:
        query = query.where(WorkEntry.id != leaving_out)
    return int(db.session.scalar(query) or 0)


def minutes_by_day(person_ids: Collection[uuid.UUID], first: date, last: date) -> dict[tuple[uuid.UUID, date], int]:
    """Minutes logged by these people on each day from one day to another, both included; withdrawn entries apart."""
    minutes = func.sum(WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes)
    by_day: dict[tuple[uuid.UUID, date], int] = {}
    for ids in chunks(sorted(person_ids)):
        query = (
            select(WorkEntry.person_id, WorkEntry.worked_on, minutes)
            .where(
                WorkEntry.person_id.in_(ids),
                WorkEntry.worked_on >= first,
                WorkEntry.worked_on <= last,
                WorkEntry.withdrawn_at.is_(None),
            )
            .group_by(WorkEntry.person_id, WorkEntry.worked_on)
        )
        by_day.update(((person_id, day), int(total)) for person_id, day, total in db.session.execute(query))
    return by_day


def whole_entries(query: Select[tuple[WorkEntry]]) -> Select[tuple[WorkEntry]]:
    """The same entries, each with what a page says of it: activity, intervention, note, families."""
    return query.options(
        joinedload(WorkEntry.activity).joinedload(Activity.intervention),
        joinedload(WorkEntry.intervention),
        joinedload(WorkEntry.details),
        selectinload(WorkEntry.shares).joinedload(WorkShare.family),
    )


def entry_for(person: Person, entry_id: uuid.UUID) -> WorkEntry:
    """One of a person's own entries, withdrawn ones too; raises NotTheirs."""
    query = select(WorkEntry).where(WorkEntry.id == entry_id, WorkEntry.person_id == person.id)
    entry = db.session.scalars(whole_entries(query)).one_or_none()
    if entry is None:
        raise NotTheirs
    return entry


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a person's entries and the minutes they come to."""

    worked_on: date
    minutes: int
    entries: list[WorkEntry]


def recent_days(person: Person, within: Period) -> list[Day]:
    """A person's entries of a period by day, the latest day first; withdrawn entries are left out."""
    query = select(WorkEntry).where(
        WorkEntry.person_id == person.id,
        WorkEntry.worked_on >= within.start,
        WorkEntry.worked_on < within.end,
        WorkEntry.withdrawn_at.is_(None),
    )
    ordered = whole_entries(query).order_by(WorkEntry.worked_on.desc(), WorkEntry.id.desc()).limit(MOST_ENTRIES)
    by_day = groupby(db.session.scalars(ordered), key=lambda entry: entry.worked_on)
    days = [(worked_on, list(entries)) for worked_on, entries in by_day]
    return [Day(worked_on, sum(entry.minutes for entry in entries), entries) for worked_on, entries in days]


@dataclass(frozen=True, slots=True)
class Shared:
    """A family's part of an entry: who, and how many of its minutes. No family: other families."""

    family: Family | None
    minutes: int


def shared_minutes(entry: WorkEntry) -> list[Shared]:
    """How an entry's minutes fall to its families, whole minutes, kind by kind by the running total."""
    if not entry.shares:
        return []
    weights = [share.weight for share in entry.shares]
    kinds = (entry.contact_minutes, entry.preparation_minutes, entry.travel_minutes)
    parts = [
        sum(minutes_by_kind) for minutes_by_kind in zip(*(share_out(kind, weights) for kind in kinds), strict=True)
    ]
    return [Shared(share.family, minutes) for share, minutes in zip(entry.shares, parts, strict=True)]


def withdrawn_because(entry: WorkEntry) -> WithdrawnBecause | None:
    """Why an entry was taken back, None where nobody said so."""
    query = select(AuditRecord.body).filter_by(subject_id=entry.id, deed=Deed.WORK_WITHDRAWN)
    body = db.session.scalars(query.order_by(AuditRecord.sequence.desc())).first()
    code = changes_in(body).text("reason") if body else ""
    return WithdrawnBecause(code) if code else None
