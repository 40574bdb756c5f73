"""Questions asked before deciding, and their answers, about whatever waits."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId


class Question(WithId, Base):
    """A question that waits or was answered: about a purchase (a request, or money that left), or about a limit.

    Asking decides nothing and moves no money. It needs no answer any more once its subject has been decided.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(spend_id IS NULL) <> (limit_change_id IS NULL)", name="about_one_thing"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"),
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="answered_by_another"),
        Index("ix_question_family_id", "family_id"),
        Index("ix_question_spend_id", "spend_id"),
        Index("ix_question_limit_change_id", "limit_change_id"),
    )

    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    spend_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))
    limit_change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("limit_change.id"))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    details: Mapped["QuestionDetails"] = relationship(back_populates="about")


class QuestionDetails(Base):
    """The words of a question and its answer, apart from the books."""

    __tablename__ = "question_details"

    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question.id"), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")

    about: Mapped[Question] = relationship(back_populates="details")
