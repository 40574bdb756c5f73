"""Whether a purchase helped is answered by the family too, apart from the worker's answer."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

NAMES = ("family_helped", "family_helped_by_id", "family_helped_at")
BY = "fk_spend_family_helped_by_id"
KNOWN, SOMEBODY = "ck_spend_family_helped_known", "ck_spend_family_helped_by_somebody"


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("family_helped", sa.String(20), nullable=True))
        batch.add_column(sa.Column("family_helped_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("family_helped_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f(BY), "person", ["family_helped_by_id"], ["id"])
        batch.create_check_constraint(op.f(KNOWN), "family_helped IN ('yes', 'partly', 'no', 'not_known')")
        batch.create_check_constraint(op.f(SOMEBODY), "(family_helped IS NULL) = (family_helped_by_id IS NULL)")


def downgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f(SOMEBODY), type_="check")
        batch.drop_constraint(op.f(KNOWN), type_="check")
        batch.drop_constraint(op.f(BY), type_="foreignkey")
        for name in reversed(NAMES):
            batch.drop_column(name)
