"""Write down whether the children's wishes were heard, and when next."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.voice import rules
from budgettracker.voice.kinds import Wishes
from budgettracker.voice.models import FamilyWishes


def record_wishes(
    by: Person, family: Family, wishes: Wishes, happened_on: date, next_on: date, *, on: date, at: datetime
) -> FamilyWishes:
    """One dated line of the family, which everything done for it uses until the next.

    Raises Refusal on `happened_on` (in the future, before the work) and `next_on` (not to come, more than a year on).
    """
    rules.require_wishes(happened_on, next_on, family.opened_on, on)
    row = FamilyWishes(
        authority_id=family.authority_id,
        family_id=family.id,
        wishes=wishes,
        happened_on=happened_on,
        next_on=next_on,
        recorded_by_id=by.id,
        recorded_at=at,
    )
    db.session.add(row)
    db.session.flush()
    changes = {"wishes": str(wishes), "happened_on": happened_on, "next_on": next_on}
    record(by, Deed.WISHES_RECORDED, family, changes, at=at)
    return row
