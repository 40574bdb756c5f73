"""End the work with a family."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.kinds import EndReason
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
    reason = rules.one_line(end_reason)
    if not reason:
        raise Refusal("end_reason", "Say why the work with the family ended.")
    if len(reason) > rules.LONGEST_REASON:
        raise Refusal("end_reason", f"The reason must be {rules.LONGEST_REASON} characters or fewer.")
    locked.closed_on = latest.closed_on = closed_on
    locked.end_reason = latest.end_reason = reason
    db.session.flush()
    code = reason if reason in set(EndReason) else "other words"
    changes = {"closed_on": [None, closed_on], "end_reason": [None, code]}
    record(by, Deed.FAMILY_CLOSED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
