"""Deeds on schemes: adding one, and changing its bands, its margin or the bands for other help from a day on."""

from budgettracker.schemes.actions.add_scheme import add_scheme
from budgettracker.schemes.actions.ask_for_bands import ask_for_bands
from budgettracker.schemes.actions.ask_for_scheme import ask_for_scheme
from budgettracker.schemes.actions.change_bands import change_bands
from budgettracker.schemes.actions.change_margin import ask_for_margin, change_margin
from budgettracker.schemes.actions.change_other_help import ask_for_other_help, change_other_help

__all__ = [
    "add_scheme",
    "ask_for_bands",
    "ask_for_margin",
    "ask_for_other_help",
    "ask_for_scheme",
    "change_bands",
    "change_margin",
    "change_other_help",
]
