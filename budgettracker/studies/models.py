"""An evaluator's question: scope, dates, which authorities agreed, and which evaluators see it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.costing.kinds import Mode
from budgettracker.database import Base, WithId, one_of
from budgettracker.people.models import Authority, Person
from budgettracker.studies.kinds import Profile


class Study(WithId, Base):
    """An evaluator's question, of the installation. Both dates are included. Its name is unique."""

    __tablename__ = "study"
    __table_args__ = (
        one_of("profile", Profile),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
    )

    name: Mapped[str] = mapped_column(String(200), unique=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    intervention: Mapped[str | None] = mapped_column(String(200))
    price_year: Mapped[str | None] = mapped_column(String(7))
    profile: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    authorities: Mapped[list["StudyAuthority"]] = relationship(order_by="StudyAuthority.agreed_at, StudyAuthority.id")

    @property
    def disclosure(self) -> Profile:
        """How exactly the study's rows may leave."""
        return Profile(self.profile)


class StudyAuthority(WithId, Base):
    """An authority in a study: its signatory's recorded agreement, and the mode that fits how it logs."""

    __tablename__ = "study_authority"
    __table_args__ = (UniqueConstraint("study_id", "authority_id"), one_of("mode", Mode))

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    mode: Mapped[str] = mapped_column(String(1))
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime]
    basis: Mapped[str] = mapped_column(Text, default="")

    authority: Mapped[Authority] = relationship()

    @property
    def agreed_mode(self) -> Mode:
        """How the authority's indirect time reaches its families, as it agreed."""
        return Mode(self.mode)


class StudyEvaluator(WithId, Base):
    """An evaluator named in a study, from a day to a day, both included; without a last day until further notice.

    They see it once every authority in it has agreed to them. `from_before`: whoever worked with it when every evaluator
    saw every study.
    """

    __tablename__ = "study_evaluator"
    __table_args__ = (
        UniqueConstraint("study_id", "person_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
        Index("ix_study_evaluator_person_id", "person_id"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    named_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # the study's maker names themselves; empty: the operator
    named_at: Mapped[datetime]  # when they were named
    from_before: Mapped[bool] = mapped_column(default=False)

    study: Mapped[Study] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agreements: Mapped[list["EvaluatorAgreement"]] = relationship(back_populates="naming")


class EvaluatorAgreement(WithId, Base):
    """An authority's agreement that an evaluator sees its families in a study; `ended_at` is when it took that back."""

    __tablename__ = "evaluator_agreement"
    __table_args__ = (
        UniqueConstraint("naming_id", "authority_id"),
        Index("ix_evaluator_agreement_authority_id", "authority_id"),
    )

    naming_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study_evaluator.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("person.id")
    )  # its signatory; empty: the operator's import, or from before
    agreed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    naming: Mapped[StudyEvaluator] = relationship(back_populates="agreements")
