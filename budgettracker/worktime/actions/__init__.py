"""Writing work time: entries, the lists they choose from, and months closed for a team."""

from budgettracker.worktime.actions.absences import AbsentDay, record_absences
from budgettracker.worktime.actions.add_activity import add_activity, add_default_activities
from budgettracker.worktime.actions.add_intervention import add_intervention
from budgettracker.worktime.actions.ask_for_expenses import ask_for_imported_expenses
from budgettracker.worktime.actions.ask_for_month import ask_for_month, leave_month_closed
from budgettracker.worktime.actions.close_month import close_month
from budgettracker.worktime.actions.correct_entry import correct_entry
from budgettracker.worktime.actions.correct_for import correct_for, read_correction
from budgettracker.worktime.actions.log_many import ManyDays, ManyEntries
from budgettracker.worktime.actions.log_time import log_time
from budgettracker.worktime.actions.offer_time import confirm_offer, decline_offer, offer_time
from budgettracker.worktime.actions.reopen_month import reopen_month
from budgettracker.worktime.actions.save_week import CellChange, Problem, WeekRefused, save_week
from budgettracker.worktime.actions.seal_settled_family import seal_settled_family
from budgettracker.worktime.actions.withdraw_absence import withdraw_absence
from budgettracker.worktime.actions.withdraw_entry import withdraw_entry, withdraw_imported
from budgettracker.worktime.rules import Part, Work

__all__ = [
    "AbsentDay",
    "CellChange",
    "ManyDays",
    "ManyEntries",
    "Part",
    "Problem",
    "WeekRefused",
    "Work",
    "add_activity",
    "add_default_activities",
    "add_intervention",
    "ask_for_imported_expenses",
    "ask_for_month",
    "close_month",
    "confirm_offer",
    "correct_entry",
    "correct_for",
    "decline_offer",
    "leave_month_closed",
    "log_time",
    "offer_time",
    "read_correction",
    "record_absences",
    "reopen_month",
    "save_week",
    "seal_settled_family",
    "withdraw_absence",
    "withdraw_entry",
    "withdraw_imported",
]
