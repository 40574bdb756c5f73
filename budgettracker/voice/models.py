"""What children and families say, dated: their wishes, and the language they are spoken with. Nothing is deleted."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.voice.kinds import Interpreter, Language, Wishes


class FamilyWishes(WithId, Base):
    """Whether the children's wishes and feelings were heard on a day, and when they are to be heard next.

    One such line holds for everything that is done for the family until the next: no purchase asks again.
    """

    __tablename__ = "family_wishes"
    __table_args__ = (
        Index("ix_family_wishes_family_id", "family_id"),
        one_of("wishes", Wishes),
        CheckConstraint("next_on > happened_on", name="next_after"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    wishes: Mapped[str] = mapped_column(String(20))  # whether the children were heard
    happened_on: Mapped[date]  # the day they were heard, or on which it was decided not to ask
    next_on: Mapped[date]  # the day by which they are to be heard next
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class FamilyLanguage(WithId, Base):
    """The language a family is spoken with from a day on, and who interprets."""

    __tablename__ = "family_language"
    __table_args__ = (
        Index("ix_family_language_family_id", "family_id"),
        one_of("language", Language),
        one_of("interpreter", Interpreter),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    language: Mapped[str] = mapped_column(String(30))  # the language of home
    interpreter: Mapped[str] = mapped_column(String(20))  # whether somebody interprets
    asked_on: Mapped[date]  # the day the family was asked
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class SchemeVoice(WithId, Base):
    """What families of a scheme are given and asked. A scheme without such a row gives and asks nothing of it."""

    __tablename__ = "scheme_voice"
    __table_args__ = (UniqueConstraint("scheme_id"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    statements: Mapped[bool] = mapped_column(default=False)  # are statements made for its families?
