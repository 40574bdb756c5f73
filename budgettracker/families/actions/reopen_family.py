"""Open a closed family again: the work with it goes on in a new period."""

import uuid
from datetime import date, datetime, timedelta

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.models import Family, FamilyPeriod
from budgettracker.people.models import Person
from budgettracker.periods import long_date


def reopen_family(by: Person, family: Family, reason: str, *, asked_by: uuid.UUID, on: date, at: datetime) -> Family:
    """Begin a new period of work, as somebody else asked; the reason is kept with the family's details.

    The days since it was closed stay closed. Where there is none, the closing is taken back as if it had not been.
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
    changes: dict[str, object] = {"closed_on": [locked.closed_on, None], "asked_by": asked_by}
    if on > locked.closed_on + timedelta(days=1):
        locked.periods.append(FamilyPeriod(authority_id=locked.authority_id, opened_on=on))
        changes["reopened_on"] = [None, on]
    else:
        locked.periods[-1].closed_on = locked.periods[-1].end_reason = None
    line = f"Reopened on {long_date(on)}: {why}"
    locked.closed_on = locked.end_reason = None
    locked.details.notes = f"{locked.details.notes}\n{line}" if locked.details.notes else line
    db.session.flush()
    record(by, Deed.FAMILY_REOPENED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
