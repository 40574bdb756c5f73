"""Activities, interventions, work entries in minutes, and months closed for a team."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.worktime.kinds import ActivityClass, ActivityKind, ForWhom, OfferState, Vehicle


class Intervention(WithId, Base):
    """The thing being costed, e.g. the devolved budget or a family group conference."""

    __tablename__ = "intervention"
    __table_args__ = (UniqueConstraint("authority_id", "name"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))


class Activity(WithId, Base):
    """What kind of work, in the authority's own list."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("authority_id", "name"),
        one_of("kind", ActivityKind),
        one_of("activity_class", ActivityClass),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    activity_class: Mapped[str] = mapped_column(String(20), default=ActivityClass.RUNNING)
    intervention_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("intervention.id"))
    retired_on: Mapped[date | None]

    intervention: Mapped[Intervention | None] = relationship()


class WorkEntry(WithId, Base):
    """Minutes one person worked on one day on one activity. Stores minutes, never money or rates.

    A withdrawn entry stays with its moment and is part of no sum; a corrected one raises `version`, and the audit keeps
    what it said before. `miles_hundredths` are hundredths of a mile.
    """

    __tablename__ = "work_entry"
    __table_args__ = (
        UniqueConstraint("authority_id", "reference"),
        one_of("for_whom", ForWhom),
        CheckConstraint(
            "contact_minutes >= 0 AND preparation_minutes >= 0 AND travel_minutes >= 0", name="minutes_not_negative"
        ),
        CheckConstraint("contact_minutes + preparation_minutes + travel_minutes <= 1440", name="within_a_day"),
        CheckConstraint("miles_hundredths >= 0", name="miles_not_negative"),
        one_of("vehicle", Vehicle),
        CheckConstraint("passengers >= 0 AND (passengers = 0 OR vehicle = 'car')", name="passengers_in_a_car"),
        CheckConstraint("expenses_pence >= 0", name="expenses_not_negative"),
        CheckConstraint(
            "contact_minutes + preparation_minutes + travel_minutes + miles_hundredths + expenses_pence > 0",
            name="says_something",
        ),
        Index("ix_work_entry_person_worked_on", "person_id", "worked_on"),
        Index("ix_work_entry_authority_worked_on", "authority_id", "worked_on", "withdrawn_at"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str | None] = mapped_column(String(50))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    worked_on: Mapped[date]
    activity_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("activity.id"))
    intervention_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("intervention.id"))
    for_whom: Mapped[str] = mapped_column(String(20))
    contact_minutes: Mapped[int] = mapped_column(default=0)
    preparation_minutes: Mapped[int] = mapped_column(default=0)
    travel_minutes: Mapped[int] = mapped_column(default=0)
    miles_hundredths: Mapped[int] = mapped_column(default=0)
    vehicle: Mapped[str] = mapped_column(String(20), default=Vehicle.CAR)  # what the miles were travelled in
    passengers: Mapped[int] = mapped_column(default=0)  # people in the car who are paid for as passengers
    expenses_pence: Mapped[int] = mapped_column(default=0)
    session_reference: Mapped[str | None] = mapped_column(String(50))
    places: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    activity: Mapped[Activity] = relationship()
    intervention: Mapped[Intervention | None] = relationship()
    shares: Mapped[list["WorkShare"]] = relationship(order_by="WorkShare.position", back_populates="entry")
    details: Mapped["WorkEntryDetails | None"] = relationship()

    @property
    def minutes(self) -> int:
        """All minutes of the entry."""
        return self.contact_minutes + self.preparation_minutes + self.travel_minutes


class WorkShare(WithId, Base):
    """One family's place in an entry (no family: other families) with its weight: 1 each, or its minutes."""

    __tablename__ = "work_share"
    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        CheckConstraint("weight > 0", name="weight_above_zero"),
        Index("ix_work_share_family_id", "family_id"),
    )

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"))
    family_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("family.id"))
    position: Mapped[int]
    weight: Mapped[int] = mapped_column(default=1)

    entry: Mapped[WorkEntry] = relationship(back_populates="shares")
    family: Mapped[Family | None] = relationship()


class WorkEntryDetails(Base):
    """The note on an entry, apart from the books."""

    __tablename__ = "work_entry_details"

    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"), primary_key=True)
    note: Mapped[str] = mapped_column(Text)


class Absence(WithId, Base):
    """Time of a day on which somebody was paid and away: leave, sickness, training. No reason is kept.

    One store: an entry of kind `absent` writes its row here, and a file writes rows without an entry. A day has the one
    or the other, never both.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND minutes <= 1440", name="within_a_day"),
        UniqueConstraint("entry_id"),
        Index("ix_absence_person_absent_on", "person_id", "absent_on"),
        Index("ix_absence_authority_absent_on", "authority_id", "absent_on"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who was away
    absent_on: Mapped[date]  # the day
    minutes: Mapped[int]
    in_hours: Mapped[bool] = mapped_column(default=True)  # the post's hours of a year (H) leave it out already
    entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_entry.id"))  # empty: it came in a file
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class WorkOffer(WithId, Base):
    """A colleague named on an entry, to whom it is offered: their own entry comes of it with their yes alone.

    What is offered is the entry as it stands; nothing of it is copied here.
    """

    __tablename__ = "work_offer"
    __table_args__ = (
        UniqueConstraint("entry_id", "person_id"),
        one_of("state", OfferState),
        CheckConstraint("offered_by_id <> person_id", name="to_another"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered_then"),
        CheckConstraint("(state = 'confirmed') = (confirmed_entry_id IS NOT NULL)", name="confirmed_has_entry"),
        Index("ix_work_offer_person_id", "person_id"),
        Index("ix_work_offer_confirmed_entry_id", "confirmed_entry_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"))  # the entry on which they were named
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # to whom it is offered
    offered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default=OfferState.WAITING)
    answered_at: Mapped[datetime | None]
    confirmed_entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("work_entry.id"))  # the colleague's own

    entry: Mapped[WorkEntry] = relationship(foreign_keys=[entry_id])
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    offered_by: Mapped[Person] = relationship(foreign_keys=[offered_by_id])


class WorkCorrection(WithId, Base):
    """A manager's correction of somebody else's entry: why, and what the person says to it."""

    __tablename__ = "work_correction"
    __table_args__ = (
        CheckConstraint("corrected_by_id <> person_id", name="by_another"),
        Index("ix_work_correction_entry_id", "entry_id"),
        Index("ix_work_correction_person_id", "person_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    entry_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("work_entry.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # whose time it is
    corrected_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    read_at: Mapped[datetime | None]
    disagreement: Mapped[str] = mapped_column(Text, default="")

    entry: Mapped[WorkEntry] = relationship()


class MonthRequest(WithId, Base):
    """Somebody's wish that a closed month of a team they were in be opened again, and a manager's answer."""

    __tablename__ = "month_request"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        Index("ix_month_request_team_id", "team_id"),
        Index("ix_month_request_asked_by_id", "asked_by_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    month_starts_on: Mapped[date]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    opened: Mapped[bool] = mapped_column(default=False)
    declined_because: Mapped[str] = mapped_column(Text, default="")


class MonthClosing(WithId, Base):
    """A month closed for a team: no entry of people then in that team dated in it, until it is reopened."""

    __tablename__ = "month_closing"
    __table_args__ = (Index("ix_month_closing_team_month", "team_id", "month_starts_on"),)

    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))
    month_starts_on: Mapped[date]
    closed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]
    reopened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reopened_at: Mapped[datetime | None]
    reopened_reason: Mapped[str | None] = mapped_column(Text)
