"""Correct a person's details, and set their last day."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import unique
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.last_administrator import require_administrator_left
from budgettracker.people.actions.sign_out import end_sessions_of
from budgettracker.people.actions.tell import tell_given_back
from budgettracker.people.models import Person
from budgettracker.people.rules import administering, details
from budgettracker.people.rules.tokens import plain_email
from budgettracker.versions import require_version


def correct_person(
    by: Person | None,
    person: Person,
    *,
    email: str,
    name: str,
    weekly_minutes: int | None,
    active_to: date | None,
    version: str | None = None,
    on: date,
    at: datetime,
) -> Person:
    """Put name, e-mail address, contracted minutes a week and last day right. The audit says which, not what they were.

    Raises Refusal for an address in use, a last day for oneself or for the last administrator, and when somebody else
    corrected it since `version`, which a page carries.
    """
    person = queries.person_locked(person.id)
    if version is not None:
        require_version(version, queries.person_standing(person))
    tidy = {
        "email": details.require_email(plain_email(email)),
        "name": details.require_name(name),
        "weekly_minutes": weekly_minutes,
        "active_to": active_to,
    }
    administering.require_week(weekly_minutes)
    if active_to != person.active_to and active_to is not None:
        if by is not None and by.id == person.id:
            raise Refusal("active_to", "You cannot set your own last day. Ask another administrator to do it.")
        if active_to < person.active_from:
            raise Refusal("active_to", "The last day cannot be before the first day.")
        if Role.ADMINISTRATOR in person.roles_on(on):
            require_administrator_left(person, on, "active_to")
    changed = [field for field, value in tidy.items() if getattr(person, field) != value]
    if not changed:
        return person
    changes: dict[str, object] = {"corrected": changed}
    changes.update(
        {field: [getattr(person, field), tidy[field]] for field in changed if field not in ("email", "name")}
    )
    gone = person.active_to is not None and person.active_to < on
    with unique("email", details.EMAIL_TAKEN):
        for field in changed:
            setattr(person, field, tidy[field])
    if active_to is not None and active_to < on:
        end_sessions_of(by, person, at=at)
    record(by, Deed.PERSON_CORRECTED, person, changes, authority_id=person.authority_id, at=at)
    if gone and (active_to is None or active_to >= on):
        tell_given_back(person, by=by, at=at)
    return person
