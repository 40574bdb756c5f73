"""Reverse a purchase that was recorded by mistake. Nothing is deleted: the reversal is a line of its own."""

from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.money import pounds
from budgettracker.people.models import Person
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import rules
from budgettracker.spend.actions.give_back import give_back
from budgettracker.spend.actions.lock_spend import lock_spend, require_state
from budgettracker.spend.actions.propose import propose
from budgettracker.spend.kinds import ProposalKind, Review, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from budgettracker.spend.queries import first_recorded_at, net_paid, settled_by_another, waiting_proposal


def reverse_spend(
    by: Person, spend: Spend, reason: str, *, ask_manager: bool = False, on: date, at: datetime
) -> Refund | SpendProposal:
    """Take a purchase recorded by mistake out of the sums by a reversing line with a reason; the history stays readable.

    Whoever recorded it does so alone within their band, for some days, until a manager has seen or excused the receipt or
    decided whether it is paid back, and never while somebody is to decide about it; a manager ticks it afterwards.
    Otherwise, and where they ask a manager, it is proposed, and nothing moves until a manager agrees.

    Raises Refusal without a reason, when nothing is left to reverse, and for a purchase that is not bought.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    rules.require_no_stock(spend.from_stock)
    if not reason:
        raise Refusal("reason", "Say what was wrong, so that the record explains itself.")
    net_pence = net_paid(spend)
    if net_pence == 0:
        raise Refusal(None, _all_back(spend))
    alone = mends_alone(spend, by, at) and not settled_by_another(spend)
    if ask_manager or not alone or waiting_proposal(spend.id) is not None:
        return propose(by, spend, period, ProposalKind.MISTAKE, net_pence, on, reason, at=at)
    refund = give_back(spend, period, net_pence, on, recorded_by=by, at=at, reversal=True)
    spend.state, spend.reversed_at = SpendState.REVERSED, at
    spend.details.reversal_reason = reason
    changes = {"state": [SpendState.BOUGHT, spend.state], "amount_pence": net_pence, "refund": refund.id}
    record(by, Deed.SPEND_REVERSED, spend, {**changes, **judged(Outcome.MISTAKE, Role.PRACTITIONER)}, at=at)
    return refund


def reverse_imported(by: Person, spend: Spend, reason: str, *, asked_by: Person, on: date, at: datetime) -> Refund:
    """Take a purchase that a released import brought in out of the sums, by the two who reverse the import.

    Raises Refusal for one that is not bought any more, of which nothing is left, of vouchers, or to which somebody added a receipt.
    """
    period = lock_spend(spend)
    require_state(spend, SpendState.BOUGHT)
    rules.require_no_stock(spend.from_stock)
    if not spend.imported or spend.receipts or waiting_proposal(spend.id) is not None:
        raise Refusal(None, "Something has happened to this purchase since it was imported.")
    net_pence = net_paid(spend)
    if net_pence == 0:
        raise Refusal(None, _all_back(spend))
    refund = give_back(
        spend, period, net_pence, on, recorded_by=asked_by, ticked_by=by, ticked_at=at, at=at, reversal=True
    )
    spend.state, spend.reversed_at = SpendState.REVERSED, at
    spend.details.reversal_reason = reason
    if spend.review == Review.OPEN:
        spend.review, spend.reviewed_by_id, spend.reviewed_at = Review.NONE, by.id, at
    changes = {"state": [SpendState.BOUGHT, spend.state], "amount_pence": net_pence, "refund": refund.id}
    record(by, Deed.SPEND_IMPORT_REVERSED, spend, {**changes, "asked_by": asked_by.id}, at=at)
    return refund


def _all_back(spend: Spend) -> str:
    paid = pounds(spend.paid_pence or 0)
    return f"All {paid} of this purchase has come back already, so there is nothing to reverse. It costs the family nothing."


def mends_alone(spend: Spend, by: Person, at: datetime) -> bool:
    """May this person take the purchase out alone now? Never one family's share of a receipt, which others share."""
    return rules.mends_alone(
        own=by.id == spend.bought_by_id == spend.recorded_by_id,
        within_band=spend.decided_as == Role.PRACTITIONER and not spend.imported and spend.shared_id is None,
        reviewed=spend.review != Review.NONE,
        recorded_at=first_recorded_at(spend),
        receipt_seen_at=spend.receipt_seen_at,
        at=at,
    )
