"""Costs that no post, purchase or entry holds: as an authority states them, and what a run shows of them."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

KEY, WHOLE, WORDS = sa.Uuid(), sa.BigInteger(), sa.Text()


def _stated() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("authority_id", KEY, nullable=False),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column("cost_class", sa.String(20), nullable=False),
        sa.Column("used_from", sa.Date(), nullable=False),
        sa.Column("amount_pence", WHOLE, nullable=False),
        sa.Column("life_years", WHOLE, nullable=False),
        sa.Column("rate_basis_points", WHOLE, nullable=False),
        sa.Column("source", WORDS, nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "other_cost",
        *_stated(),
        sa.Column("intervention", sa.String(200), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cost_class IN ('set_up', 'running')", name=op.f("ck_other_cost_cost_class_known")),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_other_cost_amount_above_zero")),
        sa.CheckConstraint(
            "life_years >= 0 AND rate_basis_points >= 0", name=op.f("ck_other_cost_life_and_rate_not_below_zero")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_other_cost_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_cost")),
    )
    op.create_table(
        "run_other_cost",
        *_stated(),
        sa.Column("run_id", KEY, nullable=False),
        *(
            sa.Column(name, WHOLE, nullable=False)
            for name in ("uprated_pence", "yearly_pence", "days", "counted_pence")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_other_cost_run_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_other_cost_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_other_cost")),
    )
    op.create_index("ix_run_other_cost_run_id", "run_other_cost", ["run_id"])


def downgrade() -> None:
    op.drop_table("run_other_cost")
    op.drop_table("other_cost")
