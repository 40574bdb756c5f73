"""An evaluator's question: scope, dates, which authorities agreed, and which evaluators see it."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.costing.kinds import Mode, Process
from budgettracker.database import Base, WithId, one_of
from budgettracker.families.kinds import Arm
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


class PriceSeries(WithId, Base):
    """An edition of a price index as an evaluator typed it for a study. Never changed: another edition is another row."""

    __tablename__ = "price_series"
    __table_args__ = (UniqueConstraint("study_id", "name", "edition"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    name: Mapped[str] = mapped_column(String(200))  # what its publisher calls it
    edition: Mapped[str] = mapped_column(String(200))  # which publication of it
    published_on: Mapped[date]  # the day of that edition
    source: Mapped[str] = mapped_column(Text)  # where it was published
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # empty: the operator
    added_at: Mapped[datetime]  # when it was typed

    indices: Mapped[list["PriceIndex"]] = relationship(order_by="PriceIndex.price_year")


class PriceIndex(Base):
    """One financial year's value of an edition of a price index, as published."""

    __tablename__ = "price_index"
    __table_args__ = (CheckConstraint("ten_thousandths > 0", name="index_above_zero"),)

    series_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("price_series.id"), primary_key=True)
    price_year: Mapped[str] = mapped_column(String(7), primary_key=True)  # the financial year, like 2026/27
    ten_thousandths: Mapped[int]  # the index: 91.2996 is 912996


class StudyPrices(WithId, Base):
    """In which prices a study's runs stand. Never overwritten: the latest number counts, and only for runs to come."""

    __tablename__ = "study_prices"
    __table_args__ = (
        UniqueConstraint("study_id", "number"),
        CheckConstraint(
            "(price_year IS NULL) = (pay_series_id IS NULL) AND (price_year IS NULL) = (goods_series_id IS NULL)",
            name="series_with_year",
        ),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    number: Mapped[int]  # which of the study's, from 1
    price_year: Mapped[str | None] = mapped_column(String(7))  # the year whose prices runs stand in; empty: as logged
    pay_series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("price_series.id"))  # for posts
    goods_series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("price_series.id"))  # for what is bought
    discount_basis_points: Mapped[int | None]  # what later years are discounted by a year; empty: nothing is
    discount_source: Mapped[str | None] = mapped_column(Text)  # where that rate is from
    saved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # empty: the operator
    saved_at: Mapped[datetime]  # from when it counts


class StudyEvent(WithId, Base):
    """How often a process happened with an arm's families of an authority, and its published unit cost, as stated.

    Never changed: a wrong one is taken back. A run freezes those that stand when it is made.
    """

    __tablename__ = "study_event"
    __table_args__ = (
        one_of("process", Process),
        one_of("arm", Arm),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("number > 0 AND unit_pence > 0", name="number_and_cost_above_zero"),
        Index("ix_study_event_study_id", "study_id"),
    )

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))  # the families' arm as allocated
    process: Mapped[str] = mapped_column(String(30))  # what happened
    starts_on: Mapped[date]  # the first day counted
    ends_on: Mapped[date]  # the last day counted
    number: Mapped[int]  # how often it happened
    unit_pence: Mapped[int]  # what one costs, in the prices of its year
    price_year: Mapped[str] = mapped_column(String(7))  # the financial year whose prices that is in
    counted_by: Mapped[str] = mapped_column(Text)  # where the count is from
    priced_by: Mapped[str] = mapped_column(Text)  # where the unit cost is from
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # empty: the operator
    added_at: Mapped[datetime]  # when it was stated
    withdrawn_at: Mapped[datetime | None]  # when it was taken back: runs from then on leave it out
