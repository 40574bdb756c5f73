"""One decision about a cohort's limits."""

from collections.abc import Sequence
from datetime import date, datetime

from budgettracker.budgets.actions.approve_limit import approve_limit
from budgettracker.budgets.actions.decline_limit import decline_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.errors import Refusal
from budgettracker.people.models import Person


def decide_limits_of_cohort(
    by: Person, changes: Sequence[LimitChange], *, approve: bool, reason: str, on: date, at: datetime
) -> list[LimitChange]:
    """Approve or decline what waits of a cohort's limits: each by the rules of one, and all of them or none.

    Raises Refusal naming the family whose limit this person may not decide; it can be decided alone by another.
    """
    deed = approve_limit if approve else decline_limit
    decided = []
    # In order of id, so that two decisions never wait for each other.
    for change in sorted(changes, key=lambda each: each.period_id):
        try:
            decided.append(deed(by, change, reason, on=on, at=at))
        except Refusal as refusal:
            reference = change.period.budget.family.reference
            raise Refusal(refusal.field, f"Family {reference}: {refusal.message}") from None
    return decided
