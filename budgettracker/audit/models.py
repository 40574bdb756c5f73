"""Audit records: one chain per subject, each line's exact bytes hashed together with the line before it."""

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.audit.kinds import Plain
from budgettracker.database import Base, WithId


class Changes(Mapping[str, Plain]):
    """What one audit line says has changed: under each name a value, or the pair of what it was and what it is."""

    def __init__(self, values: Mapping[str, Plain]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> Plain:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def after(self, name: str) -> Plain:
        """What it is now: the second of a pair, or the value itself; None where the line says nothing of it."""
        value = self._values.get(name)
        return value[1] if isinstance(value, list) and len(value) == 2 else value

    def number(self, name: str) -> int:
        """Pence, minutes or a count as it is now; 0 where the line says nothing of it."""
        value = self.after(name)
        return value if isinstance(value, int) else 0

    def text(self, name: str) -> str:
        """A code, date, id or digest as it is now; empty where the line says nothing of it."""
        value = self.after(name)
        return value if isinstance(value, str) else ""

    def counts(self, name: str) -> dict[str, int]:
        """Numbers by name, such as the rows of each file of an import; empty where the line says nothing of it."""
        value = self._values.get(name)
        return {key: count for key, count in value.items() if isinstance(count, int)} if isinstance(value, dict) else {}


def changes_in(body: str) -> Changes:
    """The changes that an audit line's stored text tells of."""
    return Changes(json.loads(body)["changes"])


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

    @property
    def changes(self) -> Changes:
        """What this line says has changed, read from its hashed text."""
        return changes_in(self.body)


class AuditChain(Base):
    """How far a subject's chain reaches, so that a missing tail is noticed."""

    __tablename__ = "audit_chain"

    subject_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    last_sequence: Mapped[int]
    last_digest: Mapped[str] = mapped_column(String(64))
