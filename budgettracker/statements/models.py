"""Whom each thing bought may be shown to, and the statements that were made. The words stand apart, as everywhere."""

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.statements.kinds import Audience


class ItemAudience(WithId, Base):
    """To whom a purchase may be shown, as a worker ticked it. Without a row, or without a tick, it is for nobody."""

    __tablename__ = "item_audience"
    __table_args__ = (UniqueConstraint("spend_id"), Index("ix_item_audience_family_id", "family_id"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    adult_a: Mapped[bool] = mapped_column(default=False)  # may adult A read of it?
    adult_b: Mapped[bool] = mapped_column(default=False)  # may adult B read of it?
    child: Mapped[bool] = mapped_column(default=False)  # may a child read of it?
    set_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who ticked it last
    set_at: Mapped[datetime]  # when that was

    details: Mapped["ItemAudienceDetails"] = relationship()

    @property
    def audiences(self) -> frozenset[Audience]:
        """Those for whom it is ticked."""
        return frozenset(each for each in Audience if getattr(self, each.value))


class ItemAudienceDetails(Base):
    """How a purchase is called on a statement, in plain words that a child of nine reads."""

    __tablename__ = "item_audience_details"

    item_audience_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("item_audience.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(Text, default="")  # in English
    words_welsh: Mapped[str] = mapped_column(Text, default="")  # in Welsh, where the authority is in Wales


class Statement(WithId, Base):
    """A page that was made for one reader. What stands on it is frozen: a later one stands for itself."""

    __tablename__ = "statement"
    __table_args__ = (one_of("audience", Audience), Index("ix_statement_family_id", "family_id"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    audience: Mapped[str] = mapped_column(String(20))  # who reads it
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    family: Mapped[Family] = relationship()
    made_by: Mapped[Person] = relationship()
    details: Mapped["StatementDetails"] = relationship()
    items: Mapped[list["StatementItem"]] = relationship(order_by="StatementItem.id")


class StatementDetails(Base):
    """The reader's name on a statement."""

    __tablename__ = "statement_details"

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reader: Mapped[str] = mapped_column(String(100))  # for whom it was made, by name


class StatementItem(WithId, Base):
    """A purchase that stands on a statement, with the month it was bought in; never its amount or day."""

    __tablename__ = "statement_item"
    __table_args__ = (UniqueConstraint("statement_id", "spend_id"), Index("ix_statement_item_spend_id", "spend_id"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    month: Mapped[date]  # the first day of the month it was bought in

    details: Mapped["StatementItemDetails"] = relationship()


class StatementItemDetails(Base):
    """The words of a purchase as they stood on a statement."""

    __tablename__ = "statement_item_details"

    item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement_item.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    words: Mapped[str] = mapped_column(Text, default="")  # in English
    words_welsh: Mapped[str] = mapped_column(Text, default="")  # in Welsh, where the authority is in Wales
