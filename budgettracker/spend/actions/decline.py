"""Decline a request."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.actions.queue_message import queue_message
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import judged
from budgettracker.spend.actions.lock_spend import lock_request, outcome_of_request
from budgettracker.spend.actions.release_hold import release_hold
from budgettracker.spend.actions.tell_by_itself import decided_by_itself
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def decline_spend(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Spend:
    """Decline a request with a reason the worker can act on; its hold goes back to the budget.

    Raises Refusal without a reason, and as approve_spend does.
    """
    period, role = lock_request(spend, by, on)
    outcome = outcome_of_request(spend)
    by_itself = decided_by_itself(spend, period, by, role, on)
    if not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    release_hold(by, spend, at=at)
    spend.state = SpendState.DECLINED
    spend.decided_by_id, spend.decided_at = by.id, at
    spend.details.decision_reason = reason
    changes: dict[str, object] = {"state": [SpendState.REQUESTED, spend.state]}
    changes |= {
        **judged(outcome, role),
        **as_cover(by, role, spend.family.team_id, on),
        **by_itself,
    }
    record(by, Deed.SPEND_DECLINED, spend, changes, at=at)
    queue_message(spend.authority_id, spend.recorded_by_id, MessageKind.DECLINED, at=at)
    return spend
