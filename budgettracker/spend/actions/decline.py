"""Decline a request."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions.lock_spend import lock_request
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def decline_spend(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Spend:
    """Decline a request with a reason the worker can act on; its hold goes back to the budget.

    Raises Refusal without a reason, and as approve_spend does.
    """
    period, role = lock_request(spend, by, on)
    outcome = Outcome.ABOVE_BAND if period is not None else Outcome.OTHER_HELP
    if not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    spend.state = SpendState.DECLINED
    spend.decided_by_id, spend.decided_at = by.id, at
    spend.details.decision_reason = reason
    if period is not None:
        move(by, period, Entry.RELEASED, committed=-spend.planned_pence, spend_id=spend.id, at=at)
    changes: dict[str, object] = {"state": [SpendState.REQUESTED, spend.state]}
    changes |= {
        **judged(outcome, role),
        **as_cover(by, role, spend.family.team_id, on),
    }
    record(by, Deed.SPEND_DECLINED, spend, changes, at=at)
    return spend
