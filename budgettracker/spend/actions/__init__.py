"""Deeds on purchases, one module a deed: log, decide, buy, refund, receipts, and closing a family."""

from budgettracker.spend.actions.add_receipt import add_receipt
from budgettracker.spend.actions.approve import approve_spend
from budgettracker.spend.actions.ask_and_answer import answer_about_spend, ask_about_spend
from budgettracker.spend.actions.ask_for_plan import ask_for_plan
from budgettracker.spend.actions.close_family import close_settled_family
from budgettracker.spend.actions.correct_spend import CORRECTABLE, correct_spend
from budgettracker.spend.actions.decide_reimbursement import decide_reimbursement
from budgettracker.spend.actions.decline import decline_spend
from budgettracker.spend.actions.end_plan import end_plan
from budgettracker.spend.actions.excuse_receipt import excuse_receipt
from budgettracker.spend.actions.hide import decide_hiding, hide_notes, hide_receipt, hide_words
from budgettracker.spend.actions.keep_hold import keep_hold
from budgettracker.spend.actions.keep_unpublished import keep_unpublished
from budgettracker.spend.actions.log_several import log_several
from budgettracker.spend.actions.log_shared import Share, log_shared
from budgettracker.spend.actions.log_spend import log_other_help, log_spend
from budgettracker.spend.actions.look_at_plan import look_at_plan
from budgettracker.spend.actions.part_receipts import restrict_parted_family, seal_parted_family
from budgettracker.spend.actions.propose import decide_proposal
from budgettracker.spend.actions.publish_supplier import ask_to_publish, publish_supplier
from budgettracker.spend.actions.receipt_link import add_receipt_by_link, make_receipt_link
from budgettracker.spend.actions.record_payment import record_payment
from budgettracker.spend.actions.record_purchase import record_purchase
from budgettracker.spend.actions.record_reasons import record_reasons
from budgettracker.spend.actions.refund import refund_spend, refund_with_document
from budgettracker.spend.actions.reverse import reverse_imported, reverse_spend
from budgettracker.spend.actions.review import review_spend
from budgettracker.spend.actions.see_correction import see_correction
from budgettracker.spend.actions.tell_family import tell_family
from budgettracker.spend.actions.tick_refund import see_receipt, tick_refund
from budgettracker.spend.actions.what_became import confirm_delivery, note_help
from budgettracker.spend.actions.withdraw import withdraw_spend
from budgettracker.spend.actions.withdraw_proposal import withdraw_proposal
from budgettracker.spend.rules import Purchase, Schedule

__all__ = [
    "CORRECTABLE",
    "Purchase",
    "Schedule",
    "Share",
    "add_receipt",
    "add_receipt_by_link",
    "answer_about_spend",
    "approve_spend",
    "ask_about_spend",
    "ask_for_plan",
    "ask_to_publish",
    "close_settled_family",
    "confirm_delivery",
    "correct_spend",
    "decide_hiding",
    "decide_proposal",
    "decide_reimbursement",
    "decline_spend",
    "end_plan",
    "excuse_receipt",
    "hide_notes",
    "hide_receipt",
    "hide_words",
    "keep_hold",
    "keep_unpublished",
    "log_other_help",
    "log_several",
    "log_shared",
    "log_spend",
    "look_at_plan",
    "make_receipt_link",
    "note_help",
    "publish_supplier",
    "record_payment",
    "record_purchase",
    "record_reasons",
    "refund_spend",
    "refund_with_document",
    "restrict_parted_family",
    "reverse_imported",
    "reverse_spend",
    "review_spend",
    "seal_parted_family",
    "see_correction",
    "see_receipt",
    "tell_family",
    "tick_refund",
    "withdraw_proposal",
    "withdraw_spend",
]
