"""What finance states was paid: pay of a post, or purchases, of some days. Only ever added to."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.costing.paid.kinds import PaidFor
from budgettracker.database import Base, WithId, one_of
from budgettracker.people.models import Person, Post


class PaidLine(WithId, Base):
    """What was paid for a post (or for purchases: no post) from a day to a day, as finance states it.

    Stating the same days again adds a row with the next number: the highest counts, those before stay on record.
    """

    __tablename__ = "paid_line"
    __table_args__ = (
        one_of("paid_for", PaidFor),
        CheckConstraint("(paid_for = 'pay') = (post_id IS NOT NULL)", name="pay_of_a_post"),
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        CheckConstraint("pay_pence >= 0 AND oncosts_pence >= 0", name="nothing_below_zero"),
        UniqueConstraint("authority_id", "post_id", "starts_on", "ends_on", "number"),
        Index("ix_paid_line_authority_id", "authority_id", "starts_on"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    paid_for: Mapped[str] = mapped_column(String(20))  # pay of a post, or purchases for families
    post_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id"))  # whose pay; empty: purchases
    starts_on: Mapped[date]  # the first day it is for
    ends_on: Mapped[date]  # the last day it is for
    number: Mapped[int]  # how often these days were stated up to this row; the highest counts
    pay_pence: Mapped[int]  # gross pay, or purchases with VAT
    oncosts_pence: Mapped[int]  # employer's National Insurance and pension; of purchases 0
    people: Mapped[int | None]  # how many were paid; empty: not stated
    full_week_minutes: Mapped[int | None]  # minutes of a full-time week of the post; empty: 37 hours
    source: Mapped[str] = mapped_column(Text, default="")  # where the figures come from
    stated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who; empty: the operator
    stated_at: Mapped[datetime]  # when it was stated

    post: Mapped[Post | None] = relationship()
    stated_by: Mapped[Person | None] = relationship()

    @property
    def pence(self) -> int:
        """Pay with on-costs, or purchases."""
        return self.pay_pence + self.oncosts_pence
