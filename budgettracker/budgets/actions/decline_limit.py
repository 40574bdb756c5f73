"""Decline a proposed limit, with a reason."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions.change_limit import lock_limit_to_decide, settle
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged


def decline_limit(by: Person, change: LimitChange, reason: str, *, on: date, at: datetime) -> LimitChange:
    """A manager declines a proposed limit and says why."""
    period, role = lock_limit_to_decide(change, by, on)
    if not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    settle(change, LimitState.DECLINED, by, reason, at)
    changes: dict[str, object] = {"state": [LimitState.REQUESTED, LimitState.DECLINED], **judged(Outcome.LIMIT, role)}
    changes |= as_cover(by, role, period.budget.family.team_id, on)
    record(by, Deed.LIMIT_DECLINED, change, changes, at=at)
    return change
