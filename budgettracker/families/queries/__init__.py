"""Reading families: whose they are to see, one by its id, the list with its search, and who led them on which day."""

from budgettracker.families.queries.leads import leads_of, leads_until
from budgettracker.families.queries.whose import (
    FamilyLine,
    FamilyReference,
    child_of,
    child_of_any_family,
    family_for,
    family_to_change,
    reference_only,
    same_reference,
    search,
    teams_for,
    teams_to_move_to,
    visible,
    workable,
    workers_of,
)

__all__ = [
    "FamilyLine",
    "FamilyReference",
    "child_of",
    "child_of_any_family",
    "family_for",
    "family_to_change",
    "leads_of",
    "leads_until",
    "reference_only",
    "same_reference",
    "search",
    "teams_for",
    "teams_to_move_to",
    "visible",
    "workable",
    "workers_of",
]
