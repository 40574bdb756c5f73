"""What an evaluator says for the tables funders ask for, and the grades somebody signed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.funders.kinds import Grade, Indicator


class FunderSettings(WithId, Base):
    """What a study's tables for funders need that no run knows. Never overwritten: the latest number counts."""

    __tablename__ = "funder_settings"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    study_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("study.id"))
    number: Mapped[int]
    settings: Mapped[str] = mapped_column(Text)  # JSON of funders.rules.settings.Settings
    saved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # the evaluator
    saved_at: Mapped[datetime]  # from when they count


class RunGrades(WithId, Base):
    """The grades that somebody gives a run under their name, one for each indicator; the latest count."""

    __tablename__ = "run_grades"
    __table_args__ = tuple(one_of(name, Grade) for name in Indicator)

    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("costing_run.id"), index=True)
    key_components: Mapped[str] = mapped_column(String(1))  # A to D, as the next three
    bias: Mapped[str] = mapped_column(String(1))  # control of bias
    precision: Mapped[str] = mapped_column(String(1))  # how certain the estimate is
    reporting: Mapped[str] = mapped_column(String(1))  # whether methods and results are told
    signed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # under whose name they are printed
    signed_at: Mapped[datetime]  # when they signed
