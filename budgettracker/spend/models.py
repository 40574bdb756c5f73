"""A purchase for a family from request to payment and refund; its words and receipts stand apart."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.access import Role
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Family
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import (
    PaymentMethod,
    ProposalKind,
    ProposalState,
    Reimbursement,
    Review,
    Route,
    SpendKind,
    SpendState,
    VatStatus,
)

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
            "reimbursement_by_id IS NULL OR (reimbursement_by_id <> recorded_by_id AND "
            "(bought_by_id IS NULL OR reimbursement_by_id <> bought_by_id))",
            name="reimbursement_by_another",
        ),
        CheckConstraint(
            "(reimbursement IN ('confirmed', 'refused')) = (reimbursement_by_id IS NOT NULL)",
            name="reimbursement_by_somebody",
        ),
        *(Index(f"ix_spend_{name}", name) for name in ("state", "review", "period_id", "reimbursement", "shared_id")),
        Index("ix_spend_family_bought_on", "family_id", "bought_on"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str | None] = mapped_column(String(50))
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
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("spend.id"))  # the purchase whose place it took
    counts_pence: Mapped[int | None]
    counted_with_id: Mapped[uuid.UUID | None]  # the first purchase of those that are counted together
    shared_id: Mapped[uuid.UUID | None]
    shared_pence: Mapped[int | None]
    reimbursement: Mapped[str] = mapped_column(String(20), default=Reimbursement.NONE)
    reimbursement_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    reimbursement_at: Mapped[datetime | None]  # when somebody confirmed or refused that it is paid back

    family: Mapped[Family] = relationship()
    period: Mapped[BudgetPeriod | None] = relationship()
    category: Mapped[Category | None] = relationship()
    details: Mapped["SpendDetails"] = relationship(back_populates="spend")
    refunds: Mapped[list["Refund"]] = relationship(order_by="Refund.recorded_at, Refund.id")
    receipts: Mapped[list["Receipt"]] = relationship(order_by="Receipt.added_at, Receipt.id", primaryjoin=IN_SIGHT)

    def judged_pence(self, pence: int) -> int:
        """The pence by which bands judge a price of this purchase: of a share, the whole receipt with that price in it."""
        share = self.planned_pence if self.paid_pence is None else self.paid_pence
        return pence if self.shared_pence is None else self.shared_pence - share + pence

    @property
    def waits(self) -> bool:
        """Does the purchase wait for a decision, before it is bought or afterwards?"""
        return self.state == SpendState.REQUESTED or self.review == Review.OPEN

    @property
    def lacks_receipt(self) -> bool:
        """Is it bought and without a receipt, though its scheme asks for one? A quote and the slip of a refund are none."""
        exempt = self.period is not None and not self.period.budget.scheme.receipts_required
        proofs = (each for each in self.receipts if each.refund_id is None and not each.quote)
        return self.state == SpendState.BOUGHT and not exempt and next(proofs, None) is None


class SpendDetails(Base):
    """The words of a purchase: correctable and disposable, apart from the books."""

    __tablename__ = "spend_details"

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"), primary_key=True)
    bought_what: Mapped[str] = mapped_column(String(200), default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    supplier: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    review_reason: Mapped[str] = mapped_column(Text, default="")
    reversal_reason: Mapped[str] = mapped_column(Text, default="")
    reimbursement_reason: Mapped[str] = mapped_column(Text, default="")  # why it is not paid back

    spend: Mapped[Spend] = relationship(back_populates="details")


class SpendBefore(WithId, Base):
    """What a purchase said in one place before that was put right, in words, for those who see the purchase."""

    __tablename__ = "spend_before"
    __table_args__ = (Index("ix_spend_before_spend_id", "spend_id"),)

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    what: Mapped[str] = mapped_column(String(30))  # which of its answers, by the form's name for it
    was: Mapped[str] = mapped_column(Text)  # what it said, as its page printed it
    corrected_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    corrected_at: Mapped[datetime]  # until then it said so


class Refund(WithId, Base):
    """Money that came back for a purchase, in pence above zero; also a reversal, which takes back all that is left.

    `ticked_at` is when a second person saw it: until then running totals count the purchase as it was paid.
    """

    __tablename__ = "refund"
    __table_args__ = (
        UniqueConstraint("authority_id", "reference"),
        CheckConstraint("amount_pence > 0", name="amount_above_zero"),
        CheckConstraint("over_pence >= 0 AND over_pence <= amount_pence", name="over_within_amount"),
        Index("ix_refund_spend_id", "spend_id"),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reference: Mapped[str | None] = mapped_column(String(50))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    amount_pence: Mapped[int]
    over_pence: Mapped[int] = mapped_column(default=0)
    vat_pence: Mapped[int | None]
    refunded_on: Mapped[date]
    reversal: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ticked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    ticked_at: Mapped[datetime | None]


class SpendProposal(WithId, Base):
    """A mistake to be mended, or money said to have come back, that waits for a manager: room and cost stay as they are.

    The purchase cost `was_pence` and would cost `amount_pence` less; what a `correction` would make of it stands there.
    """

    __tablename__ = "spend_proposal"
    __table_args__ = (
        one_of("kind", ProposalKind),
        one_of("state", ProposalState),
        CheckConstraint(
            "(kind = 'correction' AND amount_pence = 0) OR (amount_pence > 0 AND amount_pence <= was_pence)",
            name="amount_within_cost",
        ),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="decided_by_another"),
        *(Index(f"ix_spend_proposal_{name}", name) for name in ("spend_id", "state")),
    )

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=ProposalState.PROPOSED)
    amount_pence: Mapped[int]
    was_pence: Mapped[int]
    back_on: Mapped[date]  # the day the money came back, or was found to be recorded by mistake
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    spend: Mapped[Spend] = relationship()
    details: Mapped["SpendProposalDetails"] = relationship()
    correction: Mapped["ProposedCorrection | None"] = relationship()

    @property
    def is_pence(self) -> int:
        """What the purchase would cost, in pence."""
        return self.correction.paid_pence if self.correction else self.was_pence - self.amount_pence


class ProposedCorrection(Base):
    """What a correction that waits for a manager would make of a purchase: price in pence, day, family, which money."""

    __tablename__ = "proposed_correction"
    __table_args__ = (one_of("kind", SpendKind), CheckConstraint("paid_pence > 0", name="paid_above_zero"))

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend_proposal.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    family_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("family.id"))
    kind: Mapped[str] = mapped_column(String(20))
    paid_pence: Mapped[int]  # the price it would say
    bought_on: Mapped[date]  # the day it would say
    category_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("category.id"))
    child_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child.id"))
    vat_pence: Mapped[int | None]

    family: Mapped[Family] = relationship()


class SpendProposalDetails(Base):
    """The words around a proposal, apart from the books."""

    __tablename__ = "spend_proposal_details"

    proposal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend_proposal.id"), primary_key=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")


class Receipt(WithId, Base):
    """A receipt: its file lies outside the web's reach under a made-up name; here its kind, size and digest."""

    __tablename__ = "receipt"
    __table_args__ = (
        CheckConstraint("hidden IN ('hidden', 'removed')", name="hidden_known"),
        *(Index("ix_receipt_digest", "digest"), Index("ix_receipt_spend_id", "spend_id")),
    )

    spend_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("spend.id"))
    file_name: Mapped[str] = mapped_column(String(60), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    bytes: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    refund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("refund.id"))  # the money back that it proves
    quote: Mapped[bool] = mapped_column(default=False)  # it came with the request, before anything was bought
    hidden: Mapped[str | None] = mapped_column(String(10))  # out of sight: hidden, or removed for good
