"""The lines behind an amount of a run stand in order from the first look at it on."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("figure", sa.String(600), nullable=False),
        sa.Column("by_day", sa.Boolean(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_figure_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_figure")),
        sa.UniqueConstraint("run_id", "figure", "by_day", name=op.f("uq_run_figure_run_id_figure_by_day")),
    )
    op.create_table(
        "run_figure_page",
        sa.Column("figure_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["figure_id"], ["run_figure.id"], name=op.f("fk_run_figure_page_figure_id")),
        sa.PrimaryKeyConstraint("figure_id", "page", name=op.f("pk_run_figure_page")),
    )


def downgrade() -> None:
    op.drop_table("run_figure_page")
    op.drop_table("run_figure")
