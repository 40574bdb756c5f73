"""Deeds on purchases, one module a deed's kind: log, decide, buy, refund, receipts, and closing a family."""

from budgettracker.spend.actions.buy import record_purchase, review_spend
from budgettracker.spend.actions.close import close_settled_family
from budgettracker.spend.actions.decide import approve_spend, decline_spend, withdraw_spend
from budgettracker.spend.actions.hold import keep_hold
from budgettracker.spend.actions.log import Purchase, log_other_help, log_spend
from budgettracker.spend.actions.questions import answer_about_spend, ask_about_spend
from budgettracker.spend.actions.receipts import add_receipt
from budgettracker.spend.actions.refund import refund_spend, reverse_spend
from budgettracker.spend.actions.several import log_several

__all__ = [
    "Purchase",
    "add_receipt",
    "answer_about_spend",
    "approve_spend",
    "ask_about_spend",
    "close_settled_family",
    "decline_spend",
    "keep_hold",
    "log_other_help",
    "log_several",
    "log_spend",
    "record_purchase",
    "refund_spend",
    "reverse_spend",
    "review_spend",
    "withdraw_spend",
]
