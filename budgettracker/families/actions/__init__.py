"""Deeds on families and children: added, corrected, handed over, closed and reopened. Each leaves its audit line."""

from budgettracker.families.actions.add_child import add_child
from budgettracker.families.actions.add_family import add_family
from budgettracker.families.actions.add_past_families import PastFamilies, PastFamily
from budgettracker.families.actions.ask_to_reopen import REOPENING, ask_to_reopen
from budgettracker.families.actions.close_family import close_family
from budgettracker.families.actions.correct_child import correct_child
from budgettracker.families.actions.correct_family import correct_family
from budgettracker.families.actions.cross_over import ask_to_cross, cross_over
from budgettracker.families.actions.hand_over import hand_over
from budgettracker.families.actions.incident import open_by_hand, open_incident, report_incident, write_incident
from budgettracker.families.actions.reopen_family import reopen_family
from budgettracker.families.actions.restrict_family import (
    ask_to_lift,
    ask_to_name,
    lift_restriction,
    name_reader,
    open_by_reason,
    remove_reader,
    restrict_family,
    see_openings,
)
from budgettracker.families.actions.seal_family import ask_to_seal, seal_family

__all__ = [
    "REOPENING",
    "PastFamilies",
    "PastFamily",
    "add_child",
    "add_family",
    "ask_to_cross",
    "ask_to_lift",
    "ask_to_name",
    "ask_to_reopen",
    "ask_to_seal",
    "close_family",
    "correct_child",
    "correct_family",
    "cross_over",
    "hand_over",
    "lift_restriction",
    "name_reader",
    "open_by_hand",
    "open_by_reason",
    "open_incident",
    "remove_reader",
    "reopen_family",
    "report_incident",
    "restrict_family",
    "seal_family",
    "see_openings",
    "write_incident",
]
