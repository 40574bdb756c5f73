"""Audit records: one chain per subject, each line's exact bytes hashed together with the line before it."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId


class AuditRecord(WithId, Base):
    """One line of who did what, when, from what to what. Holds ids, amounts, codes and dates; never names or text."""

    __tablename__ = "audit_record"
    __table_args__ = (
        UniqueConstraint("subject_id", "sequence"),
        Index("ix_audit_record_authority_at", "authority_id", "at"),
    )

    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[uuid.UUID]
    sequence: Mapped[int]
    deed: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class AuditChain(Base):
    """How far a subject's chain reaches, so that a missing tail is noticed."""

    __tablename__ = "audit_chain"

    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int]
    last_digest: Mapped[str] = mapped_column(String(64))
