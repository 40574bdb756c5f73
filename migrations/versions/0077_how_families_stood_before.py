"""A run's families as they stood before their start: the index child's status, and what told of risk.

Old runs are filled with what is true when this comes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("run_member") as table:
        table.add_column(sa.Column("status_at_start", sa.String(60), nullable=True))
        table.add_column(sa.Column("risks_before", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE run_member SET status_at_start = (SELECT MIN(child.status_at_start) FROM child JOIN family "
        "ON family.id = child.family_id AND family.index_child = child.reference WHERE family.id = run_member.family_id)"
    )
    op.execute(
        "UPDATE run_member SET risks_before = (SELECT COUNT(*) FROM family_outcome JOIN family "
        "ON family.id = family_outcome.family_id WHERE family.id = run_member.family_id "
        "AND family_outcome.withdrawn_at IS NULL AND family_outcome.outcome IN "
        "('entered_care', 'protection_plan_started', 'pre_proceedings', 're_referred') "
        "AND family_outcome.happened_on < COALESCE(family.allocated_on, family.opened_on))"
    )
    with op.batch_alter_table("run_member") as table:
        table.alter_column("risks_before", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("run_member") as table:
        table.drop_column("risks_before")
        table.drop_column("status_at_start")
