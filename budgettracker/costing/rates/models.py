"""Posts' dated costs and an authority's own pension rates."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.costing.kinds import DecidingBy, OtherClass
from budgettracker.database import Base, WithId, one_of
from budgettracker.people.models import Post
from budgettracker.spend.kinds import VatStatus


class PostCost(WithId, Base):
    """What a post costs a year from a date: pence a year, full-time equivalent; minutes paid and worked a year.

    An overhead is an amount or basis points of salary and on-costs. Empty on-costs are computed by the run. A post that an
    agency charges for by the hour has that hour's cost in place of a salary, no on-costs, and the sixty minutes of that hour.
    """

    __tablename__ = "post_cost"
    __table_args__ = (
        UniqueConstraint("post_id", "starts_on"),
        CheckConstraint("salary_pence > 0", name="salary_above_zero"),
        CheckConstraint("minutes_per_year > 0", name="year_has_minutes"),
        CheckConstraint(
            "overhead_direct_pence IS NULL OR overhead_direct_basis_points IS NULL", name="direct_stated_once"
        ),
        CheckConstraint(
            "overhead_indirect_pence IS NULL OR overhead_indirect_basis_points IS NULL",
            name="indirect_stated_once",
        ),
        CheckConstraint("(ratio_thousandths IS NULL) = (ratio_kind IS NULL)", name="ratio_has_kind"),
        CheckConstraint(
            "(agency_hour_pence IS NULL) = (agency_vat_pence IS NULL)"
            " AND (agency_hour_pence IS NULL) = (agency_vat IS NULL)",
            name="agency_stated_whole",
        ),
        one_of("agency_vat", VatStatus),
        CheckConstraint(
            "ratio_kind IS NULL OR ratio_kind IN ('face_to_face', 'client_related')", name="ratio_kind_known"
        ),
    )

    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("post.id"))
    starts_on: Mapped[date]
    price_year: Mapped[str] = mapped_column(String(7))
    salary_pence: Mapped[int]
    oncosts_pence: Mapped[int | None]
    qualifications_pence: Mapped[int] = mapped_column(default=0)
    overhead_direct_pence: Mapped[int | None]
    overhead_direct_basis_points: Mapped[int | None]
    overhead_indirect_pence: Mapped[int | None]
    overhead_indirect_basis_points: Mapped[int | None]
    capital_pence: Mapped[int] = mapped_column(default=0)
    minutes_per_year: Mapped[int]
    ratio_thousandths: Mapped[int | None]
    ratio_kind: Mapped[str | None] = mapped_column(String(20))
    agency_hour_pence: Mapped[int | None]  # an hour as an agency charges it, VAT included; empty: a salary is paid
    agency_vat_pence: Mapped[int | None]  # of that, the VAT
    agency_vat: Mapped[str | None] = mapped_column(String(20))  # whether the authority gets that VAT back
    source: Mapped[str] = mapped_column(Text, default="")

    post: Mapped[Post] = relationship()


class LocalPensionRate(WithId, Base):
    """An authority's employer pension rate in basis points of salary, dated. Local: there is no default."""

    __tablename__ = "local_pension_rate"
    __table_args__ = (UniqueConstraint("authority_id", "starts_on"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    rate_basis_points: Mapped[int]
    source: Mapped[str] = mapped_column(Text, default="")


class LocalMileageRate(WithId, Base):
    """What an authority pays for a mile from a day on; without a row the approved rates hold. Tenths of a penny a mile."""

    __tablename__ = "local_mileage_rate"
    __table_args__ = (UniqueConstraint("authority_id", "starts_on"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    starts_on: Mapped[date]
    car_tenths: Mapped[int]  # of a penny a mile, up to the miles of the limit
    car_after_tenths: Mapped[int]  # of a penny a mile beyond them
    car_limit_hundredths: Mapped[int]  # of a mile: a person's car miles of a year from 6 April at the first rate
    passenger_tenths: Mapped[int]  # of a penny a mile for each passenger of a car
    motorcycle_tenths: Mapped[int]  # of a penny a mile
    bicycle_tenths: Mapped[int]  # of a penny a mile
    source: Mapped[str] = mapped_column(Text, default="")


class DecidingSource(WithId, Base):
    """Where an authority's time of deciding limits and purchases comes from, from a day on: the logs, the scheme, nowhere.

    Without a row it comes from the logs.
    """

    __tablename__ = "deciding_source"
    __table_args__ = (UniqueConstraint("authority_id", "starts_on"), one_of("source", DecidingBy))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    starts_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(20))  # logs, scheme or none


class OtherCostEntry(WithId, Base):
    """A cost of a service that no post, purchase or entry holds, as finance states it: training, licences, fitting out.

    Never changed: what was typed wrongly is taken back and typed again.
    """

    __tablename__ = "other_cost"
    __table_args__ = (
        one_of("cost_class", OtherClass),
        CheckConstraint("amount_pence > 0", name="amount_above_zero"),
        CheckConstraint("life_years >= 0 AND rate_basis_points >= 0", name="life_and_rate_not_below_zero"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    what: Mapped[str] = mapped_column(String(200))  # in words
    cost_class: Mapped[str] = mapped_column(String(20))  # setting up or running
    used_from: Mapped[date]  # the first day it serves
    amount_pence: Mapped[int]  # as paid
    life_years: Mapped[int]  # whole years it serves; 0 counts it whole on its day
    rate_basis_points: Mapped[int]  # a year, by which it is spread over its life
    intervention: Mapped[str | None] = mapped_column(String(200))  # whose cost it is; empty: of any work
    source: Mapped[str] = mapped_column(Text)  # where the figure is from
    withdrawn_at: Mapped[datetime | None]  # when it was taken back; runs before it keep it

    @property
    def class_words(self) -> str:
        """What it is part of, as pages print it."""
        return OtherClass(self.cost_class).words

    @property
    def life_words(self) -> str:
        """How long it serves and by which rate it is spread, as pages print it."""
        if not self.life_years:
            return "Counts whole on its day"
        years = f"{self.life_years} year{'s' if self.life_years != 1 else ''}"
        return f"{years}, at {self.rate_basis_points // 100}.{self.rate_basis_points % 100:02d}% a year"
