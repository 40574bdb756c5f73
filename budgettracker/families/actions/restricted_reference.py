"""A restricted family gets a reference that is nobody else's, so that the council's own tells nobody that it is there.

As long as it held the council's own, adding a family with that was refused, and so told that there is one.
"""

from functools import partial

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.drawn_references import drawn_reference
from budgettracker.families.models import Family
from budgettracker.families.queries import same_reference


def hide_reference(family: Family) -> None:
    """Give a family that becomes restricted a drawn reference, and keep the council's own with its details."""
    family.details.own_reference = family.reference
    family.reference = drawn_reference("R", partial(_is_free, family))


def show_reference(family: Family) -> None:
    """Give a family that is restricted no more the council's own reference again, where nobody has taken it meanwhile."""
    own = family.details.own_reference
    if own is not None and _is_free(family, own):
        family.reference, family.details.own_reference = own, None


def _is_free(family: Family, reference: str) -> bool:
    if reference == family.reference:
        return False
    taken = select(Family.id).where(
        Family.authority_id == family.authority_id, Family.id != family.id, same_reference(reference)
    )
    return db.session.scalar(taken.limit(1)) is None
