"""Suspend a person, and let them in again: that takes two people."""

import uuid
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db
from budgettracker.people import queries
from budgettracker.people.actions.last_administrator import require_administrator_left
from budgettracker.people.actions.redating import require_two
from budgettracker.people.actions.sign_out import end_sessions_of
from budgettracker.people.actions.tell import tell_let_in
from budgettracker.people.models import Person
from budgettracker.people.queries.letting_in import LETTING_IN, suspended_by
from budgettracker.people.rules import administering
from budgettracker.periods import day_of


def suspend(by: Person | None, person: Person, *, on: date, at: datetime) -> None:
    """Keep a person out from this moment: their sessions end. What they recorded stays.

    Raises Refusal for oneself, and for the authority's last administrator who can sign in.
    """
    administering.require_someone_else(by.id if by else None, person.id, "suspend yourself")
    person = queries.person_locked(person.id)
    if person.suspended_at is not None:
        return
    if Role.ADMINISTRATOR in person.roles_on(on):
        require_administrator_left(person, on)
    person.suspended_at = at
    db.session.flush()
    end_sessions_of(by, person, at=at)
    record(by, Deed.PERSON_SUSPENDED, person, authority_id=person.authority_id, at=at)


def ask_to_restore(by: Person, person: Person, *, on: date, at: datetime) -> Confirmation | None:
    """Somebody who was suspended is to sign in again: a second person confirms it. Gives what waits for one.

    Whoever suspended them may take that back the same day, which gives nobody more than they had that morning: None.
    Raises Refusal for oneself, for somebody who is not suspended, and while this waits already.
    """
    administering.require_someone_else(by.id, person.id, "restore yourself")
    person = queries.person_locked(person.id)
    administering.require_suspended(person.suspended_at is not None)
    if _same_day(by, person, on):
        restore(by, person, at=at)
        tell_let_in(person, by=by, at=at)
        return None
    values = {"suspended": True, "last_day": None}
    return ask(by, LETTING_IN, person, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def restore(by: Person | None, person: Person, *, asked_by: uuid.UUID | None = None, at: datetime) -> None:
    """Let a suspended person sign in again, as somebody else asked, or the operator (`by` None) does.

    Raises Refusal where nobody else asked, and for somebody who is not suspended.
    """
    person = queries.person_locked(person.id)
    administering.require_suspended(person.suspended_at is not None)
    if by is None or not _same_day(by, person, day_of(at)):
        require_two(by, asked_by, person, gained=True)
    person.suspended_at = None
    db.session.flush()
    changes = {"asked_by": asked_by} if asked_by is not None else {}
    record(by, Deed.PERSON_RESTORED, person, changes, authority_id=person.authority_id, at=at)


def _same_day(by: Person, person: Person, on: date) -> bool:
    """Did this person suspend them earlier that day?"""
    suspended_at = person.suspended_at
    return suspended_at is not None and day_of(suspended_at) == on and suspended_by(person, by.id, suspended_at)
