"""Families, their children, and the details (names) that stand apart from the books."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.kinds import Arm, NeedCode, ReaderKind
from budgettracker.folding import LONGEST_FOLDED, folded_name, folded_reference
from budgettracker.people.models import Person, Team
from budgettracker.periods import SINCE_EVER


class Family(WithId, Base):
    """Those supported. Has a reference within the authority; children belong to it; names stand apart.

    `opened_on` is the first day it was ever open; `closed_on` and `end_reason` tell of the latest of its `periods`.
    `team_id` and `lead_worker_id` say how it is now: the latest row of `leads` has the same, and says since when.
    """

    __tablename__ = "family"
    __table_args__ = (
        UniqueConstraint("authority_id", "reference"),
        CheckConstraint("arm IS NULL OR arm IN ('budget', 'comparison')", name="arm_known"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (end_reason IS NULL)", name="closed_with_reason"),
        CheckConstraint(
            "sealed_on IS NULL OR (restricted AND closed_on IS NOT NULL AND closed_on <= sealed_on)",
            name="sealed_when_closed",
        ),
        CheckConstraint(
            "crossed_on IS NULL OR (arm IS NOT NULL AND arm = 'comparison')", name="crossed_from_comparison"
        ),
        # Everything by which families of teams are counted, so that no row of a family is read for it.
        Index(
            "ix_family_of_team",
            *("team_id", "authority_id", "sealed_on", "restricted", "opened_on", "closed_on", "lead_worker_id", "id"),
        ),
        Index("ix_family_lead_worker_id", "lead_worker_id", "authority_id", "team_id", "sealed_on"),
        Index(
            "ix_family_restricted",
            "team_id",
            sqlite_where=text("restricted IS 1"),
            postgresql_where=text("restricted IS TRUE"),
        ),
        Index("ix_family_closed", "authority_id", "closed_on"),
        Index("ix_family_reference_folded", "authority_id", "reference_folded"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str] = mapped_column(String(50))
    reference_folded: Mapped[str] = mapped_column(String(LONGEST_FOLDED))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    lead_worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(100))
    scheme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("scheme.id"))
    arm: Mapped[str | None] = mapped_column(String(20))
    allocated_on: Mapped[date | None]
    crossed_on: Mapped[date | None]  # from which day a comparison family may have a budget; counted as allocated
    index_child: Mapped[str | None] = mapped_column(String(50))
    cohort_reason: Mapped[str | None] = mapped_column(String(200))
    legal_basis: Mapped[str | None] = mapped_column(String(200))
    restricted: Mapped[bool] = mapped_column(default=False)  # open to the people named for it alone
    sealed_on: Mapped[date | None]  # from this day on nobody reads it; its money stays in totals
    created_at: Mapped[datetime]

    team: Mapped[Team] = relationship()
    lead_worker: Mapped[Person | None] = relationship()
    details: Mapped["FamilyDetails"] = relationship(back_populates="family")
    leads: Mapped[list["FamilyLead"]] = relationship(order_by="FamilyLead.starts_on", back_populates="family")
    periods: Mapped[list["FamilyPeriod"]] = relationship(order_by="FamilyPeriod.opened_on", back_populates="family")
    children: Mapped[list["Child"]] = relationship(order_by="Child.reference")

    @validates("reference")
    def _fold_reference(self, _: str, reference: str) -> str:
        self.reference_folded = folded_reference(reference)
        return reference

    def without_budget(self, on: date) -> bool:
        """Is it a comparison family that may have no budget on that day, since no crossover was allowed by then?"""
        return self.arm == Arm.COMPARISON and (self.crossed_on is None or on < self.crossed_on)

    def open_on(self, on: date) -> bool:
        """Is the family open on that day, today or later? The closing day is still open."""
        return self.opened_on <= on and (self.closed_on is None or on <= self.closed_on)


class FamilyLead(WithId, Base):
    """Who leads a family, and in which team, from a day until the next such row; nobody while it has no lead worker.

    The first row of a family holds since ever. `starts_at` is the moment at which the day begins in the United Kingdom.
    """

    __tablename__ = "family_lead"
    __table_args__ = (
        UniqueConstraint("family_id", "starts_on"),
        Index("ix_family_lead_team_id", "team_id"),
        Index("ix_family_lead_authority_starts", "authority_id", "starts_on"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    lead_worker_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    starts_at: Mapped[datetime]
    recorded_at: Mapped[datetime]

    family: Mapped[Family] = relationship(back_populates="leads")

    @property
    def from_the_start(self) -> bool:
        """Has it been so since the work with the family began?"""
        return self.starts_on == SINCE_EVER


class FamilyPeriod(WithId, Base):
    """A time in which work with a family goes on, both days included. Opened again, a family has one more."""

    __tablename__ = "family_period"
    __table_args__ = (
        UniqueConstraint("family_id", "opened_on"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates_in_order"),
        CheckConstraint("(closed_on IS NULL) = (end_reason IS NULL)", name="closed_with_reason"),
        Index("ix_family_period_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(100))

    family: Mapped[Family] = relationship(back_populates="periods")


class FamilyDetails(Base):
    """A family's name: correctable and disposable, apart from the books."""

    __tablename__ = "family_details"

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(200), index=True)
    notes: Mapped[str | None] = mapped_column(Text)
    restricted_because: Mapped[str | None] = mapped_column(Text)  # why the family is restricted, for those who read it
    own_reference: Mapped[str | None] = mapped_column(String(50))  # the council's own, while restricted

    family: Mapped[Family] = relationship(back_populates="details")

    @validates("name")
    def _fold_name(self, _: str, name: str) -> str:
        self.name_folded = folded_name(name)
        return name


class FamilyReader(WithId, Base):
    """Somebody who reads a restricted family: named for it until taken off, or for a day because they gave a reason.

    Who read it by a reason stands there until a manager named for the family has seen that.
    """

    __tablename__ = "family_reader"
    __table_args__ = (
        one_of("kind", ReaderKind),
        CheckConstraint("(kind = 'by_reason') = (until_on IS NOT NULL)", name="by_reason_for_a_day"),
        CheckConstraint("(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_somebody"),
        CheckConstraint("(seen_at IS NULL) = (seen_by_id IS NULL)", name="seen_by_somebody"),
        Index("ix_family_reader_family_id_person_id", "family_id", "person_id"),
        Index("ix_family_reader_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    from_at: Mapped[datetime]  # from which moment on they read it
    until_on: Mapped[date | None]  # the last day of reading it, where they gave a reason; empty for who is named
    removed_at: Mapped[datetime | None]  # when the name was taken off
    removed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    seen_at: Mapped[datetime | None]  # when a manager named for the family had seen the reason
    seen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    details: Mapped["FamilyReaderDetails"] = relationship()


class FamilyReaderDetails(Base):
    """The reason somebody gave for reading a restricted family."""

    __tablename__ = "family_reader_details"

    reader_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family_reader.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class Child(WithId, Base):
    """A child of a family: reference, month of birth, need and status as the authority returns them."""

    __tablename__ = "child"
    __table_args__ = (
        UniqueConstraint("family_id", "reference"),
        CheckConstraint("birth_month IS NULL OR birth_month LIKE '____-__'", name="birth_month_written"),
    )

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    reference: Mapped[str] = mapped_column(String(50))
    birth_month: Mapped[str | None] = mapped_column(String(7))
    need_code: Mapped[str | None] = mapped_column(String(10))
    status_at_start: Mapped[str | None] = mapped_column(String(60))
    in_scope: Mapped[bool] = mapped_column(default=True)

    @property
    def need(self) -> str | None:
        """The primary need as pages print it, its code with what it stands for: `N4, family in acute stress`."""
        return (
            f"{self.need_code}, {NeedCode(self.need_code).words}" if self.need_code in set(NeedCode) else self.need_code
        )

    @property
    def born(self) -> str | None:
        """The month of birth as pages print it: `April 2015`."""
        if self.birth_month is None:
            return None
        year, month = self.birth_month.split("-")
        return f"{date(int(year), int(month), 1):%B %Y}"
