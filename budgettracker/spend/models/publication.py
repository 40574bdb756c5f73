"""Which payments must not be named where the authority publishes what it paid."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class PublicationMark(WithId, Base):
    """A purchase's supplier must not be named in public: a refuge's name, say. Two people together take it off again.

    With `whole_supplier` it holds for every purchase from a supplier of that name. The name itself stands with the
    purchase's words alone.
    """

    __tablename__ = "publication_mark"
    __table_args__ = (
        Index("ix_publication_mark_spend_id", "spend_id"),
        Index("ix_publication_mark_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    whole_supplier: Mapped[bool]  # does it hold for every purchase from this supplier?
    marked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]  # from then on it is in the files for finance
    taken_off_at: Mapped[datetime | None]  # from then on it counts no more; empty while it stands
    taken_off_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who confirmed that
