"""A comparison family may have a budget from a day on, and stays counted as it was allocated."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.add_column(sa.Column("crossed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.drop_column("crossed_on")
