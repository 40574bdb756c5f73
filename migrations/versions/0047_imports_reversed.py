"""A released import can be taken back as one deed by two."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("waiting_import") as batch:
        batch.add_column(sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reversed_by_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_waiting_import_reversed_by_id_person"), "person", ["reversed_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("waiting_import") as batch:
        batch.drop_constraint(op.f("fk_waiting_import_reversed_by_id_person"), type_="foreignkey")
        batch.drop_column("reversed_by_id")
        batch.drop_column("reversed_at")
