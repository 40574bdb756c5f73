"""Record what an approved purchase really cost, and decide about money that left outside the rules."""

from datetime import date, datetime

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.periods import long_date
from budgettracker.schemes.queries import bounds_on
from budgettracker.schemes.rules import may_decide
from budgettracker.spend import rules
from budgettracker.spend.actions.common import lock_spend, require_state
from budgettracker.spend.kinds import Review, SpendState
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
    """
    rules.require_bought_on(bought_on, on, spend.family.opened_on, spend.family.closed_on)
    period = lock_spend(spend)
    require_state(spend, SpendState.APPROVED)
    assert period is not None
    if not period.covers(bought_on):
        last = f" to {long_date(period.ends_on)}" if period.ends_on else ""
        raise Refusal("bought_on", f"This was approved for {long_date(period.starts_on)}{last}. Check the date.")
    held = spend.approved_pence or 0
    in_band = _extra_in_band(period, spend, paid_pence - held, bought_on)
    falls = rules.price(paid_pence, held, position_of(period).left_pence, in_band)
    spend.state, spend.paid_pence, spend.bought_on = SpendState.BOUGHT, paid_pence, bought_on
    spend.recorded_bought_at, spend.bought_by_id = at, by.id
    spend.payment_method = payment_method or spend.payment_method
    spend.details.supplier = supplier or spend.details.supplier
    spend.over_pence = falls.over_pence
    spend.review = Review.OPEN if falls.flagged else Review.NONE
    entry = Entry.OVER_LIMIT if falls.over_pence else Entry.BOUGHT
    move(
        by, period, entry, committed=-held, spent=falls.within_pence, over=falls.over_pence, spend_id=spend.id, at=at
    )  # fmt: skip
    changes = {
        "state": [SpendState.APPROVED, spend.state],
        "paid_pence": [None, paid_pence],
        "over_pence": falls.over_pence,
    }
    record(by, Deed.SPEND_BOUGHT, spend, changes, at=at)
    return spend


def _extra_in_band(period: BudgetPeriod, spend: Spend, extra_pence: int, day: date) -> bool:
    if extra_pence <= 0:
        return True
    bounds = bounds_on(period.budget.scheme_id, day)
    worker = bounds.get(Role.PRACTITIONER)
    totals = running_totals(period, bounds, extra_pence, day, spend.id)
    return worker is not None and may_decide(worker, extra_pence, totals[Role.PRACTITIONER])


def review_spend(by: Person, spend: Spend, *, accept: bool, reason: str, on: date, at: datetime) -> Spend:
    """Decide afterwards about money that left outside the rules.

    Accepted: what fits into the limit by now moves from over the limit into spent, the rest stays over it as an
    exception. Declined: it stays as it is, marked. Either way it counts as cost and no longer blocks the next purchase.
    Nobody decides about a purchase they recorded.
    """
    period = lock_spend(spend)
    if spend.review != Review.OPEN or period is None:
        raise Refusal(None, "This has been decided already.")
    if not reason:
        raise Refusal("reason", "Say why, so that the record explains itself.")
    rules.require_decider(
        by.roles_on(on),
        DECIDERS,
        own=by.id in (spend.recorded_by_id, spend.bought_by_id),
        same_team=spend.family.team_id in by.team_ids_on(on),
    )
    spend.review = Review.ACCEPTED if accept else Review.DECLINED
    spend.reviewed_by_id, spend.reviewed_at = by.id, at
    spend.details.review_reason = reason
    absorbed = min(spend.over_pence, position_of(period).left_pence) if accept else 0
    if absorbed:
        spend.over_pence -= absorbed
        move(by, period, Entry.ABSORBED, spent=absorbed, over=-absorbed, spend_id=spend.id, at=at)
    record(by, Deed.SPEND_REVIEWED, spend, {"review": [Review.OPEN, spend.review], "absorbed_pence": absorbed}, at=at)
    return spend
