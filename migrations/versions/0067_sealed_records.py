"""A family's record can be sealed: nobody reads it any more."""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.add_column(sa.Column("sealed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.drop_column("sealed_on")
