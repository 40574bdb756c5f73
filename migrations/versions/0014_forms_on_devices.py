"""Whether devices may keep what is typed until it is recorded: each authority says, and they may unless it says no."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.add_column(sa.Column("keeps_forms", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("authority") as batch:
        batch.alter_column("keeps_forms", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("keeps_forms")
