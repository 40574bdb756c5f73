"""Joint visits: colleagues who can be named, what is offered to a person, and who claims the miles of a visit."""

import uuid
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.access import HOLDS, Permission, Role
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import open_to_named
from budgettracker.people.models import Person, RoleGrant
from budgettracker.people.queries.deciders import told_apart
from budgettracker.worktime.kinds import OfferState
from budgettracker.worktime.models import Activity, WorkEntry, WorkOffer, WorkShare

MOST_PEOPLE, MOST_OFFERS = 60, 50
LOGGING = tuple(str(role) for role in Role if Permission.LOG_TIME in HOLDS[role])
"""The roles whose people log time, and so can be named on another's entry."""


def colleagues_to_name(person: Person, on: date) -> list[tuple[uuid.UUID, str]]:
    """People of one's own teams who log time, by name; two of one name with their teams."""
    teams = person.team_ids_on(on)
    people = [each for each in _who_log_time(person, on) if each.team_ids_on(on) & teams]
    return told_apart(people[:MOST_PEOPLE], on)


def colleague_with(person: Person, email: str, on: date) -> Person | None:
    """Somebody of the person's authority who logs time, by their e-mail address; None where there is nobody."""
    typed = email.strip().casefold()
    return next((each for each in _who_log_time(person, on) if each.email.casefold() == typed), None)


def colleague_named(person: Person, person_id: uuid.UUID, on: date) -> Person:
    """Somebody of the person's authority who logs time. Raises NotTheirs."""
    colleague = next((each for each in _who_log_time(person, on) if each.id == person_id), None)
    if colleague is None:
        raise NotTheirs
    return colleague


def _who_log_time(person: Person, on: date) -> list[Person]:
    holders = select(RoleGrant.person_id).where(
        RoleGrant.role.in_(LOGGING),
        RoleGrant.starts_on <= on,
        or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= on),
    )
    query = (
        select(Person)
        .where(
            Person.authority_id == person.authority_id,
            Person.id != person.id,
            Person.id.in_(holders),
            Person.suspended_at.is_(None),
        )
        .options(selectinload(Person.memberships))
        .order_by(Person.name, Person.id)
    )
    return [each for each in db.session.scalars(query) if each.active_on(on)]


class Offer(NamedTuple):
    """An entry offered to somebody: who named them, what was done on which day, and how long the other was there."""

    id: uuid.UUID
    offered_by: str
    activity: str
    worked_on: date
    minutes: int


def offers_waiting(person: Person) -> list[Offer]:
    """What is offered to a person and not answered, the oldest day first; withdrawn entries are offered no more."""
    minutes = WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes
    query = (
        select(WorkOffer.id, Person.name, Activity.name, WorkEntry.worked_on, minutes)
        .join(WorkEntry, WorkEntry.id == WorkOffer.entry_id)
        .join(Activity, Activity.id == WorkEntry.activity_id)
        .join(Person, Person.id == WorkOffer.offered_by_id)
        .where(*_waits_for(person))
        .order_by(WorkEntry.worked_on, WorkOffer.id)
        .limit(MOST_OFFERS)
    )
    return [Offer._make(row) for row in db.session.execute(query)]


def how_many_offers(person: Person) -> ScalarSelect[int]:
    """How many of them wait, as part of a longer question."""
    offers = select(func.count()).select_from(WorkOffer).join(WorkEntry, WorkEntry.id == WorkOffer.entry_id)
    return offers.where(*_waits_for(person)).scalar_subquery()


def _waits_for(person: Person) -> tuple[ColumnElement[bool], ...]:
    return (
        WorkOffer.person_id == person.id,
        WorkOffer.state == OfferState.WAITING,
        WorkEntry.withdrawn_at.is_(None),
        ~kept_from(person),
    )


def kept_from(person: Person) -> ColumnElement[bool]:
    """A where-clause on WorkEntry: it is for a restricted family that this person is not named for."""
    families = select(WorkShare.id).join(Family, Family.id == WorkShare.family_id)
    return families.where(WorkShare.entry_id == WorkEntry.id, ~open_to_named(person.id)).correlate(WorkEntry).exists()


def entries_kept_from(person: Person) -> Select[tuple[uuid.UUID]]:
    """The same entries by id: read once where many entries are looked at, for few are for such families."""
    families = select(WorkShare.entry_id).join(Family, Family.id == WorkShare.family_id)
    return families.where(~open_to_named(person.id))


def is_kept_from(person: Person, entry: WorkEntry) -> bool:
    """Is the entry for a restricted family that this person is not named for?"""
    return db.session.scalar(select(WorkEntry.id).where(WorkEntry.id == entry.id, kept_from(person))) is not None


def offer_for(person: Person, offer_id: uuid.UUID) -> WorkOffer:
    """An entry offered to this person, answered or not; raises NotTheirs, also for a family restricted meanwhile."""
    query = (
        select(WorkOffer)
        .join(WorkEntry, WorkEntry.id == WorkOffer.entry_id)
        .where(WorkOffer.id == offer_id, WorkOffer.person_id == person.id, ~kept_from(person))
        .options(
            joinedload(WorkOffer.offered_by),
            joinedload(WorkOffer.entry).joinedload(WorkEntry.activity),
            joinedload(WorkOffer.entry).selectinload(WorkEntry.shares).joinedload(WorkShare.family),
        )
    )
    offer = db.session.scalars(query).one_or_none()
    if offer is None:
        raise NotTheirs
    return offer


def offers_of(entry: WorkEntry) -> list[tuple[str, OfferState]]:
    """The colleagues named on an entry and what they answered, by name."""
    query = (
        select(Person.name, WorkOffer.state)
        .join(Person, Person.id == WorkOffer.person_id)
        .where(WorkOffer.entry_id == entry.id)
        .order_by(Person.name, WorkOffer.id)
    )
    return [(name, OfferState(state)) for name, state in db.session.execute(query)]


def first_entry_of(entry: WorkEntry) -> uuid.UUID:
    """The entry on which this one's person was named, or the entry itself."""
    named_on = db.session.scalar(select(WorkOffer.entry_id).where(WorkOffer.confirmed_entry_id == entry.id))
    return named_on or entry.id


def miles_claimed_by(first_id: uuid.UUID, but: uuid.UUID | None) -> str | None:
    """Who claims miles for a visit that began with this entry, one entry apart; None where nobody does."""
    confirmed = select(WorkOffer.confirmed_entry_id).where(
        WorkOffer.entry_id == first_id, WorkOffer.confirmed_entry_id.is_not(None)
    )
    query = (
        select(Person.name)
        .join(WorkEntry, WorkEntry.person_id == Person.id)
        .where(
            or_(WorkEntry.id == first_id, WorkEntry.id.in_(confirmed)),
            WorkEntry.miles_hundredths > 0,
            WorkEntry.withdrawn_at.is_(None),
        )
        .order_by(WorkEntry.recorded_at)
    )
    if but is not None:
        query = query.where(WorkEntry.id != but)
    return db.session.scalars(query).first()
