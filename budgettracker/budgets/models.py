"""A family's budget: its limit and position per cap period, the changes of the limit, and the ledger behind them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.budgets.kinds import Entry, LimitState
from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Family
from budgettracker.schemes.models import Scheme


class Budget(WithId, Base):
    """Permission to spend for one family in one scheme."""

    __tablename__ = "budget"
    __table_args__ = (UniqueConstraint("family_id", "scheme_id"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scheme.id"))
    opened_at: Mapped[datetime]

    family: Mapped[Family] = relationship()
    scheme: Mapped[Scheme] = relationship()
    periods: Mapped[list["BudgetPeriod"]] = relationship(order_by="BudgetPeriod.starts_on", back_populates="budget")


class BudgetPeriod(WithId, Base):
    """One cap period of a budget with its position in pence. Moved only by budgets.actions.move.

    `committed_pence` is requested + approved and not yet bought, `spent_pence` is bought within the rules less refunds,
    `over_pence` is money that left although the rules did not allow it and is part of no room. The end day is included.
    `opening_waits`: the limit was imported before the authority was live, so nothing new is bought from it until a senior
    manager has confirmed it.
    """

    __tablename__ = "budget_period"
    __table_args__ = (
        UniqueConstraint("budget_id", "starts_on"),
        Index(
            "ix_budget_period_opening_waits",
            "opening_waits",
            sqlite_where=text("opening_waits IS 1"),
            postgresql_where=text("opening_waits IS TRUE"),
        ),
        CheckConstraint("committed_pence >= 0", name="committed_not_negative"),
        CheckConstraint("spent_pence >= 0", name="spent_not_negative"),
        CheckConstraint("over_pence >= 0", name="over_not_negative"),
        CheckConstraint("limit_pence >= 0", name="limit_not_negative"),
        CheckConstraint("committed_pence + spent_pence <= limit_pence", name="within_limit"),
        CheckConstraint(
            "cap_pence IS NULL OR limit_pence <= cap_pence OR exception_by_id IS NOT NULL", name="limit_within_cap"
        ),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates_in_order"),
    )

    budget_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    cap_pence: Mapped[int | None]
    exception_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    limit_pence: Mapped[int] = mapped_column(default=0)
    committed_pence: Mapped[int] = mapped_column(default=0)
    spent_pence: Mapped[int] = mapped_column(default=0)
    over_pence: Mapped[int] = mapped_column(default=0)
    ledger_sequence: Mapped[int] = mapped_column(default=0)
    opening_waits: Mapped[bool] = mapped_column(default=False)

    budget: Mapped[Budget] = relationship(back_populates="periods")

    def covers(self, on: date) -> bool:
        """Does the period hold that day?"""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class LedgerEntry(WithId, Base):
    """One move of one position, in pence, only ever added. A position is the sum of its rows."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("period_id", "sequence"),
        one_of("entry", Entry),
        CheckConstraint(
            "limit_delta_pence <> 0 OR committed_delta_pence <> 0 OR spent_delta_pence <> 0 OR over_delta_pence <> 0",
            name="moves_something",
        ),
        Index("ix_ledger_entry_spend_id", "spend_id"),
    )

    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget_period.id"))
    sequence: Mapped[int]
    entry: Mapped[str] = mapped_column(String(20))
    limit_delta_pence: Mapped[int] = mapped_column(default=0)
    committed_delta_pence: Mapped[int] = mapped_column(default=0)
    spent_delta_pence: Mapped[int] = mapped_column(default=0)
    over_delta_pence: Mapped[int] = mapped_column(default=0)
    spend_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))
    limit_change_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("limit_change.id"))
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Posting(WithId, Base):
    """In which month of finance's books a line of money stands, only ever added: fixed when the line came.

    `id` is the line's own: of a row of the ledger, or of other help and of money that came back for it, which are in no
    budget. `pence` is the money that left with the line (below zero: came back), 0 where only a limit or a hold moved.
    """

    __tablename__ = "posting"
    __table_args__ = (
        CheckConstraint("refund_id IS NULL OR spend_id IS NOT NULL", name="refund_of_a_purchase"),
        Index("ix_posting_authority_posted", "authority_id", "posted_on"),
        Index("ix_posting_spend_id", "spend_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    event_on: Mapped[date]  # the day it happened: bought, came back, decided
    posted_on: Mapped[date]  # the first day of the month it is posted in
    pence: Mapped[int]  # what left with the line; below zero: what came back
    spend_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))


class FinanceClosing(WithId, Base):
    """Finance closed its months of money up to a day, only ever added: nothing is posted in them any more.

    `lines` and `pence` are what stood in all months up to that day, so that anything added later is noticed.
    """

    __tablename__ = "finance_closing"
    __table_args__ = (UniqueConstraint("authority_id", "until_on"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    until_on: Mapped[date]  # the last day of the last month closed with it
    lines: Mapped[int]  # how many stood in the months until then
    pence: Mapped[int]  # what they came to
    closed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime]


class LimitChange(WithId, Base):
    """A limit proposed by one person and decided by another; the whole history of a limit stays.

    `one_hand` is a limit from before two people were needed, set by one person for a cohort or decided by who led the
    family: it works as before, and is not raised until a senior manager has confirmed it. `opening` is a limit that was
    imported before the authority was live.
    """

    __tablename__ = "limit_change"
    __table_args__ = (
        one_of("state", LimitState),
        CheckConstraint("to_pence >= 0", name="to_not_negative"),
        CheckConstraint(
            "decided_by_id IS NULL OR proposed_by_id IS NULL OR one_hand OR decided_by_id <> proposed_by_id",
            name="decided_by_another",
        ),
        Index("ix_limit_change_period_id", "period_id"),
        Index("ix_limit_change_state", "state"),
    )

    period_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("budget_period.id"))
    from_pence: Mapped[int]
    to_pence: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=LimitState.REQUESTED)
    proposed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    cohort_id: Mapped[uuid.UUID | None]
    imported: Mapped[bool] = mapped_column(default=False)
    one_hand: Mapped[bool] = mapped_column(default=False)
    opening: Mapped[bool] = mapped_column(default=False)
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]  # when a senior manager confirmed it: set by one person alone, or imported

    period: Mapped[BudgetPeriod] = relationship()
    details: Mapped["LimitChangeDetails | None"] = relationship()

    @property
    def unconfirmed(self) -> bool:
        """Did one person alone set this limit, and has no senior manager confirmed it yet?"""
        return self.one_hand and self.confirmed_at is None

    @property
    def state_words(self) -> str:
        """Where the change is, as pages print it."""
        return LimitState(self.state).words


class LimitChangeDetails(Base):
    """The words around a change of the limit, apart from the books."""

    __tablename__ = "limit_change_details"

    limit_change_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("limit_change.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
