"""A purchase for a family from request to payment and refund; its words stand apart."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.access import Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import Base, WithId, one_of
from budgettracker.families.kinds import LegalBasis
from budgettracker.families.models import Family
from budgettracker.periods import day_of
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import (
    Helped,
    PaymentMethod,
    Reimbursement,
    Review,
    Route,
    SpendKind,
    SpendState,
    VatStatus,
)
from budgettracker.spend.models.plan import PlanSchedule
from budgettracker.spend.models.receipt import Receipt
from budgettracker.spend.models.refund import Refund

IN_SIGHT = "and_(Receipt.spend_id == Spend.id, Receipt.hidden.is_(None))"


class Spend(WithId, Base):
    """One purchase for a family, in pence. `planned` is what was asked, `approved` what was allowed, `paid` the price.

    `over_pence` is the part of `paid_pence` that the limit did not allow; it counts as cost and not in spent.
    A purchase decided at the front line has no decider. `decided_as` is the role by which it stands decided, the
    worker's own for the front line; empty while it waits, and when nobody accepted what was paid. `asked_on` is the day
    a purchase counts on in running totals until it has been bought. `receipt_seen_at` is when a manager looked at the
    receipt: from then on nobody mends the purchase alone.

    Corrected in its amount, day, family or money, a purchase is reversed and another takes its place, which `corrects_id`
    links to it. Until a manager has ticked that, running totals count both at `counts_pence`, the larger amount, and those
    of one `counted_with_id` once in a window that holds several of them.

    A plan of regular payments has a `schedule`. It holds what was approved less `drawn_pence`, which its payments took so
    far; each of them is a purchase with its `plan_id`.
    """

    __tablename__ = "spend"
    __table_args__ = (
        UniqueConstraint("authority_id", "reference"),
        UniqueConstraint("corrects_id"),
        *(one_of("kind", SpendKind), one_of("state", SpendState), one_of("came", Route), one_of("review", Review)),
        one_of("payment_method", PaymentMethod),
        one_of("vat_status", VatStatus),
        one_of("decided_as", Role),
        one_of("reimbursement", Reimbursement),
        one_of("helped", Helped),
        one_of("family_helped", Helped),
        one_of("legal_basis", LegalBasis),
        CheckConstraint("(delivered_on IS NULL) = (delivered_by_id IS NULL)", name="delivered_by_somebody"),
        CheckConstraint("(helped IS NULL) = (helped_by_id IS NULL)", name="helped_by_somebody"),
        CheckConstraint("(family_helped IS NULL) = (family_helped_by_id IS NULL)", name="family_helped_by_somebody"),
        CheckConstraint("planned_pence > 0", name="planned_above_zero"),
        CheckConstraint("approved_pence IS NULL OR approved_pence > 0", name="approved_above_zero"),
        CheckConstraint("paid_pence IS NULL OR paid_pence > 0", name="paid_above_zero"),
        CheckConstraint("over_pence >= 0 AND over_pence <= COALESCE(paid_pence, 0)", name="over_within_paid"),
        CheckConstraint("vat_pence IS NULL OR vat_pence >= 0", name="vat_not_negative"),
        CheckConstraint(
            "state NOT IN ('bought', 'reversed') OR (paid_pence IS NOT NULL AND bought_on IS NOT NULL)",
            name="bought_has_price_and_day",
        ),
        CheckConstraint("(kind = 'devolved') = (period_id IS NOT NULL)", name="devolved_has_budget"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> recorded_by_id", name="decided_by_another"),
        CheckConstraint("(counts_pence IS NULL) = (counted_with_id IS NULL)", name="counted_with_an_amount"),
        CheckConstraint("(shared_id IS NULL) = (shared_pence IS NULL)", name="shared_with_an_amount"),
        CheckConstraint(
            "drawn_pence >= 0 AND drawn_pence <= COALESCE(approved_pence, 0)", name="drawn_within_approved"
        ),
        CheckConstraint("(phoned_by_id IS NULL) = (phoned_at IS NULL)", name="phoned_at_a_time"),
        CheckConstraint("phoned_by_id IS NULL OR phoned_by_id <> recorded_by_id", name="phoned_by_another"),
        CheckConstraint(
            "reimbursement_by_id IS NULL OR (reimbursement_by_id <> recorded_by_id AND "
            "(bought_by_id IS NULL OR reimbursement_by_id <> bought_by_id))",
            name="reimbursement_by_another",
        ),
        CheckConstraint(
            "(reimbursement IN ('confirmed', 'refused')) = (reimbursement_by_id IS NOT NULL)",
            name="reimbursement_by_somebody",
        ),
        *(Index(f"ix_spend_{name}", name) for name in ("state", "review", "period_id", "reimbursement", "shared_id")),
        Index("ix_spend_plan_id", "plan_id"),
        Index(
            "ix_spend_dearer",
            "bought_on",
            sqlite_where=text("paid_pence > approved_pence"),
            postgresql_where=text("paid_pence > approved_pence"),
        ),
        Index(
            "ix_spend_authority_bought",
            *(
                "authority_id",
                "bought_on",
                "family_id",
                "paid_pence",
                "kind",
                "state",
                "plan_id",
                "came",
                "period_id",
                "category_id",
                "decided_as",
                "imported",
            ),
        ),
        Index(
            "ix_spend_decided",
            "authority_id",
            "bought_on",
            sqlite_where=text("decided_at IS NOT NULL"),
            postgresql_where=text("decided_at IS NOT NULL"),
        ),
        Index("ix_spend_family_bought_on", "family_id", "bought_on"),
        Index("ix_spend_recorded_by", "recorded_by_id", "requested_at"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str | None] = mapped_column(String(50))  # the authority's own; of what is recorded here, drawn
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    period_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("budget_period.id"))
    kind: Mapped[str] = mapped_column(String(20), default=SpendKind.DEVOLVED)
    state: Mapped[str] = mapped_column(String(20))
    route: Mapped[str] = mapped_column("came", String(20), default=Route.FRONT_LINE)
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("category.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"))
    planned_pence: Mapped[int]
    approved_pence: Mapped[int | None]
    paid_pence: Mapped[int | None]
    over_pence: Mapped[int] = mapped_column(default=0)
    vat_pence: Mapped[int | None]
    vat_status: Mapped[str] = mapped_column(String(20), default=VatStatus.UNKNOWN)
    payment_method: Mapped[str | None] = mapped_column(String(20))
    asked_on: Mapped[date]
    bought_on: Mapped[date | None]
    needed_by: Mapped[date | None]
    hold_expires_on: Mapped[date | None]
    regular: Mapped[bool] = mapped_column(default=False)
    regular_until: Mapped[date | None]
    review_on: Mapped[date | None]
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_as: Mapped[str | None] = mapped_column(String(30))
    decided_at: Mapped[datetime | None]
    recorded_bought_at: Mapped[datetime | None]
    bought_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    reversed_at: Mapped[datetime | None]
    review: Mapped[str] = mapped_column(String(20), default=Review.NONE)
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    imported: Mapped[bool] = mapped_column(default=False)
    receipt_seen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    receipt_seen_at: Mapped[datetime | None]
    receipt_excused_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    receipt_excused_at: Mapped[datetime | None]  # when a manager said that none can be had
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))  # the purchase whose place it took
    counts_pence: Mapped[int | None]
    counted_with_id: Mapped[uuid.UUID | None]  # the first purchase of those that are counted together
    shared_id: Mapped[uuid.UUID | None]
    shared_pence: Mapped[int | None]
    reimbursement: Mapped[str] = mapped_column(String(20), default=Reimbursement.NONE)
    reimbursement_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reimbursement_at: Mapped[datetime | None]  # when somebody confirmed or refused that it is paid back

    plan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))  # the plan that this is a payment of
    drawn_pence: Mapped[int] = mapped_column(default=0)
    from_stock: Mapped[bool] = mapped_column(default=False)  # were vouchers of a team's stock handed over for it?
    phoned_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who approved it by phone, as told
    told_on: Mapped[date | None]  # when the family was told that it was declined
    told_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who told them
    phoned_at: Mapped[datetime | None]  # when they did, as told by whoever recorded the purchase

    legal_basis: Mapped[str | None] = mapped_column(String(30))  # the law it was given under, as it stood when recorded
    delivered_on: Mapped[date | None]  # when it reached the family
    delivered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who confirmed that
    helped: Mapped[str | None] = mapped_column(String(20))  # whether it helped, as the worker saw it later
    helped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who answered whether it helped
    helped_at: Mapped[datetime | None]  # when they did
    family_helped: Mapped[str | None] = mapped_column(String(20))  # whether it helped, as the family says
    family_helped_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who wrote that down
    family_helped_at: Mapped[datetime | None]  # when the family's answer was written down

    family: Mapped[Family] = relationship()
    period: Mapped[BudgetPeriod | None] = relationship()
    category: Mapped[Category | None] = relationship()
    schedule: Mapped[PlanSchedule | None] = relationship()
    details: Mapped["SpendDetails"] = relationship(back_populates="spend")
    refunds: Mapped[list[Refund]] = relationship(order_by="Refund.recorded_at, Refund.id")
    receipts: Mapped[list[Receipt]] = relationship(order_by="Receipt.added_at, Receipt.id", primaryjoin=IN_SIGHT)

    def judged_pence(self, pence: int) -> int:
        """The pence by which bands judge a price of this purchase: of a share, the whole receipt with that price in it."""
        share = self.planned_pence if self.paid_pence is None else self.paid_pence
        return pence if self.shared_pence is None else self.shared_pence - share + pence

    @property
    def is_plan(self) -> bool:
        """Is this a plan of regular payments, and not one of them? Older regular requests have no schedule."""
        return self.regular and self.plan_id is None and self.schedule is not None

    @property
    def held_pence(self) -> int:
        """The pence a request or an approval holds: of a plan what its payments have not taken yet."""
        if self.state == SpendState.REQUESTED:
            return self.planned_pence
        return (self.approved_pence or 0) - self.drawn_pence if self.state == SpendState.APPROVED else 0

    @property
    def waits(self) -> bool:
        """Does the purchase wait for a decision, before it is bought or afterwards?"""
        return self.state == SpendState.REQUESTED or self.review == Review.OPEN

    @property
    def told_late(self) -> bool:
        """Was it within the worker's band, and told after the scheme it was bought in was closed?"""
        if self.period is None or self.route != Route.FRONT_LINE or self.recorded_bought_at is None:
            return False
        closed_on = self.period.budget.scheme.closed_on
        return closed_on is not None and (self.bought_on or self.asked_on) < closed_on <= day_of(
            self.recorded_bought_at
        )

    @property
    def proof(self) -> str:
        """What shows that it reached the family: a receipt, or for vouchers of a stock the slip that the family signed."""
        return "signed slip" if self.from_stock else "receipt"

    @property
    def lacks_receipt(self) -> bool:
        """Is it bought and without a receipt, though its scheme asks for one and no manager excused it?

        A quote and the slip of a refund are none. Of vouchers of a stock the signed slip is the receipt.
        """
        excused = self.receipt_excused_at is not None
        exempt = excused or (self.period is not None and not self.period.budget.scheme.receipts_required)
        proofs = (each for each in self.receipts if each.refund_id is None and not each.quote)
        return self.state == SpendState.BOUGHT and not exempt and next(proofs, None) is None


class SpendDetails(Base):
    """The words of a purchase: correctable and disposable, apart from the books."""

    __tablename__ = "spend_details"

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"), primary_key=True)
    bought_what: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    supplier: Mapped[str] = mapped_column(String(200), default="")
    cardholder: Mapped[str] = mapped_column(String(200), default="")  # whose card it was, if not the buyer's
    note: Mapped[str] = mapped_column(Text, default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    review_reason: Mapped[str] = mapped_column(Text, default="")
    reversal_reason: Mapped[str] = mapped_column(Text, default="")
    reimbursement_reason: Mapped[str] = mapped_column(Text, default="")  # why it is not paid back
    condition: Mapped[str] = mapped_column(Text, default="")  # on what condition it was approved
    afterwards: Mapped[str] = mapped_column(Text, default="")  # of a plan: what comes when its payments end
    looked_at: Mapped[str] = mapped_column(Text, default="")  # of a plan: what was seen when it was last looked at
    no_receipt_reason: Mapped[str] = mapped_column(Text, default="")  # why it has no receipt
    told_how: Mapped[str] = mapped_column(Text, default="")  # how the family was told of a refusal, and what they said
    end_reason: Mapped[str] = mapped_column(Text, default="")  # of a plan: why it ended before its last payment

    spend: Mapped[Spend] = relationship(back_populates="details")


class SpendBefore(WithId, Base):
    """What a purchase said in one place before that was put right, in words, for those who see the purchase."""

    __tablename__ = "spend_before"
    __table_args__ = (
        CheckConstraint("(seen_by_id IS NULL) = (seen_at IS NULL)", name="seen_by_somebody"),
        CheckConstraint("seen_by_id IS NULL OR seen_by_id <> corrected_by_id", name="seen_by_another"),
        Index("ix_spend_before_spend_id", "spend_id"),
        Index("ix_spend_before_corrected", "authority_id", "corrected_at"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    what: Mapped[str] = mapped_column(String(30))  # which of its answers, by the form's name for it
    was: Mapped[str] = mapped_column(Text)  # what it said, as its page printed it
    corrected_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime]  # until then it said so
    seen_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # the manager who looked at it
    seen_at: Mapped[datetime | None]  # when they did
