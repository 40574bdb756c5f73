"""Withdraw a request, or an approval that is not needed any more."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def withdraw_spend(by: Person, spend: Spend, *, at: datetime) -> Spend:
    """Take back a request or an approval that is no longer needed; its hold goes back to the budget.

    Raises Refusal when it was bought, declined or withdrawn already.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED, SpendState.APPROVED)
    before = spend.state
    held_pence = spend.planned_pence if before == SpendState.REQUESTED else spend.approved_pence or 0
    spend.state, spend.withdrawn_at = SpendState.WITHDRAWN, at
    if period is not None:
        move(by, period, Entry.RELEASED, committed=-held_pence, spend_id=spend.id, at=at)
    record(by, Deed.SPEND_WITHDRAWN, spend, {"state": [before, spend.state]}, at=at)
    return spend
