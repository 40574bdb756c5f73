"""A receipt that cannot be had is excused by a manager, with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("receipt_excused_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("receipt_excused_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_receipt_excused_by_id"), "person", ["receipt_excused_by_id"], ["id"])
    with op.batch_alter_table("spend_details") as batch:
        batch.add_column(sa.Column("no_receipt_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        batch.alter_column("no_receipt_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.drop_column("no_receipt_reason")
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("fk_spend_receipt_excused_by_id"), type_="foreignkey")
        batch.drop_column("receipt_excused_at")
        batch.drop_column("receipt_excused_by_id")
