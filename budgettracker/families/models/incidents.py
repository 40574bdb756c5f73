"""What is hidden because it stands with the wrong family, and incidents: who could see what, and their report."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.kinds import HiddenKind, HidingState, IncidentKind
from budgettracker.families.models.families import Family


class Hiding(WithId, Base):
    """Something hidden at once by one person; a manager who did not hide it brings it back or removes it.

    `subject_id` is the receipt, the purchase or the family, by `kind`. Deciders and auditors see it meanwhile.
    """

    __tablename__ = "hiding"
    __table_args__ = (
        one_of("kind", HiddenKind),
        one_of("state", HidingState),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name="decided_by_another"),
        CheckConstraint("(decided_by_id IS NULL) = (decided_at IS NULL)", name="decided_by_somebody"),
        Index("ix_hiding_family_id", "family_id"),
        Index("ix_hiding_subject_id", "subject_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=HidingState.HIDDEN)
    subject_id: Mapped[uuid.UUID]
    hidden_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    hidden_at: Mapped[datetime]  # when it went out of sight
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    family: Mapped[Family] = relationship()
    details: Mapped["HidingDetails"] = relationship()


class HidingDetails(Base):
    """Why something was hidden, and the words themselves until they are brought back or removed."""

    __tablename__ = "hiding_details"

    hiding_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hiding.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    kept: Mapped[str] = mapped_column(Text, default="")  # the hidden words by what they were, as JSON


class Incident(WithId, Base):
    """Something stood with `family` where others could see it: what, since when, who was informed; open until closed.

    `subject_id` is the purchase, or the receipt, by `kind`.
    """

    __tablename__ = "incident"
    __table_args__ = (
        one_of("kind", IncidentKind),
        CheckConstraint(
            "(reported IS NULL) = (reported_by_id IS NULL) AND (reported IS NULL) = (reported_at IS NULL)",
            name="reported_by_somebody",
        ),
        CheckConstraint("(closed_by_id IS NULL) = (closed_at IS NULL)", name="closed_by_somebody"),
        Index("ix_incident_family_id", "family_id"),
        Index("ix_incident_subject_id", "subject_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[uuid.UUID]
    opened_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]  # when it was found
    aware_at: Mapped[datetime]  # when the authority knew of it: the 72 hours to report it run from then
    reported: Mapped[bool | None]  # was it reported to the regulator? empty until somebody has decided
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime | None]  # when it was decided, and where it was reported, reported
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    family: Mapped[Family] = relationship()
    details: Mapped["IncidentDetails"] = relationship()


class IncidentDetails(Base):
    """What an incident's record says in words and names."""

    __tablename__ = "incident_details"

    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    could_see: Mapped[str] = mapped_column(Text, default="")  # who could have seen it, one name a line
    looked: Mapped[str] = mapped_column(Text, default="")  # who did open the family's pages or the receipt
    went_out: Mapped[str] = mapped_column(Text, default="")  # which files left while it stood there
    informed: Mapped[str] = mapped_column(Text, default="")  # who was told, as a manager writes it down
    what: Mapped[str] = mapped_column(Text, default="")  # what happened, of one that somebody opened by hand
    report_words: Mapped[str] = mapped_column(Text, default="")  # why it was not reported, or why it was reported late
