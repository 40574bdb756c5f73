"""What waits for a second hand, or was confirmed, declined or withdrawn; its words stand apart."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.access import Role
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.database import Base, WithId, one_of

ONE_WAITS = text("state = 'waiting'")


class Confirmation(WithId, Base):
    """Something that one person asked for and another confirms. It knows its subject by kind and id only.

    `alone`: one person did both, before the authority was live.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        one_of("state", ConfirmationState),
        one_of("asked_as", Role),
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_unless_waiting"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        CheckConstraint(
            "state NOT IN ('confirmed', 'declined') OR alone OR ended_by_id <> asked_by_id", name="ended_by_another"
        ),
        CheckConstraint("state <> 'withdrawn' OR ended_by_id = asked_by_id", name="withdrawn_by_who_asked"),
        Index(
            "ix_confirmation_waiting",
            "subject_id",
            "kind",
            unique=True,
            sqlite_where=ONE_WAITS,
            postgresql_where=ONE_WAITS,
        ),
        Index("ix_confirmation_authority_id_state", "authority_id", "state"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str] = mapped_column(String(30))  # what is asked for, by the name its feature registered
    subject_kind: Mapped[str] = mapped_column(String(30))  # the table of the row it is about
    subject_id: Mapped[uuid.UUID]  # the row it is about
    proposed: Mapped[str] = mapped_column(Text)  # what is proposed, as JSON: ids, amounts in pence, codes and dates
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_as: Mapped[str] = mapped_column(String(30))  # the role in which it was asked for
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=ConfirmationState.WAITING)
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # who confirmed, declined or withdrew it
    ended_as: Mapped[str | None] = mapped_column(String(30))  # the role in which it was confirmed or declined
    ended_at: Mapped[datetime | None]  # when it was confirmed, declined or withdrawn; empty while it waits
    alone: Mapped[bool] = mapped_column(default=False)

    details: Mapped["ConfirmationDetails"] = relationship(back_populates="about")

    @property
    def values(self) -> Mapping[str, Any]:
        """What is proposed."""
        values: Mapping[str, Any] = json.loads(self.proposed)
        return values

    @property
    def waits(self) -> bool:
        """Does it still wait?"""
        return self.state == ConfirmationState.WAITING


class ConfirmationDetails(Base):
    """The words of who asked and of who declined, apart from what is recorded of them."""

    __tablename__ = "confirmation_details"

    confirmation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("confirmation.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was asked for
    declined_because: Mapped[str] = mapped_column(Text, default="")  # why it was declined

    about: Mapped[Confirmation] = relationship(back_populates="details")
