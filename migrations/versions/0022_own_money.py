"""Money from somebody's own pocket waits for somebody else before it is reimbursed; what was recorded before waits for nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KNOWN = "reimbursement IN ('none', 'waiting', 'confirmed', 'refused')"
BY_ANOTHER = (
    "reimbursement_by_id IS NULL OR (reimbursement_by_id <> recorded_by_id AND "
    "(bought_by_id IS NULL OR reimbursement_by_id <> bought_by_id))"
)
BY_SOMEBODY = "(reimbursement IN ('confirmed', 'refused')) = (reimbursement_by_id IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("reimbursement", sa.String(20), nullable=False, server_default="none"))
        batch.add_column(sa.Column("reimbursement_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("reimbursement_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_reimbursement_by_id"), "person", ["reimbursement_by_id"], ["id"])
        batch.create_check_constraint(op.f("ck_spend_reimbursement_known"), KNOWN)
        batch.create_check_constraint(op.f("ck_spend_reimbursement_by_another"), BY_ANOTHER)
        batch.create_check_constraint(op.f("ck_spend_reimbursement_by_somebody"), BY_SOMEBODY)
    with op.batch_alter_table("spend") as batch:
        batch.alter_column("reimbursement", server_default=None)
        batch.create_index("ix_spend_reimbursement", ["reimbursement"])
    with op.batch_alter_table("spend_details") as batch:
        batch.add_column(sa.Column("reimbursement_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        batch.alter_column("reimbursement_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.drop_column("reimbursement_reason")
    with op.batch_alter_table("spend") as batch:
        batch.drop_index("ix_spend_reimbursement")
        batch.drop_constraint(op.f("ck_spend_reimbursement_by_somebody"), type_="check")
        batch.drop_constraint(op.f("ck_spend_reimbursement_by_another"), type_="check")
        batch.drop_constraint(op.f("ck_spend_reimbursement_known"), type_="check")
        batch.drop_constraint(op.f("fk_spend_reimbursement_by_id"), type_="foreignkey")
        batch.drop_column("reimbursement_at")
        batch.drop_column("reimbursement_by_id")
        batch.drop_column("reimbursement")
