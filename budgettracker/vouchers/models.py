"""The stock of vouchers and cards: batches, the single vouchers, everything that happened to each, and the counts.

All of it is only ever added to. Where a voucher is follows from the last thing that happened to it.
"""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.people.models import Team
from budgettracker.vouchers.kinds import INTO_STOCK, VoucherKind, VoucherMoveKind


class VoucherBatch(WithId, Base):
    """Vouchers or cards of one value that were bought together for a team. Buying them is no family's spend.

    They are in hand once a second person has confirmed the batch: then each has its first move.
    """

    __tablename__ = "voucher_batch"
    __table_args__ = (
        one_of("kind", VoucherKind),
        CheckConstraint("value_pence > 0", name="value_above_zero"),
        CheckConstraint("paid_pence >= 0", name="paid_not_below_zero"),
        Index("ix_voucher_batch_team_id", "team_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))  # whose stock they are
    kind: Mapped[str] = mapped_column(String(20))  # what they are
    value_pence: Mapped[int]  # the value of one of them
    paid_pence: Mapped[int]  # what the whole batch cost, with fees and less discount; no family's cost
    bought_on: Mapped[date]  # the day they were bought
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]  # when it was recorded; it then waits for a second person

    team: Mapped[Team] = relationship()
    details: Mapped["VoucherBatchDetails"] = relationship(back_populates="batch")
    vouchers: Mapped[list["Voucher"]] = relationship(back_populates="batch", order_by="Voucher.serial")


class VoucherBatchDetails(Base):
    """The words about a batch, apart from what is counted."""

    __tablename__ = "voucher_batch_details"

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher_batch.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    shop: Mapped[str] = mapped_column(String(200))  # where they can be spent

    batch: Mapped[VoucherBatch] = relationship(back_populates="details")


class Voucher(WithId, Base):
    """One voucher or card, by its serial number."""

    __tablename__ = "voucher"
    __table_args__ = (UniqueConstraint("batch_id", "serial"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher_batch.id"))
    serial: Mapped[str] = mapped_column(String(60))  # the number that is printed on it

    batch: Mapped[VoucherBatch] = relationship(back_populates="vouchers")


_INTO = ", ".join(f"'{kind}'" for kind in INTO_STOCK)


class VoucherMove(WithId, Base):
    """What happened to one voucher. Moves into the stock have even numbers, moves out of it odd ones.

    So no voucher goes out twice without having come back: the second would need the first one's number.
    """

    __tablename__ = "voucher_move"
    __table_args__ = (
        one_of("kind", VoucherMoveKind),
        UniqueConstraint("voucher_id", "number"),
        CheckConstraint("number >= 0", name="number_not_below_zero"),
        CheckConstraint(f"(kind IN ({_INTO})) = (number % 2 = 0)", name="in_and_out_by_turns"),
        CheckConstraint("(kind = 'received') = (number = 0)", name="received_first"),
        CheckConstraint("(kind IN ('issued', 'returned')) = (spend_id IS NOT NULL)", name="of_a_purchase"),
        CheckConstraint("(kind = 'returned') = (refund_id IS NOT NULL)", name="returned_with_money"),
        CheckConstraint("(kind IN ('missing', 'found')) = (count_id IS NOT NULL)", name="seen_by_a_count"),
        Index("ix_voucher_move_spend_id", "spend_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    voucher_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher.id"))
    number: Mapped[int]  # counted from 0, the day it came into the stock
    kind: Mapped[str] = mapped_column(String(20))  # what happened
    spend_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))  # for which it was issued
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))  # the money that came back with it
    count_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("voucher_count.id"))  # the count that saw it
    moved_on: Mapped[date]  # the day it happened
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime]  # when it was recorded

    voucher: Mapped[Voucher] = relationship()


class VoucherCount(WithId, Base):
    """A team's stock as somebody counted it beside what the record says; it stands once a second person confirmed it.

    What differs is a finding in words. It changes no cost of any family.
    """

    __tablename__ = "voucher_count"
    __table_args__ = (
        CheckConstraint("expected >= 0 AND counted >= 0", name="not_below_zero"),
        Index("ix_voucher_count_team_id", "team_id", "counted_on"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    team_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("team.id"))  # whose stock was counted
    counted_on: Mapped[date]  # the day somebody counted them
    expected: Mapped[int]  # vouchers that the record said were in hand
    expected_pence: Mapped[int]  # what those were worth
    counted: Mapped[int]  # vouchers that were there
    counted_pence: Mapped[int]  # what those were worth
    counted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    counted_at: Mapped[datetime]  # when the count was recorded

    team: Mapped[Team] = relationship()
    details: Mapped["VoucherCountDetails"] = relationship(back_populates="count")


class VoucherCountDetails(Base):
    """What was found when a count differed, in words."""

    __tablename__ = "voucher_count_details"

    count_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher_count.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    finding: Mapped[str] = mapped_column(Text, default="")  # what is not as the record says, and what is done about it

    count: Mapped[VoucherCount] = relationship(back_populates="details")
