"""Reading work time: one's own entries and weeks, the lists to choose from, closed months."""

from budgettracker.worktime.queries.entries import Day, Shared, day_minutes, entry_for, recent_days, shared_minutes
from budgettracker.worktime.queries.lists import activities, families_to_tick, interventions, seen_families
from budgettracker.worktime.queries.months import closed_teams, closing_of

__all__ = [
    "Day",
    "Shared",
    "activities",
    "closed_teams",
    "closing_of",
    "day_minutes",
    "entry_for",
    "families_to_tick",
    "interventions",
    "recent_days",
    "seen_families",
    "shared_minutes",
]
