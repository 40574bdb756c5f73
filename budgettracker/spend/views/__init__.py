"""The pages of purchases, one module a deed; and closing a family."""

from budgettracker.spend.views import (
    add_receipt,
    ask_and_answer,
    close_family,
    correct_spend,
    decide_proposal,
    decide_reimbursement,
    decide_spend,
    hand_out_receipt,
    keep_hold,
    log_several,
    log_spend,
    record_purchase,
    refund_spend,
    reverse_spend,
    review_spend,
    show,
    withdraw_spend,
)
from budgettracker.spend.views.blueprint import bp

__all__ = [
    "add_receipt",
    "ask_and_answer",
    "bp",
    "close_family",
    "correct_spend",
    "decide_proposal",
    "decide_reimbursement",
    "decide_spend",
    "hand_out_receipt",
    "keep_hold",
    "log_several",
    "log_spend",
    "record_purchase",
    "refund_spend",
    "reverse_spend",
    "review_spend",
    "show",
    "withdraw_spend",
]
