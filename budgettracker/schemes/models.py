"""One authority's devolved-budget rules: cap, period, bands, categories, dates."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, Constraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.access import Role
from budgettracker.database import Base, WithId, one_of
from budgettracker.people.models import Authority
from budgettracker.schemes.kinds import CapPeriod


class Scheme(WithId, Base):
    """One authority's devolved-budget rules. Every rule the pilots differed in is a setting here."""

    __tablename__ = "scheme"
    __table_args__ = (
        UniqueConstraint("authority_id", "name"),
        one_of("cap_period", CapPeriod),
        CheckConstraint("cap_pence IS NULL OR cap_pence >= 0", name="cap_not_negative"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(200))
    cap_pence: Mapped[int | None]
    cap_period: Mapped[str] = mapped_column(String(20), default=CapPeriod.WHOLE)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    regular_needs: Mapped[str] = mapped_column(String(30), default=Role.MANAGER)
    hold_days: Mapped[int] = mapped_column(default=42)
    decision_minutes: Mapped[int] = mapped_column(default=15)
    receipts_required: Mapped[bool] = mapped_column(default=True)
    closed_on: Mapped[date | None]  # the day two people closed it: nothing new is bought from it, and no limit is set

    authority: Mapped[Authority] = relationship()
    bands: Mapped[list["Band"]] = relationship(order_by="Band.starts_on, Band.role")
    categories: Mapped[list["Category"]] = relationship(order_by="Category.position")


class Bounded:
    """Columns of a band: up to which amount a role may decide from a day to a day; an empty bound means none."""

    role: Mapped[str] = mapped_column(String(30))
    single_pence: Mapped[int | None]
    running_pence: Mapped[int | None]
    window_days: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    @staticmethod
    def checks(of: str) -> tuple[Constraint, ...]:
        """What its table refuses: another role, a second band of a role and day, and bounds that are none."""
        return (
            one_of("role", Role),
            UniqueConstraint(of, "role", "starts_on"),
            CheckConstraint("single_pence IS NULL OR single_pence >= 0", name="single_not_negative"),
            CheckConstraint("running_pence IS NULL OR running_pence >= 0", name="running_not_negative"),
            CheckConstraint("window_days IS NULL OR window_days >= 1", name="window_has_days"),
            CheckConstraint("(running_pence IS NULL) OR (window_days IS NOT NULL)", name="running_has_window"),
        )


class Band(Bounded, WithId, Base):
    """Which role may decide up to which amount, single or running, dated; an empty bound means none."""

    __tablename__ = "band"
    __table_args__ = Bounded.checks("scheme_id")

    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))


class OtherHelpBand(Bounded, WithId, Base):
    """Which role may decide up to which amount of help paid outside the devolved budget, dated; an empty bound means none.

    An authority without rows on a day has the usual bands (`rules.OTHER_HELP`). A practitioner's is never unbounded.
    """

    __tablename__ = "other_help_band"
    __table_args__ = (
        *Bounded.checks("authority_id"),
        CheckConstraint(
            "role <> 'practitioner' OR (single_pence IS NOT NULL AND running_pence IS NOT NULL)",
            name="practitioner_bounded",
        ),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))


class PriceMargin(WithId, Base):
    """How much dearer than approved a purchase may come without another decision, dated; a scheme may have none of its own.

    The most is `percent` of the approved price and at most `most_pence`.
    """

    __tablename__ = "price_margin"
    __table_args__ = (
        UniqueConstraint("scheme_id", "starts_on"),
        CheckConstraint("percent >= 0", name="percent_not_negative"),
        CheckConstraint("most_pence >= 0", name="most_not_negative"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    percent: Mapped[int]
    most_pence: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Category(WithId, Base):
    """What kind of thing is bought, in the scheme's own list and order."""

    __tablename__ = "category"
    __table_args__ = (UniqueConstraint("scheme_id", "name"),)

    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    name: Mapped[str] = mapped_column(String(200))
    position: Mapped[int]
