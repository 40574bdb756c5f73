"""What the clock tells people, written anew by each `budgettracker daily`."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.home.kinds import ClockKind


class ClockNotice(WithId, Base):
    """How many of one kind of thing somebody is told of; for decisions, of which team."""

    __tablename__ = "clock_notice"
    __table_args__ = (
        one_of("kind", ClockKind),
        CheckConstraint("things > 0", name="something"),
        UniqueConstraint("person_id", "kind", "team_id"),
        Index("ix_clock_notice_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    things: Mapped[int]  # how many there are
    written_on: Mapped[date]  # the day of the run that wrote it
