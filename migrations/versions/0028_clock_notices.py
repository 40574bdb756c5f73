"""What the clock tells people on the page they start from."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = "'decisions_wait', 'confirmations_wait', 'imports_wait', 'imports_too_old', 'holds_ran_out'"


def upgrade() -> None:
    op.create_table(
        "clock_notice",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("things", sa.BigInteger(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_clock_notice_kind_known")),
        sa.CheckConstraint("things > 0", name=op.f("ck_clock_notice_something")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_clock_notice_authority_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_clock_notice_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_clock_notice_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_notice")),
        sa.UniqueConstraint("person_id", "kind", "team_id", name=op.f("uq_clock_notice_person_id_kind_team_id")),
    )
    op.create_index("ix_clock_notice_authority_id", "clock_notice", ["authority_id"])


def downgrade() -> None:
    op.drop_index("ix_clock_notice_authority_id", table_name="clock_notice")
    op.drop_table("clock_notice")
