"""What is rare among many rows has an index of its own.

Refunds that wait for a tick, limits that wait to be confirmed, restricted families, purchases dearer than approved.
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        op.f("ix_refund_unticked"),
        "refund",
        ["authority_id"],
        sqlite_where=sa.text("ticked_at IS NULL"),
        postgresql_where=sa.text("ticked_at IS NULL"),
    )
    op.create_index(
        op.f("ix_budget_period_opening_waits"),
        "budget_period",
        ["opening_waits"],
        sqlite_where=sa.text("opening_waits IS 1"),
        postgresql_where=sa.text("opening_waits IS TRUE"),
    )
    op.create_index(
        op.f("ix_family_restricted"),
        "family",
        ["team_id"],
        sqlite_where=sa.text("restricted IS 1"),
        postgresql_where=sa.text("restricted IS TRUE"),
    )
    op.create_index(
        op.f("ix_spend_dearer"),
        "spend",
        ["bought_on"],
        sqlite_where=sa.text("paid_pence > approved_pence"),
        postgresql_where=sa.text("paid_pence > approved_pence"),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_spend_dearer"), table_name="spend")
    op.drop_index(op.f("ix_family_restricted"), table_name="family")
    op.drop_index(op.f("ix_budget_period_opening_waits"), table_name="budget_period")
    op.drop_index(op.f("ix_refund_unticked"), table_name="refund")
