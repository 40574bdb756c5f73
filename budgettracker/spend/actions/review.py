"""Review money that left against the rules: accept it afterwards, or not."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.actions import move
from budgettracker.budgets.kinds import Entry
from budgettracker.budgets.queries import position_of
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.kinds import Review
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import require_decider


def review_spend(by: Person, spend: Spend, *, accept: bool, reason: str, on: date, at: datetime) -> Spend:
    """Decide afterwards about money that left outside the rules.

    Accepted: what fits into the limit by now moves from over the limit into spent, the rest stays over it as an
    exception. Declined: it stays as it is, marked. Either way it counts as cost and no longer blocks the next purchase.
    Raises Refusal without a reason, when it is decided already, and for whoever recorded the purchase.
    """
    period = lock_spend(spend)
    if spend.review != Review.OPEN or period is None:
        raise Refusal(None, "This has been decided already.")
    if not reason:
        raise Refusal("reason", "Say why, so that the record explains itself.")
    require_decider(spend, by, on)
    spend.review = Review.ACCEPTED if accept else Review.DECLINED
    spend.reviewed_by_id, spend.reviewed_at = by.id, at
    spend.details.review_reason = reason
    absorbed = min(spend.over_pence, position_of(period).left_pence) if accept else 0
    if absorbed:
        spend.over_pence -= absorbed
        move(by, period, Entry.ABSORBED, spent=absorbed, over=-absorbed, spend_id=spend.id, at=at)
    record(by, Deed.SPEND_REVIEWED, spend, {"review": [Review.OPEN, spend.review], "absorbed_pence": absorbed}, at=at)
    return spend
