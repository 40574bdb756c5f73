"""The table of pots: what finance set aside for a scheme or an authority, from a day to a day."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class Pot(WithId, Base):
    """What finance set aside for a scheme, or for everything, from a day to a day; only ever added to, and never a lock.

    The one set last for a scheme and a first day holds.
    """

    __tablename__ = "pot"
    __table_args__ = (
        CheckConstraint("pence > 0", name="above_zero"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        Index("ix_pot_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    scheme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("scheme.id"))  # empty: all schemes and other help
    pence: Mapped[int]  # without the VAT that the authority gets back
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    set_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]  # when it was set
