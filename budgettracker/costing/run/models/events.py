"""Events of processes with published unit costs, as a run froze them: the second route, beside the logged cost."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.costing.kinds import Process
from budgettracker.database import Base, WithId, one_of


class RunEvent(WithId, Base):
    """How often a process happened with an arm's families of an authority, and what that comes to at its unit cost."""

    __tablename__ = "run_event"
    __table_args__ = (Index("ix_run_event_run_id", "run_id"), one_of("process", Process))

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"))
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    arm: Mapped[str] = mapped_column(String(20))
    process: Mapped[str] = mapped_column(String(30))  # what happened
    starts_on: Mapped[date]  # the first day counted
    ends_on: Mapped[date]  # the last day counted
    number: Mapped[int]  # how often it happened
    unit_pence: Mapped[int]  # what one costs, in the prices of its year
    price_year: Mapped[str] = mapped_column(String(7))  # the financial year whose prices that is in
    uprated_pence: Mapped[int]  # what one costs in the run's prices; the same where nothing is uprated
    cost_pence: Mapped[int]  # number times that
    counted_by: Mapped[str] = mapped_column(Text)  # where the count is from
    priced_by: Mapped[str] = mapped_column(Text)  # where the unit cost is from
