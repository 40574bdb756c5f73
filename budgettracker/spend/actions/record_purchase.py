"""Record what an approved purchase really cost."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.schemes.queries import bounds_on
from budgettracker.schemes.rules import may_decide
from budgettracker.spend import rules
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.write_spend import mark_bought, mark_price, move_price
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import running_totals


def record_purchase(
    by: Person,
    spend: Spend,
    paid_pence: int,
    bought_on: date,
    *,
    payment_method: str | None = None,
    supplier: str = "",
    on: date,
    at: datetime,
) -> Spend:
    """Record the actual price of an approved purchase. Less returns the rest of the hold to the budget.

    More is recorded too, because the money has gone: the extra comes from what is left if the worker's band allows it,
    else it is flagged for a manager; beyond what is left it is over the limit.

    Raises Refusal for a day outside the family's dates or the cap period it was approved for, and for a purchase that
    is not approved.
    """
    rules.require_bought_on(bought_on, on, spend.family.opened_on, spend.family.closed_on)
    period = lock_spend(spend)
    require_state(spend, SpendState.APPROVED)
    assert period is not None
    if not period.covers(bought_on):
        until = f" to {long_date(period.ends_on)}" if period.ends_on else ""
        raise Refusal("bought_on", f"This was approved for {long_date(period.starts_on)}{until}. Check the date.")
    held_pence = spend.approved_pence or 0
    in_band = _extra_in_band(period, spend, paid_pence - held_pence, bought_on)
    price = rules.price(paid_pence, held_pence, position_of(period).left_pence, in_band)
    mark_bought(spend, by, paid_pence, bought_on, at=at)
    spend.payment_method = payment_method or spend.payment_method
    spend.details.supplier = supplier or spend.details.supplier
    mark_price(spend, price)
    move_price(spend, period, price, by, held_pence=held_pence, at=at)
    changes = {
        "state": [SpendState.APPROVED, spend.state],
        "paid_pence": [None, paid_pence],
        "over_pence": price.over_pence,
    }
    record(by, Deed.SPEND_BOUGHT, spend, changes, at=at)
    return spend


def _extra_in_band(period: BudgetPeriod, spend: Spend, extra_pence: int, day: date) -> bool:
    """May the worker decide alone what was paid above the approved price?"""
    if extra_pence <= 0:
        return True
    bounds = bounds_on(period.budget.scheme_id, day)
    worker = bounds.get(Role.PRACTITIONER)
    totals = running_totals(period, bounds, extra_pence, day, spend.id)
    return worker is not None and may_decide(worker, extra_pence, totals[Role.PRACTITIONER])
