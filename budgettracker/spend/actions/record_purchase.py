"""Record what an approved purchase really cost."""

from datetime import date, datetime

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.close_family import require_open_now
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.tell_by_itself import told_by_itself
from budgettracker.spend.actions.write_spend import mark_bought, mark_price, move_price, receipt_of_share
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import approval_covers, bounds_and_deciders, deciders_now


def record_purchase(
    by: Person,
    spend: Spend,
    paid_pence: int,
    bought_on: date,
    *,
    payment_method: str | None = None,
    supplier: str = "",
    ask_manager: bool = False,
    on: date,
    at: datetime,
) -> Spend:
    """Record the actual price of an approved purchase. Less returns the rest of the hold to the budget.

    More is recorded too, because the money has gone. Within the scheme's margin the approval still covers it; otherwise
    the whole price is judged like a purchase of that price and waits for the role whose band holds it, and so it does
    where the worker asks a manager about it (`ask_manager`). Beyond what is left it is over the limit.

    Raises Refusal for a day outside the family's dates or the cap period it was approved for, and for a purchase that
    is not approved.
    """
    rules.require_bought_on(bought_on, on, spend.family.opened_on, spend.family.closed_on)
    period = lock_spend(spend)
    require_state(spend, SpendState.APPROVED)
    require_open_now(spend.family_id, bought_on)
    if period is not None and not period.covers(bought_on):
        until = f" to {long_date(period.ends_on)}" if period.ends_on else ""
        raise Refusal("bought_on", f"This was approved for {long_date(period.starts_on)}{until}. Check the date.")
    if spend.is_plan:
        raise Refusal(None, "This is a plan of regular payments. Record each payment of it.")
    buy_approved(
        by,
        spend,
        period,
        paid_pence,
        bought_on,
        payment_method=payment_method,
        supplier=supplier,
        ask_manager=ask_manager,
        at=at,
    )
    return spend


def buy_approved(
    by: Person,
    spend: Spend,
    period: BudgetPeriod | None,
    paid_pence: int,
    bought_on: date,
    *,
    payment_method: str | None,
    supplier: str,
    ask_manager: bool = False,
    new: bool = False,
    at: datetime,
) -> None:
    """Write down what a locked, approved purchase cost: what is cheaper goes back, what is dearer is judged.

    `new`: the purchase was added just now, as a payment of a plan.
    """
    held_pence = spend.approved_pence or 0
    asks = ask_manager and paid_pence > held_pence
    decided_as = None if asks else _covered_by(period, spend, paid_pence, bought_on)
    left_pence = position_of(period).left_pence if period is not None else max(0, paid_pence - held_pence)
    price = rules.price(paid_pence, held_pence, left_pence, allowed=decided_as is not None)
    spend.payment_method = payment_method or spend.payment_method
    mark_bought(spend, by, paid_pence, bought_on, at=at)
    spend.details.supplier = supplier or spend.details.supplier
    mark_price(spend, price, decided_as)
    move_price(spend, period, price, by, held_pence=held_pence, at=at)
    outcome = Outcome.PLAN if new else Outcome.ABOVE_BAND
    changes: dict[str, object] = {
        "state": [None if new else SpendState.APPROVED, spend.state],
        "paid_pence": [None, paid_pence],
        "over_pence": price.over_pence,
        **receipt_of_share(spend),
        **judged(
            Outcome.PRICE_ABOVE_APPROVED if paid_pence > held_pence else outcome,
            decided_as,
            (deciders_now(spend, period).roles or DECIDERS)[0] if price.flagged else None,
        ),
    }
    if new:
        changes |= {"plan": spend.plan_id, "drawn_pence": spend.approved_pence}
    record(by, Deed.SPEND_BOUGHT, spend, changes | told_by_itself(spend, period, changes), at=at, new=new)


def _covered_by(period: BudgetPeriod | None, spend: Spend, paid_pence: int, day: date) -> Role | None:
    """The role by which a price stands decided: its approver's within the margin, the worker's where their band holds
    the whole price; None when somebody has to decide about it."""
    approver = Role(spend.decided_as or Role.MANAGER)
    if approval_covers(spend, period, approver, paid_pence, day):
        return approver
    judged_pence = spend.judged_pence(paid_pence)
    _, deciders = bounds_and_deciders(period, spend.family_id, judged_pence, day, regular=spend.regular, without=spend)
    return Role.PRACTITIONER if deciders.front_line else None
