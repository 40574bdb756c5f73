"""What a run comes to is kept with it: results, each family's cost, cuts. Runs from before are reckoned when first asked."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_PARTS = ("contact_pence", "preparation_pence", "travel_pence", "mileage_pence", "expenses_pence")


def _numbers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "run_result",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        *_numbers("layout", "seed", "replicates"),
        sa.Column("results", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_result_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_result")),
    )
    op.create_table(
        "run_family_cost",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("age_band", sa.String(length=20), nullable=True),
        *_numbers("open_days", "children_in_scope", "purchases_pence", "other_help_pence", *_PARTS),
        *_numbers("indirect_share_pence", "total_pence", "outside_pence", "deciding_pence", "set_up_pence"),
        *_numbers("evaluation_pence", "own_time_pence"),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_family_cost_run_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_run_family_cost_family_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_family_cost_authority_id")),
        sa.PrimaryKeyConstraint("run_id", "family_id", name=op.f("pk_run_family_cost")),
    )
    op.create_index("ix_run_family_cost_run_total", "run_family_cost", ["run_id", "total_pence"])
    op.create_table(
        "run_cut",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        *_numbers("position"),
        sa.Column("cut", sa.String(length=20), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.String(length=20), nullable=False),
        sa.Column("counts_as", sa.String(length=20), nullable=False),
        *_numbers(*_PARTS, "indirect_share_pence", "other_pence", "contact_minutes", "preparation_minutes"),
        *_numbers("travel_minutes", "pool_minutes", "contacts", "items"),
        sa.CheckConstraint(
            "cut IN ('activity', 'intervention', 'month', 'post', 'team', 'reason', 'age_band', 'authority')",
            name=op.f("ck_run_cut_cut_known"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_cut_run_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_cut_authority_id")),
        sa.PrimaryKeyConstraint("run_id", "position", name=op.f("pk_run_cut")),
    )


def downgrade() -> None:
    for table in ("run_cut", "run_family_cost", "run_result"):
        op.drop_table(table)
