"""What children and families say, dated: their wishes, and the language they are spoken with. Nothing is deleted."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Child, Family
from budgettracker.voice.kinds import (
    Asked,
    ChildAnswer,
    ChildQuestion,
    ExampleKind,
    Interpreter,
    Language,
    PurchaseQuestion,
    UnusedReason,
    Whose,
    Wishes,
)


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
    """What families of a scheme are given, and what is asked about purchases for them.

    A scheme without such a row makes no statements and asks each question as optional.
    """

    __tablename__ = "scheme_voice"
    __table_args__ = (UniqueConstraint("scheme_id"), *(one_of(question, Asked) for question in PurchaseQuestion))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    statements: Mapped[bool] = mapped_column(default=False)  # are statements made for its families?
    goal: Mapped[str] = mapped_column(String(20), default=Asked.OPTIONAL)  # how the goal of the plan is asked
    pathway: Mapped[str] = mapped_column(String(20), default=Asked.OPTIONAL)  # how the pathway is asked
    who_asked: Mapped[str] = mapped_column(String(20), default=Asked.OPTIONAL)  # how it is asked whose idea it was
    other_funding: Mapped[str] = mapped_column(String(20), default=Asked.OPTIONAL)  # how other funding is asked about
    family_told: Mapped[str] = mapped_column(String(20), default=Asked.OPTIONAL)  # how what it knows is asked


class ChildView(WithId, Base):
    """What a child answered in one talk: at most three questions, each optional. It stands on no statement.

    It leaves in a workbook, as codes and never as words, once a second person has read it.
    """

    __tablename__ = "child_view"
    __table_args__ = (
        Index("ix_child_view_family_id", "family_id"),
        *(one_of(question, ChildAnswer) for question in ChildQuestion),
        one_of("whose", Whose),
        CheckConstraint("(read_by_id IS NULL) = (read_at IS NULL)", name="read_by_somebody"),
        CheckConstraint("read_by_id IS NULL OR read_by_id <> recorded_by_id", name="read_by_another"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"))
    better: Mapped[str | None] = mapped_column(String(20))  # did the help make things better? empty: not asked
    home: Mapped[str | None] = mapped_column(String(20))  # does the child feel good at home? empty: not asked
    listened: Mapped[str | None] = mapped_column(String(20))  # do grown-ups listen? empty: not asked
    whose: Mapped[str] = mapped_column(String(20))  # the child's own words, or a worker's summary
    asked_on: Mapped[date]  # the day of the talk
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    read_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # the second person who read it
    read_at: Mapped[datetime | None]  # when they had read it

    family: Mapped[Family] = relationship()
    child: Mapped[Child] = relationship()
    details: Mapped["ChildViewDetails"] = relationship()
    done: Mapped[list["WeDid"]] = relationship(order_by="WeDid.recorded_at, WeDid.id")


class ChildViewDetails(Base):
    """What a child said in words."""

    __tablename__ = "child_view_details"

    child_view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_view.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(Text, default="")  # what the child said


class WeDid(WithId, Base):
    """What changed because of what a child said: the second half of *you said, we did*."""

    __tablename__ = "we_did"
    __table_args__ = (Index("ix_we_did_child_view_id", "child_view_id"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    child_view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_view.id"))
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]

    details: Mapped["WeDidDetails"] = relationship()


class WeDidDetails(Base):
    """What changed, in words that the child understands."""

    __tablename__ = "we_did_details"

    we_did_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("we_did.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(Text, default="")  # what was done


class FamilyUnused(WithId, Base):
    """Why money of a family's budget stayed unused when the work ended on a day."""

    __tablename__ = "family_unused"
    __table_args__ = (one_of("reason", UnusedReason), Index("ix_family_unused_family_id", "family_id"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    closed_on: Mapped[date]  # the last day of the work
    reason: Mapped[str] = mapped_column(String(20))  # why it stayed unused
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class WrittenExample(WithId, Base):
    """Something a manager wrote for everybody of a scheme, in wording of their own and about no family."""

    __tablename__ = "written_example"
    __table_args__ = (one_of("kind", ExampleKind), Index("ix_written_example_scheme_id", "scheme_id"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    kind: Mapped[str] = mapped_column(String(20))
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # the manager who wrote it
    written_at: Mapped[datetime]  # when it was written
    retired_at: Mapped[datetime | None]  # when it was taken off the page; empty: it stands

    details: Mapped["WrittenExampleDetails"] = relationship()


class WrittenExampleDetails(Base):
    """The wording of what a manager wrote."""

    __tablename__ = "written_example_details"

    written_example_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("written_example.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(Text, default="")  # what was bought, or what families said
    answer: Mapped[str] = mapped_column(Text, default="")  # what it helped with, or what was done
