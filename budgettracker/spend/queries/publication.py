"""Which purchases are marked so that their supplier is not named in public."""

import uuid

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.spend.models import PublicationMark


def publication_marks(spend_id: uuid.UUID) -> list[PublicationMark]:
    """The marks of a purchase itself, the first one first."""
    query = select(PublicationMark).where(PublicationMark.spend_id == spend_id)
    return list(db.session.scalars(query.order_by(PublicationMark.marked_at, PublicationMark.id)))
