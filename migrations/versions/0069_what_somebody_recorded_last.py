"""What somebody recorded last is looked for whenever they record a purchase."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_spend_recorded_by"), "spend", ["recorded_by_id", "requested_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_spend_recorded_by"), table_name="spend")
