"""Tell people what was done to an account: they read it when they next sign in."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.people import queries
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Notice, Person
from budgettracker.periods import day_of

WATCHERS = {Role.SENIOR_MANAGER, Role.ADMINISTRATOR}
"""Who is told of what the operator's commands do in their authority."""


def tell(
    readers: Iterable[uuid.UUID],
    kind: NoticeKind,
    about: Person,
    *,
    by_id: uuid.UUID | None,
    second_id: uuid.UUID | None,
    at: datetime,
) -> None:
    """Keep it for each of these people until they have read it."""
    for reader_id in sorted(set(readers)):
        db.session.add(
            Notice(
                authority_id=about.authority_id,
                person_id=reader_id,
                kind=kind,
                about_id=about.id,
                by_id=by_id,
                second_id=second_id,
                happened_at=at,
            )
        )
    db.session.flush()


def tell_authority(kind: NoticeKind, about: Person, *, at: datetime) -> None:
    """What the operator's command did to an account is told to its person, and to those who watch over the accounts."""
    readers = {about.id}
    if about.authority_id is not None:
        if not queries.is_live(about.authority_id):
            return
        colleagues = queries.colleagues_of(about.authority_id, day_of(at))
        readers |= {each.id for each in colleagues if each.roles & WATCHERS}
    tell(readers, kind, about, by_id=None, second_id=None, at=at)


def tell_release(named: Person, *, at: datetime) -> None:
    """That the operator's command released an import naming somebody is told to them and to the senior managers."""
    assert named.authority_id is not None
    colleagues = queries.colleagues_of(named.authority_id, day_of(at))
    seniors = {each.id for each in colleagues if Role.SENIOR_MANAGER in each.roles}
    tell({named.id} | seniors, NoticeKind.RELEASE, named, by_id=None, second_id=None, at=at)


def tell_spoken_for(
    people: Iterable[Person], *, by_id: uuid.UUID | None, second_id: uuid.UUID | None, at: datetime
) -> None:
    """Whom a released import makes out as having decided something is told by whom it came: they may know nothing of it."""
    for person in people:
        tell([person.id], NoticeKind.SPOKEN_FOR, person, by_id=by_id, second_id=second_id, at=at)


def tell_let_in(person: Person, *, by: Person, at: datetime) -> None:
    """Whoever suspended somebody took it back the same day, alone: their person and the senior managers are told."""
    if person.authority_id is None or not queries.is_live(person.authority_id):
        return
    colleagues = queries.colleagues_of(person.authority_id, day_of(at))
    readers = {person.id} | {each.id for each in colleagues if Role.SENIOR_MANAGER in each.roles}
    tell(readers, NoticeKind.LET_IN, person, by_id=by.id, second_id=None, at=at)


def tell_renamed(person: Person, *, by: Person, at: datetime) -> None:
    """Another name or address stands on everything an account did: its person is told, of one's own the senior managers."""
    if person.authority_id is None or not queries.is_live(person.authority_id):
        return
    readers = {person.id}
    if by.id == person.id:
        colleagues = queries.colleagues_of(person.authority_id, day_of(at))
        readers = {each.id for each in colleagues if Role.SENIOR_MANAGER in each.roles} - {by.id}
    tell(readers, NoticeKind.DETAILS, person, by_id=by.id, second_id=None, at=at)


def tell_first_senior_manager(person: Person, *, at: datetime) -> None:
    """The first senior manager who signs in is told that accounts and links came about by one person alone."""
    if queries.told_before_live(person.authority_id) or not queries.anything_alone(person.authority_id):
        return
    tell([person.id], NoticeKind.BEFORE_LIVE, person, by_id=None, second_id=None, at=at)


def read_notices(person: Person, *, at: datetime) -> None:
    """The person has read what they were told."""
    for notice in db.session.query(Notice).filter_by(person_id=person.id, read_at=None).order_by(Notice.id):
        notice.read_at = at
    db.session.flush()
