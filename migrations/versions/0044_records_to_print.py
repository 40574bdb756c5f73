"""A request that was declined says when the family was told, and by whom."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("told_by_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_told_by_id"), "person", ["told_by_id"], ["id"])
    with op.batch_alter_table("spend_details") as batch:
        batch.add_column(sa.Column("told_how", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        batch.alter_column("told_how", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.drop_column("told_how")
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("fk_spend_told_by_id"), type_="foreignkey")
        batch.drop_column("told_by_id")
        batch.drop_column("told_on")
