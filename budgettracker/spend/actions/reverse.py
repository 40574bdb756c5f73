"""Reverse a purchase that was recorded by mistake. Nothing is deleted: the reversal is a line of its own."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import net_paid


def reverse_spend(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Refund:
    """Take a purchase recorded by mistake out of the sums by a reversing line with a reason; the history stays readable.

    Raises Refusal without a reason, when nothing is left to reverse, and for a purchase that is not bought.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    if not reason:
        raise Refusal("reason", "Say what was wrong, so that the record explains itself.")
    net_pence = net_paid(spend)
    if net_pence == 0:
        raise Refusal(None, "All the money for this purchase has come back already, so there is nothing to reverse.")
    refund = give_back(spend, period, net_pence, on, recorded_by=by, at=at, reversal=True)
    spend.state, spend.reversed_at = SpendState.REVERSED, at
    spend.details.reversal_reason = reason
    changes = {"state": [SpendState.BOUGHT, spend.state], "amount_pence": net_pence, "refund": refund.id}
    record(by, Deed.SPEND_REVERSED, spend, changes, at=at)
    return refund
