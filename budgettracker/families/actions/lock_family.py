"""Hold a family's row while it is closed or opened again."""

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.families.models import Family


def lock_family(family: Family) -> Family:
    """The family's row, held until the transaction ends: of two people closing it at once, the second is told."""
    fresh = select(Family).where(Family.id == family.id).with_for_update()
    return db.session.scalars(fresh.execution_options(populate_existing=True)).one()
