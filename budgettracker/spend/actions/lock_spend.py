"""Lock a purchase and read it anew, and refuse the deed when the purchase has gone on since."""

from datetime import date

from sqlalchemy import select

from budgettracker.access import DECIDERS
from budgettracker.budgets.actions import lock
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import bounds_and_deciders, require_decider


def lock_spend(spend: Spend) -> BudgetPeriod | None:
    """Lock the position behind a purchase (of other help: the purchase itself) and read the purchase anew."""
    period = lock(spend.period_id) if spend.period_id is not None else None
    db.session.scalars(
        select(Spend).where(Spend.id == spend.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    return period


def require_state(spend: Spend, *states: SpendState) -> None:
    """Raises Refusal when a purchase is by now in none of these states."""
    if spend.state not in states:
        raise Refusal(None, f"This purchase has been {spend.state} already.")


def lock_request(spend: Spend, by: Person, on: date) -> BudgetPeriod:
    """Lock a request to be decided; raises Refusal when it has been decided, or when this person may not decide it."""
    period = lock_spend(spend)
    require_state(spend, SpendState.REQUESTED)
    assert period is not None
    _, deciders = bounds_and_deciders(period, spend.planned_pence, spend.asked_on, regular=spend.regular, without=spend)
    require_decider(spend, by, on, deciders.roles or DECIDERS)
    return period
