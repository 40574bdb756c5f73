"""What a costing run reads of one authority, as plain values for the rules, and what stops it."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from budgettracker.costing.queries.posts import rate_book_of
from budgettracker.costing.queries.staff import Staff, names_of, worker_key
from budgettracker.costing.rules import inputs
from budgettracker.costing.rules.apportion import in_order, own_families
from budgettracker.costing.rules.blocks import Missing, WorkedDay, find_blocks
from budgettracker.costing.rules.kinds import ActivityClass, ActivityKind, Arm, Mode
from budgettracker.costing.rules.mileage import year_start
from budgettracker.costing.rules.rate_book import RateBook
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from budgettracker.periods import Period, inclusive, long_date
from budgettracker.worktime.models import Activity, Intervention, WorkEntry, WorkShare
from budgettracker.worktime.queries import EntryRow, entries_between


class FamilyMember(NamedTuple):
    """A family of a study: its arm, the days it is open (both included) and its children in scope."""

    family_id: uuid.UUID
    reference: str
    arm: str
    opened_on: date
    closed_on: date | None
    children_in_scope: int


@dataclass(frozen=True, slots=True)
class Part:
    """One authority's part of a study: how its indirect time is treated, and its member families."""

    authority_id: uuid.UUID
    mode: str
    members: tuple[FamilyMember, ...]


@dataclass(frozen=True, slots=True)
class AuthorityBooks:
    """All a run must know of an authority before its first entry. Families are kept by reference, workers by key."""

    part: Part
    scope: inputs.Scope
    rates: RateBook
    staff: Staff
    family_ids: dict[str, uuid.UUID]
    activities: dict[str, tuple[uuid.UUID, inputs.Activity]]

    def workers(self) -> Iterator[tuple[str, list[EntryRow]]]:
        """The entries of the dates as they stand, worker by worker, one worker's in memory at a time."""
        rows = entries_between(self.part.authority_id, self.scope.dates.start, self.scope.dates.end)
        for person_id, entries in groupby(rows, key=lambda row: row.person_id):
            yield worker_key(person_id), list(entries)

    def as_work(self, worker: str, row: EntryRow, team: str, by_manager: bool) -> inputs.WorkEntry:
        """An entry as the rules read it; it is kept under its id."""
        shares: tuple[inputs.Share, ...] = ()
        if row.shares:
            for share in row.shares:
                if share.family_id is not None:
                    self.family_ids.setdefault(share.family_reference or "", share.family_id)
            shares = tuple([inputs.Share(share.family_reference, share.weight) for share in row.shares])
            if len(shares) > 1:
                shares = in_order(shares)
        return inputs.WorkEntry(
            ref=row.id.hex,
            worker=worker,
            worked_on=row.worked_on,
            activity=self.activities[row.activity][1],
            contact_minutes=row.contact_minutes,
            preparation_minutes=row.preparation_minutes,
            travel_minutes=row.travel_minutes,
            miles_hundredths=row.miles_hundredths,
            expenses_pence=row.expenses_pence,
            shares=shares,
            team=team,
            intervention=row.intervention,
            by_manager=by_manager,
        )


def staffed_scope(part: Part, dates: Period, intervention: str | None, staff: Staff) -> inputs.Scope:
    """An authority's scope as far as blocks must know it."""
    members = {
        each.reference: inputs.Member(Arm(each.arm), inclusive(each.opened_on, each.closed_on), each.children_in_scope)
        for each in part.members
    }
    return inputs.Scope(
        authority=part.authority_id.hex,
        mode=Mode(part.mode),
        dates=dates,
        members=members,
        posts_held=staff.posts_held,
        intervention=intervention,
    )


def books_of(
    part: Part, dates: Period, intervention: str | None, *, with_qualifications: bool = False
) -> AuthorityBooks:
    """Read all a run must know of an authority: posts held, rates, own families of interventions, miles so far."""
    staff = Staff(part.authority_id)
    scope = staffed_scope(part, dates, intervention, staff)
    named, known = _named(part.authority_id, dates)
    scope = replace(
        scope,
        own_families=own_families(named, scope.members, known),
        contracted=staff.contracted(dates) if scope.mode is Mode.ALL_TIME else {},
        miles_before=_miles_before(part.authority_id, dates.start),
    )
    return AuthorityBooks(
        part=part,
        scope=scope,
        rates=rate_book_of(part.authority_id, with_qualifications=with_qualifications),
        staff=staff,
        family_ids={each.reference: each.family_id for each in part.members},
        activities=_activities(part.authority_id),
    )


def blocks_of(part: Part, dates: Period, intervention: str | None, *, with_names: bool = False) -> list[str]:
    """Everything that stops a run of an authority, in words; workers are counted unless their names may be said."""
    scope = staffed_scope(part, dates, intervention, Staff(part.authority_id))
    found = find_blocks(scope, rate_book_of(part.authority_id), _worked_days(part.authority_id, dates))
    without = [block for block in found if block.missing is Missing.POST]
    said = [block.message for block in found if block.missing is not Missing.POST]
    if with_names:
        names = names_of(block.of for block in without)
        said += sorted(block.message.replace(block.of, names[block.of]) for block in without)
    elif without:
        first, last = min(block.first_on for block in without), max(block.last_on for block in without)
        who = "1 worker has" if len(without) == 1 else f"{len(without)} workers have"
        said.append(f"{who} no post on days they worked, from {long_date(first)} to {long_date(last)}.")
    name = db.session.scalars(select(Authority.name).where(Authority.id == part.authority_id)).one()
    return [f"{name}: {words}" for words in (*_unknown_intervention(part.authority_id, intervention), *said)]


def _unknown_intervention(authority_id: uuid.UUID, intervention: str | None) -> list[str]:
    if intervention is None:
        return []
    asked = select(Intervention.id).filter_by(authority_id=authority_id, name=intervention)
    if db.session.scalars(asked).one_or_none() is not None:
        return []
    return [f"There is no intervention called “{intervention}”, so none of its time would count."]


def _worked_days(authority_id: uuid.UUID, dates: Period) -> Iterable[WorkedDay]:
    asked = (
        select(WorkEntry.person_id, WorkEntry.worked_on, func.max(WorkEntry.miles_hundredths))
        .where(*_within(authority_id, dates))
        .group_by(WorkEntry.person_id, WorkEntry.worked_on)
        .order_by(WorkEntry.person_id, WorkEntry.worked_on)
    )
    for person_id, worked_on, miles in db.session.execute(asked):
        yield WorkedDay(worker_key(person_id), worked_on, miles > 0)


def _within(authority_id: uuid.UUID, dates: Period) -> tuple[ColumnElement[bool], ...]:
    return (
        WorkEntry.authority_id == authority_id,
        WorkEntry.worked_on >= dates.start,
        WorkEntry.worked_on < dates.end,
        WorkEntry.withdrawn_at.is_(None),
    )


def _named(authority_id: uuid.UUID, dates: Period) -> tuple[list[tuple[str, str]], list[str]]:
    """(intervention, family reference) of entries that name both, and every intervention the authority has."""
    of_entry, of_activity = aliased(Intervention), aliased(Intervention)
    name = func.coalesce(of_entry.name, of_activity.name)
    asked = (
        select(name, Family.reference)
        .select_from(WorkShare)
        .join(WorkEntry, WorkEntry.id == WorkShare.entry_id)
        .join(Family, Family.id == WorkShare.family_id)
        .join(Activity, Activity.id == WorkEntry.activity_id)
        .outerjoin(of_entry, of_entry.id == WorkEntry.intervention_id)
        .outerjoin(of_activity, of_activity.id == Activity.intervention_id)
        .where(*_within(authority_id, dates), name.is_not(None))
        .distinct()
    )
    known = select(Intervention.name).where(Intervention.authority_id == authority_id).order_by(Intervention.name)
    return [(row[0], row[1]) for row in db.session.execute(asked)], list(db.session.scalars(known))


def _miles_before(authority_id: uuid.UUID, start: date) -> dict[str, int]:
    """Each worker's miles, in hundredths, from 6 April to the day before the study's first."""
    asked = (
        select(WorkEntry.person_id, func.sum(WorkEntry.miles_hundredths))
        .where(*_within(authority_id, Period(year_start(start), start)), WorkEntry.miles_hundredths > 0)
        .group_by(WorkEntry.person_id)
    )
    return {worker_key(person_id): int(miles) for person_id, miles in db.session.execute(asked)}


def _activities(authority_id: uuid.UUID) -> dict[str, tuple[uuid.UUID, inputs.Activity]]:
    asked = (
        select(Activity.id, Activity.name, Activity.kind, Activity.activity_class, Intervention.name)
        .outerjoin(Activity.intervention)
        .where(Activity.authority_id == authority_id)
        .order_by(Activity.name)
    )
    return {
        name: (id_, inputs.Activity(name, ActivityKind(kind), ActivityClass(class_), intervention))
        for id_, name, kind, class_, intervention in db.session.execute(asked)
    }
