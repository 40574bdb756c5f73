"""A run's lines are found by their run alone: an index by family too took longer to write than it ever saved."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_run_line_run_family", table_name="run_line")
    op.create_index("ix_run_line_run_id", "run_line", ["run_id"])
    op.drop_index("ix_run_pool_line_family", table_name="run_pool_line")
    op.drop_index("ix_run_pool_line_pool_id", table_name="run_pool_line")
    op.create_index("ix_run_pool_line_run_id", "run_pool_line", ["run_id"])


def downgrade() -> None:
    op.drop_index("ix_run_pool_line_run_id", table_name="run_pool_line")
    op.create_index("ix_run_pool_line_pool_id", "run_pool_line", ["pool_id"])
    op.create_index("ix_run_pool_line_family", "run_pool_line", ["run_id", "family_id"])
    op.drop_index("ix_run_line_run_id", table_name="run_line")
    op.create_index("ix_run_line_run_family", "run_line", ["run_id", "family_id"])
