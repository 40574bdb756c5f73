"""A run keeps what computed on-costs and percentages came from, so that its workbook can compute them again."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INPUTS = (
    *("ni_basis_points", "ni_threshold_pence", "pension_basis_points"),
    *("overhead_direct_basis_points", "overhead_indirect_basis_points"),
)


def upgrade() -> None:
    with op.batch_alter_table("run_rate") as batch:
        for name in INPUTS:
            batch.add_column(sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("run_rate") as batch:
        for name in INPUTS:
            batch.drop_column(name)
