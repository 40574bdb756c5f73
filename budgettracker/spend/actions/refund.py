"""Money that came back, and purchases that were recorded by mistake. Nothing is deleted: each is a line of its own."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import db, uuid7
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.common import lock_spend, require_state
from budgettracker.spend.kinds import Review, Route, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import net_paid


def refund_spend(
    by: Person, spend: Spend, amount_pence: int, refunded_on: date, *, on: date, at: datetime,
    reference: str | None = None, vat_pence: int | None = None,
) -> Refund:  # fmt: skip
    """Record money that came back for a purchase: it is left again, after money over the limit has been made good."""
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    if refunded_on > on:
        raise Refusal("refunded_on", "The date is in the future. Enter the day the money came back.")
    if spend.bought_on is not None and refunded_on < spend.bought_on:
        raise Refusal("refunded_on", "The money came back before it was spent. Check the date.")
    rules.require_refund(amount_pence, net_paid(spend))
    review = spend.review
    refund = give_back(spend, period, amount_pence, refunded_on, by=by, at=at)
    refund.reference, refund.vat_pence = reference, vat_pence
    changes: dict[str, object] = {"refund": refund.id, "amount_pence": amount_pence}
    if spend.review != review:
        changes["review"] = [review, spend.review]
    record(by, Deed.SPEND_REFUNDED, spend, changes, at=at)
    return refund


def reverse_spend(by: Person, spend: Spend, reason: str, *, on: date, at: datetime) -> Refund:
    """Take a purchase recorded by mistake out of the sums by a reversing line with a reason; the history stays readable."""
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    if not reason:
        raise Refusal("reason", "Say what was wrong, so that the record explains itself.")
    net = net_paid(spend)
    if net == 0:
        raise Refusal(None, "All the money for this purchase has come back already, so there is nothing to reverse.")
    refund = give_back(spend, period, net, on, by=by, at=at, reversal=True)
    spend.state, spend.reversed_at = SpendState.REVERSED, at
    spend.details.reversal_reason = reason
    changes = {"state": [SpendState.BOUGHT, spend.state], "amount_pence": net, "refund": refund.id}
    record(by, Deed.SPEND_REVERSED, spend, changes, at=at)
    return refund


def give_back(
    spend: Spend,
    period: BudgetPeriod | None,
    pence: int,
    day: date,
    *,
    by: Person,
    at: datetime,
    reversal: bool = False,
) -> Refund:
    """Add the row of money that came back for a locked purchase, and move the position; the deed records it.

    Where nothing is left that a manager would have to decide about, the purchase waits for none any more.
    """
    over_before = spend.over_pence
    within, over = rules.split_refund(pence, spend.over_pence)
    refund = Refund(
        id=uuid7(),
        authority_id=spend.authority_id,
        spend_id=spend.id,
        amount_pence=pence,
        over_pence=over,
        refunded_on=day,
        reversal=reversal,
        recorded_by_id=by.id,
        recorded_at=at,
    )
    spend.refunds.append(refund)
    spend.over_pence -= over
    db.session.flush()
    if period is not None:
        entry = Entry.REVERSED if reversal else Entry.REFUNDED
        move(by, period, entry, spent=-within, over=-over, spend_id=spend.id, at=at)
    alone = spend.route == Route.FRONT_LINE and spend.decided_by_id is None
    if spend.review == Review.OPEN and rules.ends_review(net_paid(spend), over_before, spend.over_pence, alone):
        spend.review = Review.NONE
    return refund
