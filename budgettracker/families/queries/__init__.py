"""Reading families: whose they are to see, one by its id, the list with its search, and who led them on which day."""

from budgettracker.families.queries.hand_over import (
    Gone,
    families_led_by,
    gone_from,
    leads_in_teams,
    leads_on,
)
from budgettracker.families.queries.leads import leads_of, leads_until
from budgettracker.families.queries.standing import child_standing, family_standing
from budgettracker.families.queries.whose import (
    FamilyLine,
    FamilyReference,
    child_of,
    child_of_any_family,
    family_for,
    family_to_change,
    reference_only,
    references_alike,
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
    "Gone",
    "child_of",
    "child_of_any_family",
    "child_standing",
    "families_led_by",
    "family_for",
    "family_standing",
    "family_to_change",
    "gone_from",
    "leads_in_teams",
    "leads_of",
    "leads_on",
    "leads_until",
    "reference_only",
    "references_alike",
    "same_reference",
    "search",
    "teams_for",
    "teams_to_move_to",
    "visible",
    "workable",
    "workers_of",
]
