"""Entries of an authority's days are counted from their index alone: it says which are withdrawn."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

INDEX, TABLE, COLUMNS = "ix_work_entry_authority_worked_on", "work_entry", ["authority_id", "worked_on"]


def upgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, [*COLUMNS, "withdrawn_at"])


def downgrade() -> None:
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, COLUMNS)
