"""Deeds on files for finance: setting an account code, and making a file."""

from budgettracker.ledger.weekly.actions.make_weekly_file import make_weekly_file
from budgettracker.ledger.weekly.actions.set_account_code import set_account_code

__all__ = ["make_weekly_file", "set_account_code"]
