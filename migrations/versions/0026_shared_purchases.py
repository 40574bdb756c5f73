"""A purchase can be one family's share of a receipt that others share; bands judge the whole of it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("shared_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("shared_pence", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_spend_shared_with_an_amount"), "(shared_id IS NULL) = (shared_pence IS NULL)"
        )
        batch.create_index("ix_spend_shared_id", ["shared_id"])


def downgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.drop_index("ix_spend_shared_id")
        batch.drop_constraint(op.f("ck_spend_shared_with_an_amount"), type_="check")
        batch.drop_column("shared_pence")
        batch.drop_column("shared_id")
