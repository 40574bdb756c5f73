"""Record a payment of a plan: a purchase of its own, for which the plan's approval stands."""

from datetime import date, datetime

from budgettracker.budgets.actions import lock, move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.errors import Refusal
from budgettracker.ids import uuid7
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.spend import rules
from budgettracker.spend.actions.close_family import require_open_now
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.record_purchase import buy_approved
from budgettracker.spend.actions.record_reasons import keep_reasons
from budgettracker.spend.actions.write_spend import save_spend
from budgettracker.spend.kinds import Reimbursement, Review, Route, SpendState
from budgettracker.spend.models import PlanSchedule, Spend
from budgettracker.spend.queries.plans import parts_of
from budgettracker.spend.rules import Purchase


def record_payment(
    by: Person,
    plan: Spend,
    paid_pence: int,
    paid_on: date,
    *,
    payment_method: str | None = None,
    ask_manager: bool = False,
    on: date,
    at: datetime,
) -> Spend:
    """Record what one payment of a plan really cost. The plan gives it at most what one payment was approved for.

    What is cheaper leaves the rest in the plan. What is dearer is judged as the price of any approved purchase: within the
    scheme's margin the approval covers it, otherwise the whole price waits for whoever may decide it; so it does where the
    worker asks a manager about it (`ask_manager`). With the last of its money the plan is over.

    Raises Refusal for a plan that is not approved or is over, a day before its first payment or outside the family's dates,
    and for a cap period of which nothing is left in the plan.
    """
    rules.require_bought_on(paid_on, on, plan.family.opened_on, plan.family.closed_on)
    lock_spend(plan)
    require_state(plan, SpendState.APPROVED)
    if plan.schedule is None:
        raise Refusal(None, "This is no plan of regular payments. Record the purchase instead.")
    require_open_now(plan.family_id, paid_on)
    if paid_on < plan.schedule.first_on:
        first_on = long_date(plan.schedule.first_on)
        raise Refusal("bought_on", f"The payments of this plan begin on {first_on}. Enter that day or later.")
    period, left_pence = _place(plan, paid_on)
    drawn_pence = min(paid_pence, plan.schedule.payment_pence, left_pence)
    spend = _payment(plan, period, drawn_pence, paid_on, at)
    plan.drawn_pence += drawn_pence
    purchase = Purchase(
        amount_pence=drawn_pence,
        bought_what=plan.details.bought_what,
        bought_on=paid_on,
        purpose=plan.details.purpose,
    )
    save_spend(spend, purchase)
    keep_reasons(plan, spend)
    if period is not None:
        move(by, period, Entry.RELEASED, committed=-drawn_pence, spend_id=plan.id, at=at)
        move(by, period, Entry.COMMITTED, committed=drawn_pence, spend_id=spend.id, at=at)
    _end_when_drawn(plan, plan.schedule, at)
    supplier = plan.details.supplier
    how = payment_method or plan.payment_method
    buy_approved(
        by,
        spend,
        period,
        paid_pence,
        paid_on,
        payment_method=how,
        supplier=supplier,
        ask_manager=ask_manager,
        new=True,
        at=at,
    )
    return spend


def _place(plan: Spend, paid_on: date) -> tuple[BudgetPeriod | None, int]:
    """The locked cap period that holds a payment's day, and what is left of the plan in it."""
    if plan.period_id is None:
        return None, plan.held_pence
    parts = [(lock(part.period_id), part.left_pence) for part in parts_of(plan)]
    for period, left_pence in parts:
        if period.covers(paid_on) and left_pence:
            return period, left_pence
    held = " and ".join(
        f"{pounds(pence)} from {long_date(period.starts_on)}{f' to {long_date(period.ends_on)}' if period.ends_on else ''}"
        for period, pence in parts
        if pence
    )
    raise Refusal("bought_on", f"This plan holds {held}, and nothing for {long_date(paid_on)}. Check the date.")


def _payment(plan: Spend, period: BudgetPeriod | None, drawn_pence: int, paid_on: date, at: datetime) -> Spend:
    """The row of a payment: approved as the plan was, by whom and as what the plan was decided."""
    return Spend(
        id=uuid7(),
        authority_id=plan.authority_id,
        family_id=plan.family_id,
        period_id=period.id if period is not None else None,
        kind=plan.kind,
        state=SpendState.APPROVED,
        route=Route.REGULAR,
        category_id=plan.category_id,
        child_id=plan.child_id,
        planned_pence=drawn_pence,
        approved_pence=drawn_pence,
        drawn_pence=0,
        over_pence=0,
        vat_status=plan.vat_status,
        payment_method=plan.payment_method,
        asked_on=paid_on,
        regular=True,
        recorded_by_id=plan.recorded_by_id,
        requested_at=at,
        decided_by_id=plan.decided_by_id,
        decided_as=plan.decided_as,
        decided_at=plan.decided_at,
        review=Review.NONE,
        reimbursement=Reimbursement.NONE,
        legal_basis=plan.legal_basis,
        plan_id=plan.id,
    )


def _end_when_drawn(plan: Spend, schedule: PlanSchedule, at: datetime) -> None:
    if plan.held_pence == 0:
        plan.state, schedule.ended_at = SpendState.ENDED, at
