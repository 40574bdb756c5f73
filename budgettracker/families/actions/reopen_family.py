"""Take back a closing: the work with a family goes on."""

import uuid
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.periods import long_date


def reopen_family(by: Person, family: Family, reason: str, *, asked_by: uuid.UUID, on: date, at: datetime) -> Family:
    """Take back a closing, as if it had not been, as somebody else asked; the reason is kept with the family's details.

    Raises Refusal on `reason`, when nobody else asked for it, or when the family is open.
    """
    if asked_by == by.id:
        raise Refusal(None, "You asked for this, so somebody else confirms it.")
    locked = lock_family(family)
    if locked.closed_on is None:
        raise Refusal(None, "The family is open already.")
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Say why the work goes on.")
    changes = {"closed_on": [locked.closed_on, None], "asked_by": asked_by}
    line = f"Reopened on {long_date(on)}: {why}"
    locked.closed_on = locked.end_reason = None
    locked.details.notes = f"{locked.details.notes}\n{line}" if locked.details.notes else line
    db.session.flush()
    record(by, Deed.FAMILY_REOPENED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
