"""A fair draw: its sealed list, the families assessed before their arm is known, and the place each of them took.

Rows of all these tables are only ever added: triggers refuse everything else.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.allocation.kinds import AgeBand, ListSource, NotEligible
from budgettracker.database import Base, WithId, one_of
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.studies.models import Study


class Draw(WithId, Base):
    """How families of a study come into its arms: by a list that is sealed, and whose digest everybody saw at the start."""

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("study_id"), one_of("source", ListSource))

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    source: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the list's text, the seed in its first line
    started_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]  # when the list was sealed

    study: Mapped[Study] = relationship()
    closing: Mapped["DrawClosing | None"] = relationship()


class DrawList(WithId, Base):
    """The list's text, shown to nobody until allocation has closed."""

    __tablename__ = "draw_list"
    __table_args__ = (UniqueConstraint("draw_id"),)

    draw_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw.id"))
    list_text: Mapped[str] = mapped_column(Text)  # a line for each place: authority, age band, arm


class DrawPlace(WithId, Base):
    """One place of the list: the next family of its authority and age band takes the first that is free."""

    __tablename__ = "draw_place"
    __table_args__ = (
        UniqueConstraint("draw_id", "number"),
        one_of("band", AgeBand),
        one_of("arm", Arm),
        Index("ix_draw_place_stratum", "draw_id", "authority_id", "band", "number"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    draw_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw.id"))
    number: Mapped[int]  # its line in the list
    band: Mapped[str] = mapped_column(String(20))  # the age band of the index child
    arm: Mapped[str] = mapped_column(String(20))  # the arm of whoever takes it


class Assessment(WithId, Base):
    """A family looked at for a study before its arm is known: eligible or why not, and how it stood then."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("family_id", "number"),
        one_of("band", AgeBand),
        one_of("reason", NotEligible),
        CheckConstraint("eligible = (reason IS NULL)", name="reason_unless_eligible"),
        CheckConstraint("NOT eligible OR band IS NOT NULL", name="eligible_with_band"),
        Index("ix_assessment_draw_id", "draw_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    draw_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    number: Mapped[int]  # the family's first, second assessment: the last one counts
    eligible: Mapped[bool]  # may it come into the study?
    reason: Mapped[str | None] = mapped_column(String(20))  # why it is not eligible
    band: Mapped[str | None] = mapped_column(String(20))  # age band of the index child on that day
    children: Mapped[int]  # children in scope on that day
    status_at_start: Mapped[str | None] = mapped_column(String(60))  # status of the index child on that day
    need_code: Mapped[str | None] = mapped_column(String(10))  # primary need of the index child on that day
    assessed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    assessed_on: Mapped[date]  # the day of the assessment
    assessed_at: Mapped[datetime]  # when it was recorded

    family: Mapped[Family] = relationship()
    draw: Mapped[Draw] = relationship()


class Allocation(WithId, Base):
    """The place that a family took: its arm as allocated, for ever."""

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("place_id"),
        UniqueConstraint("family_id"),
        UniqueConstraint("assessment_id"),
        Index("ix_allocation_draw_id", "draw_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    draw_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw.id"))
    place_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw_place.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assessment.id"))
    allocated_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    allocated_on: Mapped[date]  # the day on which the arm was drawn
    allocated_at: Mapped[datetime]  # when it was drawn

    place: Mapped[DrawPlace] = relationship()
    assessment: Mapped[Assessment] = relationship()


class DrawClosing(WithId, Base):
    """The end of a draw: from then on nobody is allocated, and the list is shown."""

    __tablename__ = "draw_closing"
    __table_args__ = (UniqueConstraint("draw_id"),)

    draw_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draw.id"))
    closed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]
