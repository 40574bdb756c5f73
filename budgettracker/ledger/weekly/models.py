"""The tables of files for finance: account codes, and what each numbered file holds, for ever."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.spend.kinds import PaymentMethod


class AccountCode(WithId, Base):
    """A code of the authority's accounts from a day on, until a later one takes its place; only ever added to.

    A `cost` code is for a category, a team, both, or (neither) everything else; the closest one counts. A `paid_by` code
    is for one way of paying or (empty) any other.
    """

    __tablename__ = "account_code"
    __table_args__ = (
        one_of("code_for", CodeUse),
        one_of("payment_method", PaymentMethod),
        CheckConstraint("code_for = 'cost' OR (category_id IS NULL AND team_id IS NULL)", name="category_of_a_cost"),
        CheckConstraint("code_for = 'paid_by' OR payment_method IS NULL", name="method_of_a_payment"),
        Index("ix_account_code_authority_id", "authority_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    code_for: Mapped[str] = mapped_column(String(20))  # what was spent, its VAT, or how it was paid
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("category.id"))
    team_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("team.id"))
    payment_method: Mapped[str | None] = mapped_column(String(20))  # the way of paying it is for; empty: any other
    code: Mapped[str] = mapped_column(String(40))  # as the authority's accounts have it
    starts_on: Mapped[date]
    set_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime]  # of two codes from one day the later one counts


class WeeklyFile(WithId, Base):
    """A numbered file that finance made, only ever added to: taken again, it holds the same lines."""

    __tablename__ = "weekly_file"
    __table_args__ = (UniqueConstraint("authority_id", "kind", "number"), one_of("kind", WeeklyKind))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]  # counts up from 1 within the authority and the kind
    lines: Mapped[int]  # how many it holds
    pence: Mapped[int]  # what they come to
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]


class WeeklyLine(WithId, Base):
    """One line of a file for finance, with the codes as they were when it was made.

    In a journal a line of money with its gross pence and the VAT that the authority gets back; where its category, VAT or
    way of paying was put right afterwards, a later file takes it out and puts it in again.
    """

    __tablename__ = "weekly_line"
    __table_args__ = (
        UniqueConstraint("file_id", "position"),
        Index("ix_weekly_line_posting_id", "posting_id"),
        Index("ix_weekly_line_spend_id", "spend_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("weekly_file.id"))
    position: Mapped[int]
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    posting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("posting.id"))  # of a journal: the line of money
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # of a reimbursement: who gets it
    month_on: Mapped[date | None]  # of a journal: the first day of the month of the books
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("category.id"))
    payment_method: Mapped[str] = mapped_column(String(20), default="")  # how it was paid; empty: not known
    code: Mapped[str] = mapped_column(String(40), default="")  # of a journal: what it was spent on
    vat_code: Mapped[str] = mapped_column(String(40), default="")  # of a journal: where the VAT that comes back stands
    against: Mapped[str] = mapped_column(String(40), default="")  # of a journal: what it was paid from
    pence: Mapped[int]  # gross; below zero: it came back, or is reversed
    vat_pence: Mapped[int] = mapped_column(default=0)  # of it the VAT that the authority gets back
