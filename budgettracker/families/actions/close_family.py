"""End the work with a family."""

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


def close_family(
    by: Person | None, family: Family, closed_on: date, end_reason: str, *, on: date, at: datetime
) -> Family:
    """End the work with a family. `closed_on` is its last day and still counts; averages need the day and the reason.

    Raises Refusal on `closed_on` or `end_reason`.
    """
    locked = lock_family(family)
    if locked.closed_on is not None:
        raise Refusal("closed_on", f"The family was already closed on {long_date(locked.closed_on)}.")
    latest = locked.periods[-1]
    rules.require_closing(latest.opened_on, closed_on)
    reason = rules.end_reason_of(end_reason)
    locked.closed_on = latest.closed_on = closed_on
    locked.end_reason = latest.end_reason = reason
    db.session.flush()
    changes = {"closed_on": [None, closed_on], "end_reason": [None, rules.reason_code(reason)]}
    record(by, Deed.FAMILY_CLOSED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
