"""A correction says which manager looked at it, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_spend_before_seen_by_somebody": "(seen_by_id IS NULL) = (seen_at IS NULL)",
    "ck_spend_before_seen_by_another": "seen_by_id IS NULL OR seen_by_id <> corrected_by_id",
}


def upgrade() -> None:
    with op.batch_alter_table("spend_before") as batch:
        batch.add_column(sa.Column("seen_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_before_seen_by_id"), "person", ["seen_by_id"], ["id"])
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(name), check)
    op.create_index(op.f("ix_spend_before_corrected"), "spend_before", ["authority_id", "corrected_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_spend_before_corrected"), table_name="spend_before")
    with op.batch_alter_table("spend_before") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(op.f("fk_spend_before_seen_by_id"), type_="foreignkey")
        batch.drop_column("seen_at")
        batch.drop_column("seen_by_id")
