"""Whoever needs a closed month opened again asks for it, and a manager answers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "month_request",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("month_starts_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("declined_because", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_month_request_answered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_month_request_authority_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_month_request_team_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_month_request_asked_by_id")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_month_request_answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_request")),
    )
    op.create_index("ix_month_request_team_id", "month_request", ["team_id"])
    op.create_index("ix_month_request_asked_by_id", "month_request", ["asked_by_id"])


def downgrade() -> None:
    op.drop_index("ix_month_request_asked_by_id", table_name="month_request")
    op.drop_index("ix_month_request_team_id", table_name="month_request")
    op.drop_table("month_request")
