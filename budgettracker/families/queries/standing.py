"""What is kept about a family or a child as the pages that correct it show it."""

from collections.abc import Mapping

from budgettracker.families.models import Child, Family


def family_standing(family: Family) -> Mapping[str, object]:
    """Everything about a family that can be put right, by the names of the form that does it."""
    return {
        "reference": family.reference,
        "name": family.details.name,
        "opened_on": family.opened_on,
        "scheme_id": str(family.scheme_id or ""),
        "arm": family.arm or "",
        "allocated_on": family.allocated_on,
        "cohort_reason": family.cohort_reason,
        "legal_basis": family.legal_basis,
    }


def child_standing(family: Family, child: Child) -> Mapping[str, object]:
    """Everything about a child that can be put right, by the names of the form that does it."""
    return {
        "reference": child.reference,
        "birth_month": child.birth_month,
        "need_code": child.need_code or "",
        "status_at_start": child.status_at_start or "",
        "index_child": family.index_child == child.reference,
        "in_scope": child.in_scope,
    }
