"""Work time an authority has already, read without the object layer: a second import meets 100,000 entries again."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.worktime.models import Absence, Activity, Intervention, WorkEntry, WorkEntryDetails, WorkShare


class EntryInBooks(NamedTuple):
    """What an entry that stands under a reference says, as a file would say it; `families` are pairs of reference
    (None: other families) and weight, in their order."""

    email: str
    worked_on: date
    activity: str
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    miles_hundredths: int
    expenses_pence: int
    session_ref: str | None
    places: int | None
    intervention: str | None
    note: str | None
    vehicle: str
    passengers: int
    families: tuple[tuple[str | None, int], ...]


def entries_named(authority_id: uuid.UUID, references: Iterable[str]) -> dict[str, EntryInBooks]:
    """An authority's entries under these references, withdrawn ones too."""
    entries: dict[str, EntryInBooks] = {}
    for some_references in chunks(sorted(references)):
        query = (
            select(
                WorkEntry.id,
                WorkEntry.reference,
                Person.email,
                WorkEntry.worked_on,
                Activity.name,
                WorkEntry.contact_minutes,
                WorkEntry.preparation_minutes,
                WorkEntry.travel_minutes,
                WorkEntry.miles_hundredths,
                WorkEntry.expenses_pence,
                WorkEntry.session_reference,
                WorkEntry.places,
                Intervention.name,
                WorkEntryDetails.note,
                WorkEntry.vehicle,
                WorkEntry.passengers,
            )
            .join(Person, Person.id == WorkEntry.person_id)
            .join(WorkEntry.activity)
            .outerjoin(Intervention, Intervention.id == WorkEntry.intervention_id)
            .outerjoin(WorkEntryDetails, WorkEntryDetails.entry_id == WorkEntry.id)
            .where(WorkEntry.authority_id == authority_id, WorkEntry.reference.in_(some_references))
        )
        rows = db.session.execute(query).all()
        shares = _shares_of([row[0] for row in rows])
        entries.update((row[1], EntryInBooks._make((*row[2:], tuple(shares[row[0]])))) for row in rows)
    return entries


def _shares_of(entry_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[tuple[str | None, int]]]:
    query = (
        select(WorkShare.entry_id, Family.reference, WorkShare.weight)
        .outerjoin(Family, Family.id == WorkShare.family_id)
        .where(WorkShare.entry_id.in_(entry_ids))
        .order_by(WorkShare.entry_id, WorkShare.position)
    )
    shares: dict[uuid.UUID, list[tuple[str | None, int]]] = defaultdict(list)
    for entry_id, reference, weight in db.session.execute(query):
        shares[entry_id].append((reference, weight))
    return shares


class DayAway(NamedTuple):
    """What stands of somebody's time away on a day: minutes, whether a year's hours leave it out, and what tells of it."""

    minutes: int
    in_hours: bool
    by_entry: bool


def days_away(person_ids: Collection[uuid.UUID], first: date, last: date) -> dict[tuple[object, date], DayAway]:
    """The days on which people were away, from a day to a day, both included."""
    days: dict[tuple[object, date], DayAway] = {}
    for ids in chunks(person_ids):
        query = select(Absence.person_id, Absence.absent_on, Absence.minutes, Absence.in_hours, Absence.entry_id)
        within = query.where(Absence.person_id.in_(ids), Absence.absent_on >= first, Absence.absent_on <= last)
        for person_id, day, minutes, in_hours, entry_id in db.session.execute(within):
            days[person_id, day] = DayAway(minutes, in_hours, entry_id is not None)
    return days


def activities_by_name(authority_id: uuid.UUID) -> dict[str, Activity]:
    """An authority's activities by their names in small letters, those out of use too."""
    query = select(Activity).where(Activity.authority_id == authority_id)
    return {activity.name.casefold(): activity for activity in db.session.scalars(query)}


def interventions_by_name(authority_id: uuid.UUID) -> dict[str, Intervention]:
    """What an authority costs, by its name in small letters."""
    query = select(Intervention).where(Intervention.authority_id == authority_id)
    return {intervention.name.casefold(): intervention for intervention in db.session.scalars(query)}
