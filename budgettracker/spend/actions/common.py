"""What the deeds on purchases share: reading a purchase under its lock, and asking where an amount goes."""

from datetime import date

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.actions import lock
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db
from budgettracker.errors import RuleBroken
from budgettracker.schemes.queries import bounds_on
from budgettracker.schemes.rules import Bounds
from budgettracker.spend import rules
from budgettracker.spend.models import Spend, SpendState
from budgettracker.spend.queries import running_totals


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
        raise RuleBroken(None, f"This purchase has been {spend.state} already.")


def bounds_and_route(
    period: BudgetPeriod, pence: int, day: date, *, regular: bool, without: Spend | None = None
) -> tuple[dict[Role, Bounds], rules.Route]:
    """The bands in force on a day and where a purchase of these pence goes."""
    scheme = period.budget.scheme
    bounds = bounds_on(scheme.id, day)
    totals = running_totals(period, bounds, pence, day, without.id if without else None)
    needs = Role(scheme.regular_needs)
    return bounds, rules.route(bounds, pence, totals, regular=regular, regular_needs=needs)
