"""A plan of regular payments: when they are due, and what it holds of each cap period."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.spend.kinds import (
    Rhythm,
)


class PlanSchedule(Base):
    """When the payments of a plan are due, each in pence; the last day stands with the plan as `regular_until`."""

    __tablename__ = "plan_schedule"
    __table_args__ = (one_of("rhythm", Rhythm), CheckConstraint("payment_pence > 0", name="payment_above_zero"))

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    rhythm: Mapped[str] = mapped_column(String(20))
    payment_pence: Mapped[int]
    first_on: Mapped[date]
    ended_at: Mapped[datetime | None]  # when its last payment was recorded, or somebody ended it


class PlanPart(WithId, Base):
    """What a plan holds of one cap period: the pence of its payments that fall due in it."""

    __tablename__ = "plan_part"
    __table_args__ = (UniqueConstraint("plan_id", "period_id"), CheckConstraint("pence > 0", name="above_zero"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    plan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget_period.id"))
    pence: Mapped[int]
