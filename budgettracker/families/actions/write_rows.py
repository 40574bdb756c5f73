"""Set what differs in a row, for the audit."""

from collections.abc import Mapping

from budgettracker.families.models import Child, Family, FamilyDetails


def apply(row: Family | FamilyDetails | Child, values: Mapping[str, object]) -> dict[str, object]:
    """Set what differs and say from what to what."""
    changes: dict[str, object] = {}
    for field, value in values.items():
        before = getattr(row, field)
        if before != value:
            setattr(row, field, value)
            changes[field] = [before, value]
    return changes
