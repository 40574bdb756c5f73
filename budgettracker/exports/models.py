"""Workbooks built for a study: numbered, with their digest and rows, so that every hand-over can be found again."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.exports.kinds import BuildState


class Workbook(WithId, Base):
    """One workbook of a study: what it was built from, how far it is, and the file it became."""

    __tablename__ = "workbook"
    __table_args__ = (UniqueConstraint("study_id", "number"), one_of("state", BuildState))

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    run_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("costing_run.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=BuildState.WAITING)
    done_rows: Mapped[int] = mapped_column(default=0)
    total_rows: Mapped[int] = mapped_column(default=0)
    heartbeat_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(Text, default="")
    file_name: Mapped[str | None] = mapped_column(String(60))
    digest: Mapped[str | None] = mapped_column(String(64))
    bytes: Mapped[int | None]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
