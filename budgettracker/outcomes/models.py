"""Outcomes of families: what became of them, on which day, as their workers recorded it."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Child, Family
from budgettracker.outcomes.kinds import Outcome


class FamilyOutcome(WithId, Base):
    """What became of a family, or of one of its children, on a day. Nothing is deleted: a wrong one is withdrawn."""

    __tablename__ = "family_outcome"
    __table_args__ = (Index("ix_family_outcome_family_id", "family_id"), one_of("outcome", Outcome))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"))  # empty: the whole family
    outcome: Mapped[str] = mapped_column(String(30))  # what happened
    code: Mapped[str | None] = mapped_column(String(10))  # the council's own code for it, such as 10A
    happened_on: Mapped[date]  # the day it happened
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # empty: the operator's import
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    family: Mapped[Family] = relationship()
    child: Mapped[Child | None] = relationship()
