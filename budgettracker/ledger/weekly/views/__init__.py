"""The pages of files for finance: what waits, making and taking a file, and the account codes."""

from budgettracker.ledger.views import bp
from budgettracker.ledger.weekly.views import account_codes, take_file, weekly_files, year_end

__all__ = ["account_codes", "bp", "take_file", "weekly_files", "year_end"]
