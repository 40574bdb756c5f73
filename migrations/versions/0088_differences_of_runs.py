"""What two runs of a study differ by, reckoned once and kept."""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

RUNS = ("earlier_id", "later_id")


def upgrade() -> None:
    op.create_table(
        "run_difference",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in RUNS),
        sa.Column("differences", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["costing_run.id"], name=op.f(f"fk_run_difference_{name}"))
            for name in RUNS
        ),
        sa.PrimaryKeyConstraint(*RUNS, name=op.f("pk_run_difference")),
    )


def downgrade() -> None:
    op.drop_table("run_difference")
