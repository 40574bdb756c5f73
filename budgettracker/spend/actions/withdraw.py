"""Withdraw a request, or an approval that is not needed any more."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.release_hold import release_hold
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def withdraw_spend(by: Person, spend: Spend, *, at: datetime) -> Spend:
    """Take back a request or an approval that is no longer needed; its hold goes back to the budget.

    Raises Refusal when it was bought, declined or withdrawn already, and for a plan of which something was paid.
    """
    lock_spend(spend)
    require_state(spend, SpendState.REQUESTED, SpendState.APPROVED)
    if spend.drawn_pence:
        raise Refusal(
            None,
            f"{pounds(spend.drawn_pence)} of this plan has been paid. End the plan instead: what is left goes back.",
        )
    before = spend.state
    release_hold(by, spend, at=at)
    spend.state, spend.withdrawn_at = SpendState.WITHDRAWN, at
    record(by, Deed.SPEND_WITHDRAWN, spend, {"state": [before, spend.state]}, at=at)
    return spend
