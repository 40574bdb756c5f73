"""Tick what came back or was taken out by one person alone, and mark a receipt as seen: a manager's second look."""

from datetime import date, datetime

from budgettracker.access import DECIDERS, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people.models import Person
from budgettracker.people.queries.cover import as_cover
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend.actions.count_together import count_together
from budgettracker.spend.actions.lock_spend import lock_spend
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries import require_looker, require_ticker


def tick_refund(by: Person, spend: Spend, refund: Refund, *, on: date, at: datetime) -> Refund:
    """A manager has seen that money came back or a mistake was one: running totals count the purchase without it.

    Raises Refusal for whoever recorded the purchase or the money, and when it is ticked already.
    """
    lock_spend(spend)
    db.session.refresh(refund)
    require_ticker(refund, spend, by, on)
    role = role_used(by.roles_on(on), DECIDERS)
    refund.ticked_by_id, refund.ticked_at = by.id, at
    if spend.counts_pence is not None:
        count_together(spend)
    outcome = Outcome.MISTAKE if refund.reversal else Outcome.REFUND
    changes = {"refund": refund.id, **judged(outcome, role), **as_cover(by, role, spend.family.team_id, on)}
    record(by, Deed.SPEND_TICKED, spend, changes, at=at)
    return refund


def see_receipt(by: Person, spend: Spend, *, on: date, at: datetime) -> Spend:
    """A manager has seen the receipt: from then on its recorder takes the purchase out only with a second hand.

    Raises Refusal without a receipt, when it was seen already, and for whoever recorded the purchase.
    """
    lock_spend(spend)
    if not spend.receipts:
        raise Refusal(None, "There is no receipt yet.")
    if spend.receipt_seen_at is not None:
        raise Refusal(None, "The receipt was marked as seen already.")
    require_looker(spend, by, on)
    role = role_used(by.roles_on(on), DECIDERS)
    spend.receipt_seen_by_id, spend.receipt_seen_at = by.id, at
    changes = {**judged(Outcome.MISTAKE, role), **as_cover(by, role, spend.family.team_id, on)}
    record(by, Deed.RECEIPT_SEEN, spend, changes, at=at)
    return spend
