"""A request can be approved on a condition, and a purchase says who approved it by phone."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("phoned_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("phoned_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_spend_phoned_by_id"), "person", ["phoned_by_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_spend_phoned_at_a_time"), "(phoned_by_id IS NULL) = (phoned_at IS NULL)"
        )
        batch.create_check_constraint(
            op.f("ck_spend_phoned_by_another"), "phoned_by_id IS NULL OR phoned_by_id <> recorded_by_id"
        )
    with op.batch_alter_table("spend_details") as batch:
        batch.add_column(sa.Column("condition", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("spend_details") as batch:
        batch.alter_column("condition", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("spend_details") as batch:
        batch.drop_column("condition")
    with op.batch_alter_table("spend") as batch:
        batch.drop_constraint(op.f("ck_spend_phoned_by_another"), type_="check")
        batch.drop_constraint(op.f("ck_spend_phoned_at_a_time"), type_="check")
        batch.drop_constraint(op.f("fk_spend_phoned_by_id"), type_="foreignkey")
        batch.drop_column("phoned_at")
        batch.drop_column("phoned_by_id")
