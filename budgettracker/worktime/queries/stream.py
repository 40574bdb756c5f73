"""A whole authority's entries as a stream, for costing and for workbooks."""

import uuid
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.worktime.models import Activity, Intervention, WorkEntry, WorkShare

BATCH = 1_000
"""Entries held in memory at a time while streaming."""


class ShareRow(NamedTuple):
    """A family's weight in an entry, by id and reference; both None for other families."""

    family_id: uuid.UUID | None
    family_reference: str | None
    weight: int


class EntryRow(NamedTuple):
    """One entry as a costing run or a workbook reads it: minutes, hundredths of a mile, pence, names of codes."""

    id: uuid.UUID
    version: int
    reference: str | None
    person_id: uuid.UUID
    worked_on: date
    activity: str
    activity_kind: str
    activity_class: str
    activity_intervention: str | None
    intervention: str | None
    for_whom: str
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    miles_hundredths: int
    expenses_pence: int
    session_reference: str | None
    places: int | None
    shares: tuple[ShareRow, ...]


def entries_between(authority_id: uuid.UUID, start: date, end: date) -> Iterator[EntryRow]:
    """An authority's entries from `start` (included) to `end` (excluded), withdrawn ones apart, one after another.

    In order of person, day and entry, their families by reference and other families last. Memory stays bounded
    however many there are: a batch of entries is read from the database at a time, with its shares.
    """
    named = aliased(Intervention)
    asked = (
        select(
            WorkEntry.id,
            WorkEntry.version,
            WorkEntry.reference,
            WorkEntry.person_id,
            WorkEntry.worked_on,
            Activity.name,
            Activity.kind,
            Activity.activity_class,
            Intervention.name,
            named.name,
            WorkEntry.for_whom,
            WorkEntry.contact_minutes,
            WorkEntry.preparation_minutes,
            WorkEntry.travel_minutes,
            WorkEntry.miles_hundredths,
            WorkEntry.expenses_pence,
            WorkEntry.session_reference,
            WorkEntry.places,
        )
        .join(WorkEntry.activity)
        .outerjoin(Activity.intervention)
        .outerjoin(named, WorkEntry.intervention_id == named.id)
        .where(
            WorkEntry.authority_id == authority_id,
            WorkEntry.worked_on >= start,
            WorkEntry.worked_on < end,
            WorkEntry.withdrawn_at.is_(None),
        )
        .order_by(WorkEntry.person_id, WorkEntry.worked_on, WorkEntry.id)
        .execution_options(yield_per=BATCH)
    )
    for batch in db.session.execute(asked).partitions():
        shares = _shares_of([row.id for row in batch])
        for row in batch:
            yield EntryRow._make((*row, shares.get(row.id, ())))


def _shares_of(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[ShareRow, ...]]:
    asked = (
        select(WorkShare.entry_id, WorkShare.family_id, Family.reference, WorkShare.weight)
        .outerjoin(WorkShare.family)
        .where(WorkShare.entry_id.in_(entry_ids))
        .order_by(WorkShare.entry_id, WorkShare.position)
    )
    found = db.session.execute(asked).all()
    return {
        entry_id: tuple(ShareRow(row.family_id, row.reference, row.weight) for row in rows)
        for entry_id, rows in groupby(found, key=lambda row: row.entry_id)
    }
