"""Reading work time: one's own entries, a day's total, closed months, and a whole authority's entries as a stream."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import visible
from budgettracker.money import share_out
from budgettracker.people.models import Person, Team
from budgettracker.periods import Period, month
from budgettracker.worktime.models import Activity, Intervention, MonthClosing, WorkEntry, WorkShare

BATCH = 1_000
"""Entries held in memory at a time while streaming."""
MOST_ENTRIES = 400
"""The longest list of one person's entries on a page."""
MOST_FAMILIES = 100
"""The most families offered as ticks; any other is named by its reference."""


def activities(authority_id: uuid.UUID, on: date) -> list[Activity]:
    """An authority's activities in use on a day, by name."""
    asked = select(Activity).where(Activity.authority_id == authority_id)
    in_use = asked.where((Activity.retired_on.is_(None)) | (Activity.retired_on > on))
    return list(db.session.scalars(in_use.options(joinedload(Activity.intervention)).order_by(Activity.name)))


def interventions(authority_id: uuid.UUID) -> list[Intervention]:
    """What an authority costs, by name."""
    asked = select(Intervention).where(Intervention.authority_id == authority_id)
    return list(db.session.scalars(asked.order_by(Intervention.name)))


def families_to_tick(person: Person, on: date) -> list[Family]:
    """The families a person sees that are open on the day or were in the month before it, their own first.

    At most 100, with their names; the form takes any other family of the authority by its reference.
    """
    lately = month(month(on).start - timedelta(days=1)).start
    asked = (
        select(Family)
        .join(Family.details)
        .where(visible(person, on), (Family.closed_on.is_(None)) | (Family.closed_on >= lately))
        .options(contains_eager(Family.details))
        .order_by((Family.lead_worker_id != person.id) | Family.lead_worker_id.is_(None), Family.reference)
    )
    return list(db.session.scalars(asked.limit(MOST_FAMILIES)))


def seen_families(person: Person, ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, Family]:
    """Which of these families the person sees by name, by their ids."""
    asked = select(Family).join(Family.details).where(Family.id.in_(list(ids)), visible(person, on))
    found = db.session.scalars(asked.options(contains_eager(Family.details)).order_by(Family.reference))
    return {family.id: family for family in found}


def day_minutes(person_id: uuid.UUID, worked_on: date, leaving_out: uuid.UUID | None = None) -> int:
    """Minutes of all a person's entries of a day, withdrawn ones apart, one left out while it is being changed."""
    minutes = WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes
    asked = select(func.coalesce(func.sum(minutes), 0)).where(
        WorkEntry.person_id == person_id, WorkEntry.worked_on == worked_on, WorkEntry.withdrawn_at.is_(None)
    )
    if leaving_out is not None:
        asked = asked.where(WorkEntry.id != leaving_out)
    return int(db.session.scalar(asked) or 0)


def closed_teams(team_ids: Iterable[uuid.UUID], worked_on: date) -> list[str]:
    """The names of those of the teams whose month around a day is closed."""
    asked = (
        select(Team.name)
        .join(MonthClosing, MonthClosing.team_id == Team.id)
        .where(
            Team.id.in_(list(team_ids)),
            MonthClosing.month_starts_on == month(worked_on).start,
            MonthClosing.reopened_at.is_(None),
        )
    )
    return list(db.session.scalars(asked.distinct().order_by(Team.name)))


def closing_of(team_id: uuid.UUID, month_starts_on: date) -> MonthClosing | None:
    """The closing that holds for a team's month now, None while the month is open."""
    asked = select(MonthClosing).where(
        MonthClosing.team_id == team_id,
        MonthClosing.month_starts_on == month_starts_on,
        MonthClosing.reopened_at.is_(None),
    )
    return db.session.scalars(asked.order_by(MonthClosing.closed_at)).first()


def _whole(asked: Select[tuple[WorkEntry]]) -> Select[tuple[WorkEntry]]:
    return asked.options(
        joinedload(WorkEntry.activity).joinedload(Activity.intervention),
        joinedload(WorkEntry.intervention),
        joinedload(WorkEntry.details),
        selectinload(WorkEntry.shares).joinedload(WorkShare.family),
    )


def entry_for(person: Person, entry_id: uuid.UUID) -> WorkEntry:
    """One of a person's own entries, withdrawn ones too; raises NotTheirs."""
    asked = select(WorkEntry).where(WorkEntry.id == entry_id, WorkEntry.person_id == person.id)
    found = db.session.scalars(_whole(asked)).one_or_none()
    if found is None:
        raise NotTheirs
    return found


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a person's entries and the minutes they come to."""

    worked_on: date
    minutes: int
    entries: list[WorkEntry]


def recent_days(person: Person, within: Period) -> list[Day]:
    """A person's entries of a period by day, the latest day first; withdrawn entries are left out."""
    asked = select(WorkEntry).where(
        WorkEntry.person_id == person.id,
        WorkEntry.worked_on >= within.start,
        WorkEntry.worked_on < within.end,
        WorkEntry.withdrawn_at.is_(None),
    )
    ordered = _whole(asked).order_by(WorkEntry.worked_on.desc(), WorkEntry.id.desc()).limit(MOST_ENTRIES)
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
    parts = [sum(each) for each in zip(*(share_out(kind, weights) for kind in kinds), strict=True)]
    return [Shared(share.family, minutes) for share, minutes in zip(entry.shares, parts, strict=True)]


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
