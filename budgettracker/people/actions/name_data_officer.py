"""Name an authority's data protection officer by two people, and end that."""

from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.models import Person
from budgettracker.people.queries.data_officers import DATA_OFFICER


def ask_for_data_officer(by: Person, person: Person, starts_on: date, *, on: date, at: datetime) -> Confirmation:
    """An administrator asks that somebody protects data from a day on; a senior manager confirms it.

    Raises Refusal on `starts_on` for a day that has passed, and for whoever is named already.
    """
    if starts_on < on:
        raise Refusal("starts_on", "Choose today or a later day.")
    _require_not_named(person, on)
    return ask(by, DATA_OFFICER, person, {"from": starts_on}, as_role=Role.ADMINISTRATOR, on=on, at=at)


def name_data_officer(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Name them, as an administrator asked: from the day asked for, or today. Raises Refusal where they are named by now."""
    person = queries.person_locked(wish.subject_id)
    _require_not_named(person, on)
    person.protects_from, person.protects_until = max(date.fromisoformat(wish.values["from"]), on), None
    db.session.flush()
    changes = {"from": person.protects_from, "asked_by": wish.asked_by_id}
    record(by, Deed.DATA_OFFICER_NAMED, person, changes, authority_id=person.authority_id, at=at)


def end_data_officer(by: Person, person: Person, *, on: date, at: datetime) -> None:
    """From now on they are the data protection officer no more; an administrator does it alone. Raises Refusal."""
    locked = queries.person_locked(person.id)
    if locked.protects_from is None or (locked.protects_until is not None and locked.protects_until < on):
        raise Refusal(None, "This person is no data protection officer.")
    if locked.protects_from >= on:
        locked.protects_from = locked.protects_until = None
    else:
        locked.protects_until = on - timedelta(days=1)
    db.session.flush()
    record(by, Deed.DATA_OFFICER_ENDED, locked, {"to": locked.protects_until}, authority_id=locked.authority_id, at=at)


def _require_not_named(person: Person, on: date) -> None:
    if person.protects_from is not None and (person.protects_until is None or person.protects_until >= on):
        raise Refusal(None, "This person is named already.")
