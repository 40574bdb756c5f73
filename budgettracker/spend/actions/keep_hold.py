"""Keep a hold: the money of a request or an approval that is still wanted. A hold is never dropped by itself."""

from datetime import date, datetime, timedelta

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def keep_hold(by: Person, spend: Spend, needed_by: date | None, *, on: date, at: datetime) -> Spend:
    """Say that a purchase is still wanted: its hold runs on from today, or from the day it is needed by.

    The money was held all the while, so nothing moves. Raises Refusal for what is no longer held, and for a hold that
    would not run any longer than it does.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED, SpendState.APPROVED)
    if period is None:
        raise Refusal(None, "Other help holds no money, so there is nothing to keep.")
    before = spend.hold_expires_on
    until = (needed_by or on) + timedelta(days=period.budget.scheme.hold_days)
    rules.require_longer_hold(before, until)
    changes = {"hold_expires_on": [before, until], "needed_by": [spend.needed_by, needed_by or spend.needed_by]}
    spend.hold_expires_on, spend.needed_by = until, needed_by or spend.needed_by
    record(by, Deed.HOLD_KEPT, spend, changes, at=at)
    return spend
