"""What the deeds on purchases share: reading a purchase under its lock, and where it must be for a deed."""

from sqlalchemy import select

from budgettracker.budgets.actions import lock
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend


def lock_spend(spend: Spend) -> BudgetPeriod | None:
    """Lock the position behind a purchase (other help: the purchase itself) and read the purchase anew."""
    period = lock(spend.period_id) if spend.period_id is not None else None
    db.session.scalars(
        select(Spend).where(Spend.id == spend.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    return period


def require_state(spend: Spend, *states: SpendState) -> None:
    """Refuse a deed that does not fit where the purchase is by now."""
    if spend.state not in states:
        raise Refusal(None, f"This purchase has been {spend.state} already.")
