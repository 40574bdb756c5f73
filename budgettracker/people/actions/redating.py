"""What changing roles, teams and post have in common: rows that hold from a day on, and their audit record."""

import uuid
from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime
from typing import TypeVar

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.models import DATED_ROWS, Person, PostHolding, RoleGrant, TeamMembership
from budgettracker.people.rules import administering
from budgettracker.people.rules.redating import Redating

Row = TypeVar("Row", RoleGrant, TeamMembership, PostHolding)
Key = TypeVar("Key", bound=Hashable)


def lock_for_change(person: Person, starts_on: date, on: date) -> Person:
    """The person's row, locked. Raises Refusal when the change may not start on that day; `on` is today."""
    person = queries.person_locked(person.id)
    administering.require_day(starts_on, on, earliest=person.active_from)
    return person


def require_two(by: Person | None, asked_by: uuid.UUID | None, person: Person, *, gained: bool) -> None:
    """Nobody gets more by one person's hand, the operator's command apart, once their authority is live."""
    alone = by is not None and asked_by is None and person.authority_id is not None
    if gained and alone and queries.is_live(person.authority_id):
        raise Refusal(None, "This takes a second person. Ask for it, so that somebody else confirms it.")


def carry_out(rows: Sequence[Row], changes: Redating[Key], make: Callable[[Key], Row]) -> None:
    """Bring a person's rows to what `redate` wants. Rows that never held are deleted first, which frees their day."""
    for place in changes.remove:
        db.session.delete(rows[place])
    for place, last_day in changes.end.items():
        rows[place].ends_on = last_day
    db.session.flush()
    for key in changes.begin:
        db.session.add(make(key))
    db.session.flush()


def record_change(
    by: Person | None,
    deed: Deed,
    person: Person,
    changes: Redating[Key],
    starts_on: date,
    values: list[list[str]] | list[list[uuid.UUID]] | list[uuid.UUID | None],
    at: datetime,
    asked_by: uuid.UUID | None = None,
) -> None:
    """Record what was held and is held from `starts_on` (`values`), and who asked for it, unless nothing has changed."""
    db.session.expire(person, DATED_ROWS)
    if not changes.nothing:
        held: dict[str, object] = {"from": starts_on, "held": values}
        if asked_by is not None:
            held["asked_by"] = asked_by
        record(by, deed, person, held, authority_id=person.authority_id, at=at)
