"""In which order a costing run takes families, and rounds: one that restricting a family does not change."""

from sqlalchemy import ColumnElement, func, select

from budgettracker.families.models import Family, FamilyDetails


def first_reference() -> ColumnElement[str]:
    """The text by which a costing run orders families and rounds: the one a family had before it was restricted or sealed.

    With the drawn reference beside it, as another family may have the same by now. Minutes and pence that moved from one
    family to another between two runs would tell that one of them was restricted.
    """
    own = select(FamilyDetails.own_reference).where(FamilyDetails.family_id == Family.id).correlate(Family)
    return func.coalesce(own.scalar_subquery() + " " + Family.reference, Family.reference)
