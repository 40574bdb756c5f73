"""What a purchase was for in the plan, and how it came about, as far as the scheme asks and the worker answered."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, one_of
from budgettracker.voice.kinds import ANSWERS


class SpendReasons(Base):
    """The answers about one purchase, as codes; a purchase of which nobody was asked anything has no such row."""

    __tablename__ = "spend_reasons"
    __table_args__ = tuple(one_of(question, answers) for question, answers in ANSWERS.items())

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    goal: Mapped[str | None] = mapped_column(String(20))  # the goal of the plan it serves; empty: not answered
    pathway: Mapped[str | None] = mapped_column(String(20))  # how it should work; empty: not answered
    who_asked: Mapped[str | None] = mapped_column(String(20))  # whose idea it was; empty: not answered
    other_funding: Mapped[str | None] = mapped_column(String(20))  # was other money tried; empty: not answered
    family_told: Mapped[str | None] = mapped_column(String(20))  # what the family knows; empty: not answered
