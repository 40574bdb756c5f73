"""Decide a request: approve, decline with a reason, or withdraw it; one outcome, whoever comes first."""

from datetime import date, datetime

from budgettracker.access import DECIDERS
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.common import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import bounds_and_deciders


def approve_spend(by: Person, spend: Spend, reason: str = "", *, on: date, at: datetime) -> Spend:
    """Approve a request as it was asked: the money stays held until it is bought. Never one's own, never above one's band."""
    _decidable(by, spend, on)
    spend.state, spend.approved_pence = SpendState.APPROVED, spend.planned_pence
    spend.decided_by_id, spend.decided_at = by.id, at
    spend.details.decision_reason = reason
    changes = {"state": [SpendState.REQUESTED, spend.state], "approved_pence": [None, spend.approved_pence]}
    record(by, Deed.SPEND_APPROVED, spend, changes, at=at)
    return spend


def decline_spend(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Spend:
    """Decline a request with a reason the worker can act on; its hold goes back to the budget."""
    period = _decidable(by, spend, on)
    if not reason:
        raise Refusal("reason", "Say why you decline, so that the worker knows what to do next.")
    spend.state = SpendState.DECLINED
    spend.decided_by_id, spend.decided_at = by.id, at
    spend.details.decision_reason = reason
    move(by, period, Entry.RELEASED, committed=-spend.planned_pence, spend_id=spend.id, at=at)
    record(by, Deed.SPEND_DECLINED, spend, {"state": [SpendState.REQUESTED, spend.state]}, at=at)
    return spend


def withdraw_spend(by: Person, spend: Spend, *, at: datetime) -> Spend:
    """Take back a request or an approval that is no longer needed; its hold goes back to the budget."""
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED, SpendState.APPROVED)
    assert period is not None
    before = spend.state
    held = spend.planned_pence if before == SpendState.REQUESTED else spend.approved_pence or 0
    spend.state, spend.withdrawn_at = SpendState.WITHDRAWN, at
    move(by, period, Entry.RELEASED, committed=-held, spend_id=spend.id, at=at)
    record(by, Deed.SPEND_WITHDRAWN, spend, {"state": [before, spend.state]}, at=at)
    return spend


def _decidable(by: Person, spend: Spend, on: date) -> BudgetPeriod:
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED)
    assert period is not None
    _, deciders = bounds_and_deciders(period, spend.planned_pence, spend.asked_on, regular=spend.regular, without=spend)
    rules.require_decider(
        by.roles_on(on),
        deciders.roles or DECIDERS,
        own=by.id == spend.recorded_by_id,
        same_team=spend.family.team_id in by.team_ids_on(on),
    )
    return period
