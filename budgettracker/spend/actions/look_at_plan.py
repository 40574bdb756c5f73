"""Look at a plan of regular payments again: does it still help, and when is it looked at next?"""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def look_at_plan(by: Person, plan: Spend, words: str, review_on: date, *, on: date, at: datetime) -> Spend:
    """Say what was seen and that the payments go on, until the next look. No money moves.

    Raises Refusal without words, for a day that is not after today or is after the last payment, and for what is no plan
    that runs.
    """
    lock_spend(plan)
    require_state(plan, SpendState.APPROVED)
    if plan.schedule is None:
        raise Refusal(None, "This is no plan of regular payments.")
    if not words:
        raise Refusal("words", "Say in a few words whether it still helps.")
    rules.require_next_look(plan.review_on, review_on, on, plan.regular_until)
    changes = {"review_on": [plan.review_on, review_on]}
    plan.review_on, plan.details.looked_at = review_on, words
    record(by, Deed.PLAN_LOOKED_AT, plan, changes, at=at)
    return plan
