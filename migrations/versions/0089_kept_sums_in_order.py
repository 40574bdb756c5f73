"""Kept budgets stand by what is left or was had and by their share, kept months by month, so that pages over many teams read few."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

SHARE = """(
CASE
    WHEN (committed_pence + spent_pence) = 0 THEN 0
    WHEN ((committed_pence + spent_pence) * 4) <= limit_pence THEN 1
    WHEN ((committed_pence + spent_pence) * 2) <= limit_pence THEN 2
    WHEN ((committed_pence + spent_pence) * 4) <= (limit_pence * 3) THEN 3
    WHEN (committed_pence + spent_pence) < limit_pence THEN 4
    ELSE 5
END)"""
LEFT = "(limit_pence - committed_pence - spent_pence) DESC"
DATES = ["closed_on", "opened_on", "ends_on", "starts_on"]
MONEY = ["limit_pence", "committed_pence", "spent_pence"]
IN_FORCE = ["restricted_id", "closed_on", "ends_on", "opened_on", "starts_on", *MONEY]


def upgrade() -> None:
    _drop("ix_kept_budget_team", "ix_kept_month_team")
    op.create_index(
        "ix_kept_budget_team", "kept_budget", ["team_id", "scheme_id", sa.text(SHARE), *IN_FORCE, "over_pence"]
    )
    op.create_index(
        "ix_kept_budget_left",
        "kept_budget",
        ["team_id", sa.text(LEFT), "reference_folded", "family_id", *IN_FORCE, "period_id"],
    )
    op.create_index(
        "ix_kept_budget_had",
        "kept_budget",
        ["team_id", sa.text("(spent_pence + over_pence) DESC"), *IN_FORCE, "over_pence"],
    )
    kinds = ["category_id", "scheme_id", "decided_as", "counted", "restricted_id", "purchases", "pence"]
    op.create_index("ix_kept_month_team", "kept_month", ["team_id", "kind", "month_starts_on", *kinds])


def downgrade() -> None:
    _drop("ix_kept_budget_team", "ix_kept_month_team", "ix_kept_budget_left", "ix_kept_budget_had")
    tail = ["scheme_id", *MONEY, "over_pence", "reference_folded", "family_id", "period_id"]
    op.create_index("ix_kept_budget_team", "kept_budget", ["team_id", "restricted_id", *DATES, *tail])
    op.create_index(
        "ix_kept_month_team",
        "kept_month",
        ["team_id", "restricted_id", "month_starts_on", "kind", "category_id", "scheme_id"]
        + ["decided_as", "counted", "purchases", "pence"],
    )


def _drop(*names: str) -> None:
    for name in names:
        op.drop_index(name, name.removeprefix("ix_").rsplit("_", 1)[0])
