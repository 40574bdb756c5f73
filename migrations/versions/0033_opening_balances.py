"""Limits imported before an authority is live wait for a senior manager; those of before work as they did."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

COLUMNS = (("budget_period", "opening_waits"), ("limit_change", "opening"))


def upgrade() -> None:
    for table, name in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    for table, name in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
