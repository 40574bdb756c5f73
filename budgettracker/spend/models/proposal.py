"""What somebody proposes about a purchase, for a manager to agree."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.families.models import Family
from budgettracker.spend.kinds import (
    ProposalKind,
    ProposalState,
    SpendKind,
)
from budgettracker.spend.models.purchase import Spend


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
