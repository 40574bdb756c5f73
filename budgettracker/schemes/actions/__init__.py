"""Deeds on schemes: adding one, and changing its bands from a day on."""

from budgettracker.schemes.actions.add_scheme import add_scheme
from budgettracker.schemes.actions.ask_for_bands import ask_for_bands
from budgettracker.schemes.actions.ask_for_scheme import ask_for_scheme
from budgettracker.schemes.actions.change_bands import change_bands

__all__ = ["add_scheme", "ask_for_bands", "ask_for_scheme", "change_bands"]
