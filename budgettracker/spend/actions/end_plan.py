"""End a plan of regular payments before its last payment: what is left goes back to the budget."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.release_hold import release_hold
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def end_plan(by: Person, plan: Spend, reason: str, *, at: datetime) -> Spend:
    """End an approved plan. What its payments have not taken goes back, of each cap period what was held there.

    Raises Refusal without a reason, for a purchase that is no plan, and when the plan is over already.
    """
    lock_spend(plan)
    require_state(plan, SpendState.APPROVED)
    if plan.schedule is None:
        raise Refusal(None, "This is no plan of regular payments. Withdraw it instead.")
    if not reason:
        raise Refusal("reason", "Say why the payments end, so that the record explains itself.")
    released_pence = release_hold(by, plan, at=at)
    plan.state, plan.schedule.ended_at, plan.details.end_reason = SpendState.ENDED, at, reason
    changes = {"state": [SpendState.APPROVED, plan.state], "released_pence": released_pence}
    record(by, Deed.PLAN_ENDED, plan, changes, at=at)
    return plan
