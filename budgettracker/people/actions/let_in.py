"""Let in again who was kept out: the end of a suspension, or a later last day, as another person asked."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.suspend import restore
from budgettracker.people.actions.tell import tell
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Person
from budgettracker.people.queries.letting_in import LETTING_IN


def ask_for_last_day(by: Person, person: Person, last_day: date | None, *, on: date, at: datetime) -> Confirmation:
    """Somebody is to work here longer than was settled, or until further notice: a second person confirms it.

    Raises Refusal while something of the kind waits already.
    """
    values = {"suspended": False, "last_day": [person.active_to, last_day]}
    return ask(by, LETTING_IN, person, values, as_role=Role.ADMINISTRATOR, on=on, at=at)


def let_in(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Let them in, by the hand of who confirms; both are told. Raises Refusal where they are in, or the day has changed."""
    person = queries.person_locked(wish.subject_id)
    if wish.values["suspended"]:
        restore(by, person, asked_by=wish.asked_by_id, at=at)
    if wish.values["last_day"]:
        before, after = (date.fromisoformat(day) if day else None for day in wish.values["last_day"])
        if person.active_to != before:
            raise Refusal(None, "The last day has changed since this was asked for. Decline it.")
        person.active_to = after
        db.session.flush()
        changes = {"corrected": ["active_to"], "active_to": [before, after], "asked_by": wish.asked_by_id}
        record(by, Deed.PERSON_CORRECTED, person, changes, authority_id=person.authority_id, at=at)
    if by.id != wish.asked_by_id:
        tell({person.id, by.id}, NoticeKind.LET_IN, person, by_id=wish.asked_by_id, second_id=by.id, at=at)
