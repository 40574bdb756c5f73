"""A receipt, and the link by which one comes without signing in."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class Receipt(WithId, Base):
    """A receipt: its file lies outside the web's reach under a made-up name; here its kind, size and digest."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("hidden IN ('hidden', 'removed')", name="hidden_known"),
        *(Index("ix_receipt_digest", "digest"), Index("ix_receipt_spend_id", "spend_id")),
    )

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    file_name: Mapped[str] = mapped_column(String(60), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))  # the money back that it proves
    quote: Mapped[bool] = mapped_column(default=False)  # it came with the request, before anything was bought
    link_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("receipt_link.id"))  # the link by which it came
    hidden: Mapped[str | None] = mapped_column(String(10))  # out of sight: hidden, or removed for good


class ReceiptLink(WithId, Base):
    """A link by which one receipt is added to one purchase without signing in; the database keeps its digest only."""

    __tablename__ = "receipt_link"
    __table_args__ = (Index("ix_receipt_link_spend_id", "spend_id"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]  # when a receipt came by it; from then on it leads nowhere
