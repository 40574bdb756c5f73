"""Write what is kept about a child, new or corrected."""

from datetime import date

from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.write_rows import apply
from budgettracker.families.models import Child, Family
from budgettracker.folding import folded_reference


def fill_child(
    child: Child,
    family: Family,
    reference: str,
    birth_month: str | None,
    need_code: str | None,
    status_at_start: str | None,
    in_scope: bool,
    on: date,
) -> dict[str, object]:
    """Set what is kept about a child, and say what changed; raises Refusal on the field that is wrong."""
    kept = rules.reference_of(reference, called="child's reference")
    with db.session.no_autoflush:
        others = [each for each in family.children if each is not child]
    twin = next((each for each in others if folded_reference(each.reference) == folded_reference(kept)), None)
    if twin is not None:
        raise Refusal("reference", child_taken(kept, twin.reference))
    return apply(
        child,
        {
            "reference": kept,
            "birth_month": rules.birth_month_of(birth_month, on),
            "need_code": rules.need_code_of(need_code),
            "status_at_start": rules.status_of(status_at_start),
            "in_scope": in_scope,
        },
    )


def child_taken(reference: str, other: str = "") -> str:
    """The refusal of a reference that another child of the family has, perhaps written as `other`."""
    written = f", written {other}" if other and other != reference else ""
    return f"{reference} is already a child of this family{written}. Enter another reference."


def make_index(family: Family, child: Child) -> dict[str, object]:
    """Make this the child the family was brought into the scheme for, and say what changed."""
    return apply(family, {"index_child": child.reference})
