"""Reading an authority's work entries for a run: worker by worker, the days worked, the families interventions name."""

import uuid
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, exists, func, or_, select

from budgettracker.bulk import chunks, day_of, hex_of, plain_rows
from budgettracker.costing.method.apportion import in_order
from budgettracker.costing.method.inputs import Activity, Minutes, Share, WorkEntry
from budgettracker.costing.method.mileage import year_start
from budgettracker.costing.run.queries.staff import Staff
from budgettracker.costing.run.rules.blocks import LackingDays, WorkedDay
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import first_reference
from budgettracker.people.models import Person
from budgettracker.periods import Period
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, Vehicle
from budgettracker.worktime.models import Activity as Kind
from budgettracker.worktime.models import Intervention, WorkShare
from budgettracker.worktime.models import WorkEntry as Logged

TOGETHER = 10
"""Workers whose entries are read in one question."""

# The same as calling the class with these fields, in a third of the time: there are several for every entry.
_entry = partial(tuple.__new__, WorkEntry)
_minutes = partial(tuple.__new__, Minutes)
_VEHICLES = {str(vehicle): vehicle for vehicle in Vehicle}


class Codes(NamedTuple):
    """What an authority's entries name by id, kept by that id as text; None stands for none."""

    families: dict[str | None, str | None]
    """References."""
    activities: dict[str, Activity]
    interventions: dict[str | None, str | None]
    """Names."""


class WorkerEntries(NamedTuple):
    """One worker's entries as the rules read them, in order of day and id."""

    worker: str
    entries: list[WorkEntry]


def codes_of(authority_id: uuid.UUID) -> Codes:
    """An authority's families, activities and interventions."""
    families = select(hex_of(Family.id), first_reference()).where(Family.authority_id == authority_id)
    interventions = select(hex_of(Intervention.id), Intervention.name).where(Intervention.authority_id == authority_id)
    activities = (
        select(hex_of(Kind.id), Kind.name, Kind.kind, Kind.activity_class, Intervention.name)
        .outerjoin(Kind.intervention)
        .where(Kind.authority_id == authority_id)
    )
    return Codes(
        families={None: None, **dict(plain_rows(families))},
        activities={
            id_: Activity(name, ActivityKind(kind), ActivityClass(class_), intervention)
            for id_, name, kind, class_, intervention in plain_rows(activities)
        },
        interventions={None: None, **dict(plain_rows(interventions))},
    )


def entries_by_worker(authority_id: uuid.UUID, dates: Period, codes: Codes, staff: Staff) -> Iterator[WorkerEntries]:
    """The entries of the dates as they stand, those of a few workers in memory at a time."""
    # The people are searched for those with entries: a search of the entries would read each of them once more.
    logged = exists().where(Logged.person_id == Person.id, *_within_days(dates))
    workers = select(Person.id).where(Person.authority_id == authority_id, logged).order_by(Person.id)
    # A worker's own index is enough: asked for the authority too, SQLite reads all of its days for each worker.
    of_workers = (Logged.person_id.in_(bindparam("workers", expanding=True, type_=Uuid())), *_within_days(dates))
    entries = (
        select(
            hex_of(Logged.person_id),
            hex_of(Logged.id),
            Logged.version,
            Logged.worked_on,
            hex_of(Logged.activity_id),
            hex_of(Logged.intervention_id),
            Logged.contact_minutes,
            Logged.preparation_minutes,
            Logged.travel_minutes,
            Logged.miles_hundredths,
            Logged.vehicle,
            Logged.passengers,
            Logged.expenses_pence,
        )
        .where(*of_workers)
        .order_by(Logged.person_id, Logged.worked_on, Logged.id)
    )
    shares = select(hex_of(WorkShare.entry_id), hex_of(WorkShare.family_id), WorkShare.weight).join(WorkShare.entry)
    shares = shares.where(*of_workers)
    alone = _Alone(codes.families)
    for few in chunks(db.session.scalars(workers).all(), TOGETHER):
        values = {"workers": few}
        shares_of = _by_entry(plain_rows(shares, values), alone)
        for worker, rows in groupby(plain_rows(entries, values), itemgetter(0)):
            yield _of_worker(worker, rows, shares_of, codes, staff)


def _of_worker(
    worker: str, rows: Iterable[tuple[Any, ...]], shares_of: dict[str, tuple[Share, ...]], codes: Codes, staff: Staff
) -> WorkerEntries:
    entries: list[WorkEntry] = []
    changes = staff.changes(worker)
    standing: dict[int, tuple[str, bool]] = {}
    before: object = None
    for _, id_, version, worked_on, activity, intervention, contact, preparation, travel, miles, *rest in rows:
        if worked_on != before:
            before, day = worked_on, day_of(worked_on)
            since = bisect_right(changes, day)
            if since not in standing:
                in_team = staff.team_on(worker, day)
                standing[since] = (in_team.hex if in_team else "", staff.manages_on(worker, day))
            team, by_manager = standing[since]
        vehicle, passengers, expenses = rest
        of = (id_, worker, day, codes.activities[activity], _minutes((contact, preparation, travel)), miles, expenses)
        by = (shares_of.get(id_, ()), team, codes.interventions[intervention], _VEHICLES[vehicle], passengers)
        entries.append(_entry((*of, *by, by_manager, version)))
    return WorkerEntries(worker, entries)


class _Alone(dict[tuple[str | None, int], tuple[Share]]):
    """The shares of an entry for one family only, by the family's id and weight: the same for each of its entries."""

    def __init__(self, references: Mapping[str | None, str | None]) -> None:
        super().__init__()
        self._references = references

    def __missing__(self, key: tuple[str | None, int]) -> tuple[Share]:
        family_id, weight = key
        alone = self[key] = (Share(self._references[family_id], weight),)
        return alone


def _by_entry(rows: list[tuple[Any, ...]], alone: _Alone) -> dict[str, tuple[Share, ...]]:
    """Families and weights by entry, in the order they are rounded in."""
    shares_of: dict[str, tuple[Share, ...]] = {}
    out_of_order: set[str] = set()
    for entry_id, family_id, weight in rows:
        share: tuple[Share, ...] = alone[family_id, weight]
        if (before := shares_of.get(entry_id)) is not None:
            last, following = before[-1].family, share[0].family
            if last is None or (following is not None and last >= following):
                out_of_order.add(entry_id)
            share = before + share
        shares_of[entry_id] = share
    for entry_id in out_of_order:
        shares_of[entry_id] = in_order(shares_of[entry_id])
    return shares_of


def worked_days(authority_id: uuid.UUID, lacking: Sequence[LackingDays]) -> Iterator[WorkedDay]:
    """The worked ones of some days: those with an entry of anything but deciding (a decider without a post stops nothing)."""
    for batch in chunks(lacking):
        query = (
            select(hex_of(Logged.person_id), Logged.worked_on, func.max(Logged.miles_hundredths))
            .join(Kind, Kind.id == Logged.activity_id)
            .where(
                Logged.withdrawn_at.is_(None),
                Kind.kind != ActivityKind.DECIDING,
                or_(*(_on(authority_id, *each) for each in batch)),
            )
            .group_by(Logged.person_id, Logged.worked_on)
            .order_by(Logged.person_id, Logged.worked_on)
        )
        for worker, worked_on, miles in plain_rows(query):
            yield WorkedDay(worker, day_of(worked_on), miles > 0)


def _on(authority_id: uuid.UUID, worker: str | None, days: Period) -> ColumnElement[bool]:
    """Of a worker, else of everybody; see `entries_by_worker` why not of a worker and the authority."""
    whose = Logged.person_id == uuid.UUID(worker) if worker else Logged.authority_id == authority_id
    with_miles = () if worker else (Logged.miles_hundredths > 0,)
    return and_(whose, Logged.worked_on >= days.start, Logged.worked_on < days.end, *with_miles)


def workers_of(authority_id: uuid.UUID) -> list[str]:
    """Everybody of an authority who may have logged time, in order."""
    return [worker for (worker,) in plain_rows(select(hex_of(Person.id)).where(Person.authority_id == authority_id))]


def named_families(authority_id: uuid.UUID, dates: Period, codes: Codes) -> list[tuple[str, str]]:
    """(intervention, family reference) of entries that name both; an entry's own intervention comes first."""
    of_activity = {id_: activity.intervention for id_, activity in codes.activities.items() if activity.intervention}
    query = (
        select(hex_of(Logged.intervention_id), hex_of(Logged.activity_id), hex_of(WorkShare.family_id))
        .join(Logged, Logged.id == WorkShare.entry_id)
        .where(
            *_within(authority_id, dates),
            WorkShare.family_id.is_not(None),
            or_(
                Logged.intervention_id.is_not(None),
                Logged.activity_id.in_([uuid.UUID(id_) for id_ in of_activity]),
            ),
        )
        .distinct()
    )
    return [
        (codes.interventions[own] or of_activity[activity], codes.families[family] or "")
        for own, activity, family in plain_rows(query)
    ]


def miles_before(authority_id: uuid.UUID, start: date) -> dict[str, int]:
    """Each worker's car miles, in hundredths, from 6 April to the day before the study's first."""
    query = (
        select(hex_of(Logged.person_id), func.sum(Logged.miles_hundredths))
        .where(
            *_within(authority_id, Period(year_start(start), start)),
            Logged.miles_hundredths > 0,
            Logged.vehicle == Vehicle.CAR,
        )
        .group_by(Logged.person_id)
    )
    return {worker: int(miles) for worker, miles in plain_rows(query)}


def _within(authority_id: uuid.UUID, dates: Period) -> tuple[ColumnElement[bool], ...]:
    return (Logged.authority_id == authority_id, *_within_days(dates))


def _within_days(dates: Period) -> tuple[ColumnElement[bool], ...]:
    """Withdrawn entries are part of no sum."""
    return (Logged.worked_on >= dates.start, Logged.worked_on < dates.end, Logged.withdrawn_at.is_(None))
