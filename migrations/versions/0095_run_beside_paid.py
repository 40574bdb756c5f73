"""What of a run is set beside what was paid is kept from the first look on."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_beside_paid",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("own_side", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_beside_paid_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_run_beside_paid")),
    )


def downgrade() -> None:
    op.drop_table("run_beside_paid")
