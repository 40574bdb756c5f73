"""Hold a family's row while it is closed or opened again."""

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family


def lock_family(family: Family) -> Family:
    """The family's row, held until the transaction ends: of two people closing it at once, the second is told.

    Raises Refusal where its record is sealed: what was asked for before that comes too late.
    """
    fresh = select(Family).where(Family.id == family.id).with_for_update()
    locked = db.session.scalars(fresh.execution_options(populate_existing=True)).one()
    if locked.sealed_on is not None:
        raise Refusal(None, "This record is sealed already.")
    return locked
