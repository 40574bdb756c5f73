"""Deeds on the stocks of vouchers, one module a deed."""

from budgettracker.vouchers.actions.buy_batch import buy_batch, confirm_batch
from budgettracker.vouchers.actions.count_stock import confirm_count, count_stock
from budgettracker.vouchers.actions.issue import issue_approved, issue_vouchers
from budgettracker.vouchers.actions.return_vouchers import return_vouchers

__all__ = [
    "buy_batch",
    "confirm_batch",
    "confirm_count",
    "count_stock",
    "issue_approved",
    "issue_vouchers",
    "return_vouchers",
]
