"""What somebody may do now with a purchase."""

from flask import g

from budgettracker.access import Permission
from budgettracker.spend.actions import CORRECTABLE
from budgettracker.spend.kinds import PaymentMethod, Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries import apart_from, net_paid, successors_of
from budgettracker.spend.queries.publication import publication_marks
from budgettracker.spend.rules import hold_ran_out
from budgettracker.web import today


def hold_out(spend: Spend) -> bool:
    """Is the money still held although the time the scheme holds it for has passed?"""
    held = spend.state in (SpendState.REQUESTED, SpendState.APPROVED)
    return held and hold_ran_out(spend.hold_expires_on, today())


def deeds_open(spend: Spend, proposed: SpendProposal | None) -> set[str]:
    """The deeds this person may do with the purchase as it is now, by name; `proposed` is what waits about it."""
    same_team = spend.family.team_id in g.person.team_ids_on(today())
    if Permission.LOG_SPEND not in g.permissions or not same_team:
        return set()
    state = spend.state
    own = g.person.id in apart_from(spend)
    marked = bool(publication_marks(spend.id))
    open_now = {
        "record_purchase": state == SpendState.APPROVED and not spend.is_plan,
        "record_payment": state == SpendState.APPROVED and spend.is_plan,
        "withdraw_spend": state in (SpendState.REQUESTED, SpendState.APPROVED) and not spend.drawn_pence,
        "refund_spend": state == SpendState.BOUGHT and net_paid(spend) > 0 and not spend.from_stock and not proposed,
        "return_vouchers": state == SpendState.BOUGHT
        and net_paid(spend) > 0
        and spend.from_stock
        and not spend.family.restricted,
        "issue_approved": state == SpendState.APPROVED
        and not spend.is_plan
        and not spend.family.restricted
        and spend.payment_method == PaymentMethod.VOUCHER,
        "correct_spend": state in CORRECTABLE,
        "reverse_spend": state == SpendState.BOUGHT and net_paid(spend) > 0 and not spend.from_stock and not proposed,
        "see_receipt": bool(spend.receipts)
        and spend.receipt_seen_at is None
        and Permission.DECIDE in g.permissions
        and not own,
        "add_receipt": state in CORRECTABLE or (state == SpendState.REVERSED and not successors_of([spend.id])),
        "excuse_receipt": spend.lacks_receipt and Permission.DECIDE in g.permissions and not own,
        "tell_family": state == SpendState.DECLINED,
        "make_receipt_link": spend.lacks_receipt,
        "decide_spend": state == SpendState.REQUESTED and Permission.DECIDE in g.permissions,
        "review_spend": spend.review == Review.OPEN and Permission.DECIDE in g.permissions and not own,
        "decide_reimbursement": state == SpendState.BOUGHT
        and spend.reimbursement == Reimbursement.WAITING
        and spend.review != Review.OPEN
        and Permission.DECIDE in g.permissions
        and not own,
        "ask_about_spend": spend.waits and Permission.DECIDE in g.permissions and not own,
        "answer_about_spend": spend.waits,
        "keep_hold": hold_out(spend),
        "confirm_delivery": state == SpendState.BOUGHT,
        "note_help": state == SpendState.BOUGHT,
        "keep_unpublished": state in (SpendState.BOUGHT, SpendState.REVERSED) and not marked,
        "publish_supplier": marked,
        "log_again": True,
        "hide_words": True,
    }
    return {deed for deed, is_open in open_now.items() if is_open}
