"""Record that a family was opened again in the time before the program was used."""

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


def record_past_period(by: Person | None, family: Family, opened_on: date, *, on: date, at: datetime) -> Family:
    """A closed family was opened again on a day, as the authority's records have it; the days between stay closed.

    Raises Refusal on `opened_on`: in the future, or not after the day on which the family was closed with a day between.
    """
    locked = lock_family(family)
    if locked.closed_on is None:
        raise Refusal("opened_on", "The family is open already. Give the day on which the period before it ended.")
    rules.require_opening(opened_on, None, on)
    if opened_on <= locked.closed_on + timedelta(days=1):
        words = f"The period before it ended on {long_date(locked.closed_on)}. The next begins two days later or more."
        raise Refusal("opened_on", words)
    changes = {"closed_on": [locked.closed_on, None], "reopened_on": [None, opened_on], "imported": True}
    locked.periods.append(FamilyPeriod(authority_id=locked.authority_id, opened_on=opened_on))
    locked.closed_on = locked.end_reason = None
    db.session.flush()
    record(by, Deed.FAMILY_REOPENED, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
