"""The day a scheme was closed: from then on nothing new is bought from it and no limit is set in it."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scheme", sa.Column("closed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("scheme") as table:
        table.drop_column("closed_on")
