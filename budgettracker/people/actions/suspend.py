"""Suspend a person, and restore them."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.people import queries
from budgettracker.people.actions.last_administrator import require_administrator_left
from budgettracker.people.actions.sign_out import end_sessions_of
from budgettracker.people.actions.tell import tell_given_back
from budgettracker.people.models import Person
from budgettracker.people.rules import administering


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


def restore(by: Person | None, person: Person, *, at: datetime) -> None:
    """Let a suspended person sign in again; they and the senior managers are told. Raises Refusal for oneself."""
    administering.require_someone_else(by.id if by else None, person.id, "restore yourself")
    person = queries.person_locked(person.id)
    if person.suspended_at is None:
        return
    person.suspended_at = None
    db.session.flush()
    record(by, Deed.PERSON_RESTORED, person, authority_id=person.authority_id, at=at)
    tell_given_back(person, by=by, at=at)
