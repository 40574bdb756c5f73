"""When a handover was recorded: whoever worked with the family is told from then on where it went."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("family_lead", sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE family_lead SET recorded_at = "
        "(SELECT created_at FROM family WHERE family.id = family_lead.family_id)"
    )
    with op.batch_alter_table("family_lead") as batch:
        batch.alter_column("recorded_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("family_lead") as batch:
        batch.drop_column("recorded_at")
