"""How an authority's own files are laid out, as somebody confirmed it once, and imports that wait for a second hand."""

import json
import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.imports.kinds import ImportState, TableName
from budgettracker.second_hands import Outcome


class ImportLayout(WithId, Base):
    """The answers that hold for every file of one table with the same headings: columns, units, the order of dates."""

    __tablename__ = "import_layout"
    __table_args__ = (UniqueConstraint("authority_id", "table_name", "layout"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    table_name: Mapped[str] = mapped_column(String(20))  # which table the file is: people, spend, worktime
    layout: Mapped[str] = mapped_column(String(64))  # the digest of its headings
    answers: Mapped[str] = mapped_column(Text)  # what was confirmed, as JSON: answers by the keys of the mapping
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # who imported such a file first with these answers; empty: the operator
    confirmed_at: Mapped[datetime]  # when such a file was imported with these answers

    @property
    def by_key(self) -> dict[str, tuple[str, ...]]:
        """What was confirmed, by the keys of the mapping."""
        return {key: tuple(values) for key, values in json.loads(self.answers).items()}


class WaitingImport(WithId, Base):
    """An import into a live authority that takes a second hand: its files wait until it is released, withdrawn or too old."""

    __tablename__ = "waiting_import"
    __table_args__ = (
        UniqueConstraint("authority_id", "number"),
        one_of("state", ImportState),
        CheckConstraint("second_hand IN ('import', 'import_of_roles', 'import_of_schemes')", name="second_hand_known"),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_unless_waiting"),
        CheckConstraint(
            "state <> 'released' OR asked_by_id IS NULL OR ended_by_id IS NULL OR ended_by_id <> asked_by_id",
            name="released_by_another",
        ),
        CheckConstraint("state <> 'released' OR ended_by_id IS NOT NULL OR named_id IS NOT NULL", name="by_somebody"),
        CheckConstraint("named_id IS NULL OR asked_by_id IS NULL OR named_id <> asked_by_id", name="naming_another"),
        Index("ix_waiting_import_state", "state"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    number: Mapped[int]  # counted from 1 in each authority
    digest: Mapped[str] = mapped_column(String(64))  # of the files, which are released as they were sent
    keep_good: Mapped[bool]  # whether refused rows are left out
    answers: Mapped[str] = mapped_column(Text)  # what was confirmed of the files, as JSON
    rows: Mapped[str] = mapped_column(Text)  # how many rows of each table, as JSON
    second_hand: Mapped[str] = mapped_column(String(30))  # its row of the table of second hands
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who made it; empty: the operator
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=ImportState.WAITING)
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # who released or withdrew it; empty: the operator, or time alone
    named_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # whom the operator named at the release
    ended_at: Mapped[datetime | None]  # when it was released, withdrawn or too old; empty while it waits
    reversed_at: Mapped[datetime | None]  # when it was taken back, after it had been released
    reversed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who confirmed that

    details: Mapped["WaitingImportDetails"] = relationship(back_populates="about")

    @property
    def waits(self) -> bool:
        """Does it still wait?"""
        return self.state == ImportState.WAITING

    @property
    def outcome(self) -> Outcome:
        """Its row of the table of second hands."""
        return Outcome(self.second_hand)

    @property
    def counted(self) -> dict[TableName, int]:
        """How many rows of each table it would bring in."""
        return {TableName(name): count for name, count in json.loads(self.rows).items()}


class WaitingImportDetails(Base):
    """What a waiting import comes to and for whom it speaks, in words, apart from what is recorded of it."""

    __tablename__ = "waiting_import_details"

    import_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("waiting_import.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    sums: Mapped[str] = mapped_column(Text)  # the lines of the preview, as JSON
    speaks_for: Mapped[str] = mapped_column(Text)  # who its rows say decided: their names, as JSON

    about: Mapped[WaitingImport] = relationship(back_populates="details")

    @property
    def lines(self) -> list[str]:
        """What it comes to, line by line."""
        return list(json.loads(self.sums))

    @property
    def names(self) -> list[str]:
        """Whom its rows make out as having decided."""
        return list(json.loads(self.speaks_for))
