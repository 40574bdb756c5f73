"""A purchase says when it reached the family, whether it helped, and under which law it was given."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

HELPED = "helped IN ('yes', 'partly', 'no', 'not_known')"
BASES = (
    "legal_basis IN ('child_in_need', 'looked_after', 'care_leaver', 'special_guardianship', 'general_power', "
    "'welsh_needs', 'welsh_looked_after')"
)
CHECKS = {
    "ck_spend_helped_known": HELPED,
    "ck_spend_legal_basis_known": BASES,
    "ck_spend_delivered_by_somebody": "(delivered_on IS NULL) = (delivered_by_id IS NULL)",
    "ck_spend_helped_by_somebody": "(helped IS NULL) = (helped_by_id IS NULL)",
}


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("legal_basis", sa.String(30), nullable=True))
        batch.add_column(sa.Column("delivered_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("delivered_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("helped", sa.String(20), nullable=True))
        batch.add_column(sa.Column("helped_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_delivered_by_id"), "person", ["delivered_by_id"], ["id"])
        batch.create_foreign_key(op.f("fk_spend_helped_by_id"), "person", ["helped_by_id"], ["id"])
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(name), check)


def downgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        batch.drop_constraint(op.f("fk_spend_helped_by_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_spend_delivered_by_id"), type_="foreignkey")
        for name in ("helped_at", "helped_by_id", "helped", "delivered_by_id", "delivered_on", "legal_basis"):
            batch.drop_column(name)
