"""A family's work time: its own whole-minute part of everybody's entries."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Select, cast, func, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.database import db
from budgettracker.money import share_out
from budgettracker.money_in_sql import part_of_running_total
from budgettracker.worktime.models import WorkEntry, WorkShare


@dataclass(frozen=True, slots=True)
class EntryForFamily:
    """One work entry as it concerns one family: its own minutes of each kind."""

    worked_on: date
    person: str
    activity: str
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int

    @property
    def minutes(self) -> int:
        """All three kinds together."""
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes


@dataclass(frozen=True, slots=True)
class FamilyMinutes:
    """How many entries there are for a family, and its minutes of all of them."""

    entries: int = 0
    minutes: int = 0


def entries_for_family(family_id: uuid.UUID, bound: int = 50, start: int = 0) -> list[EntryForFamily]:
    """Some of everybody's work with a family, the newest first: the family's whole-minute part of each entry.

    An entry for several families is shared as a costing run shares it; withdrawn entries are left out.
    """
    entries = db.session.scalars(
        select(WorkEntry)
        .where(WorkEntry.id.in_(_entries_naming(family_id)), WorkEntry.withdrawn_at.is_(None))
        .options(joinedload(WorkEntry.person), joinedload(WorkEntry.activity), selectinload(WorkEntry.shares))
        .order_by(WorkEntry.worked_on.desc(), WorkEntry.id.desc())
        .limit(bound)
        .offset(start)
    )
    return [_part(entry, family_id) for entry in entries]


def family_minutes(family_id: uuid.UUID) -> FamilyMinutes:
    """A family's minutes of all entries, however many, summed by the database as `share_out` shares them."""
    places = (
        select(
            WorkShare.entry_id,
            WorkShare.family_id,
            # Whole numbers again: PostgreSQL's sum is a decimal, which divides into fractions.
            cast(
                func.sum(WorkShare.weight).over(partition_by=WorkShare.entry_id, order_by=WorkShare.position),
                BigInteger,
            ).label("until_here"),
            WorkShare.weight,
            cast(func.sum(WorkShare.weight).over(partition_by=WorkShare.entry_id), BigInteger).label("whole"),
        )
        .where(WorkShare.entry_id.in_(_entries_naming(family_id)))
        .subquery()
    )
    until, weight, whole = places.c.until_here, places.c.weight, places.c.whole
    contact, preparation, travel = (
        part_of_running_total(minutes.expression, until - weight, until, whole)
        for minutes in (WorkEntry.contact_minutes, WorkEntry.preparation_minutes, WorkEntry.travel_minutes)
    )
    count, minutes = db.session.execute(
        select(func.count(WorkEntry.id.distinct()), func.sum(contact + preparation + travel))
        .join(places, places.c.entry_id == WorkEntry.id)
        .where(places.c.family_id == family_id, WorkEntry.withdrawn_at.is_(None))
    ).one()
    return FamilyMinutes(count, int(minutes or 0))


def _entries_naming(family_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    return select(WorkShare.entry_id).where(WorkShare.family_id == family_id)


def _part(entry: WorkEntry, family_id: uuid.UUID) -> EntryForFamily:
    weights = [share.weight for share in entry.shares]
    places = [number for number, share in enumerate(entry.shares) if share.family_id == family_id]
    contact, preparation, travel = (
        sum(share_out(minutes, weights)[place] for place in places)
        for minutes in (entry.contact_minutes, entry.preparation_minutes, entry.travel_minutes)
    )
    return EntryForFamily(entry.worked_on, entry.person.name, entry.activity.name, contact, preparation, travel)
