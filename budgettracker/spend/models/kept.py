"""Sums kept beside the books, for pages over many families; the database's own triggers write them, and nothing else."""

import uuid
from datetime import date

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base

_FEW = text("lacking <> 0")
SHARE = """
CASE
    WHEN (committed_pence + spent_pence) = 0 THEN 0
    WHEN ((committed_pence + spent_pence) * 4) <= limit_pence THEN 1
    WHEN ((committed_pence + spent_pence) * 2) <= limit_pence THEN 2
    WHEN ((committed_pence + spent_pence) * 4) <= (limit_pence * 3) THEN 3
    WHEN (committed_pence + spent_pence) < limit_pence THEN 4
    ELSE 5
END"""
"""How much of its limit a budget has spent and holds: its place among the shares that *Team* names.

It stands in an index, and is written as PostgreSQL prints it there, so that model and schema can be compared.
"""
_IN_FORCE = (
    "restricted_id",
    "closed_on",
    "ends_on",
    "opened_on",
    "starts_on",
    "limit_pence",
    "committed_pence",
    "spent_pence",
)
"""What says whether a budget is in force and a reader's to see, with its position: at the end of these indexes."""


class KeptMonth(Base):
    """What purchases of a month come to for the families of a team, by what they were for and who decided, in pence.

    Families are where they are now, and so is what was ever bought for them. A restricted family's purchases stand in rows
    of its own, a sealed one's in none. There may be several rows of a kind, below zero too: a sum is what all come to.
    """

    __tablename__ = "kept_month"
    __table_args__ = (
        Index(
            "ix_kept_month_team",
            *("team_id", "kind", "month_starts_on", "category_id", "scheme_id"),
            *("decided_as", "counted", "restricted_id", "purchases", "pence"),
        ),
        Index(
            "ix_kept_month_lacking",
            "team_id",
            "restricted_id",
            "month_starts_on",
            "lacking",
            "lacking_pence",
            sqlite_where=_FEW,
            postgresql_where=_FEW,
        ),
    )

    key: Mapped[str] = mapped_column(
        String(400), primary_key=True
    )  # what follows from `team_id` to `counted`, as one text
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # tells apart several rows of one kind
    authority_id: Mapped[uuid.UUID]  # the family's authority
    team_id: Mapped[uuid.UUID]  # the team the family is in now
    restricted_id: Mapped[uuid.UUID | None]  # the family, where it is restricted
    month_starts_on: Mapped[date]  # the first day of the month it was bought in
    kind: Mapped[str] = mapped_column(String(20))  # devolved, or other help
    scheme_id: Mapped[uuid.UUID | None]  # the scheme of the budget it was paid from
    category_id: Mapped[uuid.UUID | None]  # what it was for
    decided_as: Mapped[str | None] = mapped_column(String(30))  # the role by which it stands decided
    counted: Mapped[bool]  # no payment of a plan and not imported: who decided it is measured
    purchases: Mapped[int]  # how many
    pence: Mapped[int]  # what was paid for them
    lacking: Mapped[int]  # how many of them lack their receipt
    lacking_pence: Mapped[int]  # what was paid for those


class KeptBudget(Base):
    """A cap period's position, as it is there, beside what its family is: so that thousands are summed from one table."""

    __tablename__ = "kept_budget"
    __table_args__ = (
        Index("ix_kept_budget_team", "team_id", "scheme_id", text(f"({SHARE})"), *_IN_FORCE, "over_pence"),
        Index(
            "ix_kept_budget_left",
            "team_id",
            text("(limit_pence - committed_pence - spent_pence) DESC"),
            *("reference_folded", "family_id", *_IN_FORCE, "period_id"),
        ),
        Index("ix_kept_budget_had", "team_id", text("(spent_pence + over_pence) DESC"), *_IN_FORCE, "over_pence"),
        # Without what is committed and spent: it is written where the last day changes, and read for no other order.
        Index(
            "ix_kept_budget_bought",
            *("team_id", text("(last_bought_on IS NOT NULL)"), "last_bought_on", text("limit_pence DESC")),
            *("reference_folded", "family_id", "restricted_id", "closed_on", "ends_on", "opened_on", "starts_on"),
            "period_id",
        ),
        Index("ix_kept_budget_family_id", "family_id"),
    )

    period_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[uuid.UUID]  # the family's authority
    team_id: Mapped[uuid.UUID | None]  # the team the family is in now; empty once it is sealed
    restricted_id: Mapped[uuid.UUID | None]  # the family, where it is restricted
    family_id: Mapped[uuid.UUID]  # the family
    scheme_id: Mapped[uuid.UUID]  # the budget's scheme
    reference_folded: Mapped[str] = mapped_column(String(200))  # the family's reference, by which lists stand in order
    opened_on: Mapped[date]  # the family's first day
    closed_on: Mapped[date | None]  # the family's last day
    starts_on: Mapped[date]  # the cap period's first day
    ends_on: Mapped[date | None]  # the cap period's last day
    limit_pence: Mapped[int]  # the limit
    committed_pence: Mapped[int]  # asked for or approved, and not bought yet
    spent_pence: Mapped[int]  # bought within the rules
    over_pence: Mapped[int]  # what the rules did not allow
    last_bought_on: Mapped[date | None]  # when anything was bought for the family for the last time, whoever paid
