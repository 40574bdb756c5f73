"""A purchase may name whose card it was bought with."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.add_column(sa.Column("cardholder", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        batch.alter_column("cardholder", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.drop_column("cardholder")
