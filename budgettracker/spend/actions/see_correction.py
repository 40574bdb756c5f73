"""Mark that a manager looked at what somebody put right on a purchase: a second look, which changes nothing."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.models import Spend, SpendBefore
from budgettracker.spend.queries.week_sample import require_correction_looker


def see_correction(by: Person, spend: Spend, rows: Sequence[SpendBefore], *, on: date, at: datetime) -> Spend:
    """A manager has looked at what was put right at one moment: `rows` are what the purchase said before.

    Raises Refusal for whoever recorded the purchase or put it right, and when it was looked at already.
    """
    lock_spend(spend)
    for row in rows:
        db.session.refresh(row)
        if row.seen_at is not None:
            raise Refusal(None, "Somebody looked at this already.")
        require_correction_looker(row, spend, by, on)
        row.seen_by_id, row.seen_at = by.id, at
    record(by, Deed.SPEND_CORRECTION_SEEN, spend, {"correction": rows[0].id}, at=at)
    return spend
