"""Correct a person's details, and set their last day."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import unique
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.last_administrator import require_administrator_left
from budgettracker.people.actions.let_in import ask_for_last_day
from budgettracker.people.actions.sign_out import end_sessions_of
from budgettracker.people.actions.tell import tell_renamed
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
) -> Confirmation | None:
    """Put name, e-mail address, contracted minutes a week and last day right. The audit says which, not what they were.

    Gives what now waits for a second person: a later last day, in an authority that is live. The person is told of
    another name or address. Raises Refusal for an address in use, a last day for oneself or for the last administrator, and
    when somebody else corrected it since `version`, which a page carries.
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
    longer = by is not None and administering.lasts_longer(person.active_to, active_to)
    if longer and queries.is_live(person.authority_id):
        tidy["active_to"] = person.active_to
    changed = [field for field, value in tidy.items() if getattr(person, field) != value]
    if changed:
        _correct(by, person, tidy, changed, on=on, at=at)
    if by is None or tidy["active_to"] == active_to:
        return None
    return ask_for_last_day(by, person, active_to, on=on, at=at)


def _correct(
    by: Person | None, person: Person, tidy: Mapping[str, object], changed: Sequence[str], *, on: date, at: datetime
) -> None:
    changes: dict[str, object] = {"corrected": changed}
    changes.update(
        {field: [getattr(person, field), tidy[field]] for field in changed if field not in ("email", "name")}
    )
    with unique("email", details.EMAIL_TAKEN):
        for field in changed:
            setattr(person, field, tidy[field])
    if person.active_to is not None and person.active_to < on:
        end_sessions_of(by, person, at=at)
    record(by, Deed.PERSON_CORRECTED, person, changes, authority_id=person.authority_id, at=at)
    if by is not None and {"email", "name"} & set(changed):
        tell_renamed(person, by=by, at=at)
