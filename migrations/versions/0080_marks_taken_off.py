"""A mark that keeps a supplier's name out of what is published can be taken off again."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None
FOREIGN_KEY = "fk_publication_mark_taken_off_by_id"


def upgrade() -> None:
    with op.batch_alter_table("publication_mark") as table:
        table.add_column(sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("taken_off_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(FOREIGN_KEY), "person", ["taken_off_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("publication_mark") as table:
        table.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        table.drop_column("taken_off_by_id")
        table.drop_column("taken_off_at")
