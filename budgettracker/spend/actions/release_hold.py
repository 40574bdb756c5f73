"""Give back what a request or an approval holds; of a plan, from each cap period what is left there."""

from datetime import datetime

from budgettracker.budgets.actions import lock_all, move
from budgettracker.budgets.kinds import Entry
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.plans import parts_of, periods_behind


def release_hold(by: Person, spend: Spend, *, at: datetime) -> int:
    """Give back to the budget what a locked purchase holds, while its state still says so; the pence given back."""
    held_pence = spend.held_pence
    periods = {period.id: period for period in lock_all(periods_behind(spend))}
    parts = {part.period_id: part.left_pence for part in parts_of(spend)} if spend.is_plan else {}
    for period_id, period in periods.items():
        pence = parts.get(period_id, 0) if parts else held_pence
        if pence:
            move(by, period, Entry.RELEASED, committed=-pence, spend_id=spend.id, at=at)
    return held_pence
