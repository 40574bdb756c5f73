"""Money that came back for a purchase, or was taken out of the sums."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class Refund(WithId, Base):
    """Money that came back for a purchase, in pence above zero; also a reversal, which takes back all that is left.

    `ticked_at` is when a second person saw it: until then running totals count the purchase as it was paid.
    """

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("authority_id", "reference"),
        CheckConstraint("amount_pence > 0", name="amount_above_zero"),
        CheckConstraint("over_pence >= 0 AND over_pence <= amount_pence", name="over_within_amount"),
        Index("ix_refund_spend_id", "spend_id"),
        Index(
            "ix_refund_unticked",
            "authority_id",
            sqlite_where=text("ticked_at IS NULL"),
            postgresql_where=text("ticked_at IS NULL"),
        ),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str | None] = mapped_column(String(50))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    amount_pence: Mapped[int]
    over_pence: Mapped[int] = mapped_column(default=0)
    vat_pence: Mapped[int | None]
    refunded_on: Mapped[date]
    reversal: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ticked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ticked_at: Mapped[datetime | None]
