"""Finance files as they were read, which payment is confirmed as which purchase, and names of one supplier."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.ledger.payments.kinds import Basis, LineState

STANDS = text("NOT undone")


class PaymentFile(WithId, Base):
    """A finance file that was read: what it is compared by, and whose it is. The file itself is not kept."""

    __tablename__ = "payment_file"
    __table_args__ = (UniqueConstraint("authority_id", "digest"), one_of("basis", Basis))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    name: Mapped[str] = mapped_column(String(120))  # the name it was sent under
    digest: Mapped[str] = mapped_column(String(64))  # of its bytes and the answers it was read with
    basis: Mapped[str] = mapped_column(String(10))  # whether its amounts are without or with the VAT that is paid back
    threshold_pence: Mapped[int]  # from which amount it has payments, on its own basis; 0: it has all
    first_on: Mapped[date]  # the first day it covers
    last_on: Mapped[date]  # the last day it covers
    is_card_file: Mapped[bool]  # whether it lists what cards paid
    read_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who sent it
    read_at: Mapped[datetime]  # when it was read


class PaymentLine(WithId, Base):
    """One line of a finance file. Its key tells it again in whichever file it comes: a line is confirmed once."""

    __tablename__ = "payment_line"
    __table_args__ = (
        UniqueConstraint("file_id", "row_number"),
        one_of("state", LineState),
        Index("ix_payment_line_key", "authority_id", "key_digest"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_file.id"))
    row_number: Mapped[int]  # as a spreadsheet shows it
    state: Mapped[str] = mapped_column(String(10))
    key_digest: Mapped[str] = mapped_column(String(64))  # of reference, sequence, amount, day and position
    reference: Mapped[str] = mapped_column(String(200))  # the payment's own number, as the file writes it
    sequence: Mapped[str] = mapped_column(String(200))  # the line's number within it
    position: Mapped[int]  # counts lines that are alike in everything else
    first_on: Mapped[date | None]  # the day of payment, or the first day of its month
    last_on: Mapped[date | None]  # the day of payment, or the last day of its month
    amount_pence: Mapped[int]  # on the file's basis; below zero: money that came back
    by_card: Mapped[bool]  # whether a card paid it

    details: Mapped["PaymentLineDetails | None"] = relationship()


class PaymentLineDetails(Base):
    """Who was paid and for what, of lines of the scheme alone; of other services' lines no name is kept."""

    __tablename__ = "payment_line_details"

    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_line.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    supplier: Mapped[str] = mapped_column(String(200))  # as the file writes it
    purpose: Mapped[str] = mapped_column(Text)  # cost centre, code and purpose


class PaymentMatch(WithId, Base):
    """Payments that finance confirmed as purchases or refunds: one to one, one to many or many to one; undone, not deleted."""

    __tablename__ = "payment_match"
    __table_args__ = (CheckConstraint("(undone_by_id IS NULL) = (undone_at IS NULL)", name="undone_by_somebody"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_file.id"))
    confirmed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # who said so
    confirmed_at: Mapped[datetime]  # when it was confirmed
    undone_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who took it back
    undone_at: Mapped[datetime | None]  # when it was taken back

    lines: Mapped[list["MatchedLine"]] = relationship(order_by="MatchedLine.id")
    purchases: Mapped[list["MatchedPurchase"]] = relationship(order_by="MatchedPurchase.id")


class MatchedLine(WithId, Base):
    """A payment of a match: while the match stands, no other holds a line of the same key."""

    __tablename__ = "matched_line"
    __table_args__ = (
        Index(
            "uq_matched_line_key",
            "authority_id",
            "key_digest",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        Index("ix_matched_line_match_id", "match_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    match_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_match.id"))
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_line.id"))
    key_digest: Mapped[str] = mapped_column(String(64))  # of the line, as it may come in another file too
    undone: Mapped[bool] = mapped_column(default=False)  # whether the match was taken back


class MatchedPurchase(WithId, Base):
    """A purchase or refund of a match: while the match stands, no other holds it."""

    __tablename__ = "matched_purchase"
    __table_args__ = (
        CheckConstraint("(spend_id IS NULL) <> (refund_id IS NULL)", name="one_of_both"),
        Index("uq_matched_purchase_spend_id", "spend_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("uq_matched_purchase_refund_id", "refund_id", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
        Index("ix_matched_purchase_match_id", "match_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    match_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_match.id"))
    spend_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))
    ended_wait: Mapped[bool] = mapped_column(default=False)  # whether it let a refund count in running totals
    undone: Mapped[bool] = mapped_column(default=False)  # whether the match was taken back


class SupplierAlias(WithId, Base):
    """A supplier by the name that payments give and the name that purchases give, as a confirmed match showed."""

    __tablename__ = "supplier_alias"
    __table_args__ = (UniqueConstraint("authority_id", "payment_name", "purchase_name"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    payment_name: Mapped[str] = mapped_column(String(200))  # in small letters without punctuation
    purchase_name: Mapped[str] = mapped_column(String(200))  # in small letters without punctuation
    match_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("payment_match.id"))  # by which it was learned
    confirmed_at: Mapped[datetime]  # when that was
