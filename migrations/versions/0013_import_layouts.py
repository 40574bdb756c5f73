"""Layouts of an authority's own files, as somebody confirmed them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_layout",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(20), nullable=False),
        sa.Column("layout", sa.String(64), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_import_layout_authority_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_import_layout_confirmed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_layout")),
        sa.UniqueConstraint("authority_id", "table_name", "layout", name=op.f("uq_import_layout_authority_id_table_name_layout")),
    )


def downgrade() -> None:
    op.drop_table("import_layout")
