"""Families, their children and details, and what stood where it should not have been seen."""

from budgettracker.families.models.families import (
    Child,
    Family,
    FamilyDetails,
    FamilyLead,
    FamilyPeriod,
    FamilyReader,
    FamilyReaderDetails,
)
from budgettracker.families.models.incidents import Hiding, HidingDetails, Incident, IncidentDetails

__all__ = [
    "Child",
    "Family",
    "FamilyDetails",
    "FamilyLead",
    "FamilyPeriod",
    "FamilyReader",
    "FamilyReaderDetails",
    "Hiding",
    "HidingDetails",
    "Incident",
    "IncidentDetails",
]
