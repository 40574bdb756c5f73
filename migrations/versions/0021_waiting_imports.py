"""Imports into a live authority wait for a second hand."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NOTICES = "'link', 'access', 'added', 'cover', 'before_live'"


def _notices(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_kind_known"), f"kind IN ({kinds})")


def upgrade() -> None:
    op.create_table(
        "waiting_import",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("keep_good", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("rows", sa.Text(), nullable=False),
        sa.Column("second_hand", sa.String(30), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("named_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'released', 'withdrawn', 'expired')", name=op.f("ck_waiting_import_state_known")
        ),
        sa.CheckConstraint(
            "second_hand IN ('import', 'import_of_roles', 'import_of_schemes')",
            name=op.f("ck_waiting_import_second_hand_known"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_waiting_import_ended_unless_waiting")
        ),
        sa.CheckConstraint(
            "state <> 'released' OR asked_by_id IS NULL OR ended_by_id IS NULL OR ended_by_id <> asked_by_id",
            name=op.f("ck_waiting_import_released_by_another"),
        ),
        sa.CheckConstraint(
            "state <> 'released' OR ended_by_id IS NOT NULL OR named_id IS NOT NULL",
            name=op.f("ck_waiting_import_by_somebody"),
        ),
        sa.CheckConstraint(
            "named_id IS NULL OR asked_by_id IS NULL OR named_id <> asked_by_id",
            name=op.f("ck_waiting_import_naming_another"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_waiting_import_authority_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_waiting_import_asked_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_waiting_import_ended_by_id")),
        sa.ForeignKeyConstraint(["named_id"], ["person.id"], name=op.f("fk_waiting_import_named_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_import")),
        sa.UniqueConstraint("authority_id", "number", name=op.f("uq_waiting_import_authority_id_number")),
    )
    op.create_index("ix_waiting_import_state", "waiting_import", ["state"])
    op.create_table(
        "waiting_import_details",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("sums", sa.Text(), nullable=False),
        sa.Column("speaks_for", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["waiting_import.id"], name=op.f("fk_waiting_import_details_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["authority.id"], name=op.f("fk_waiting_import_details_authority_id")
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_waiting_import_details")),
    )
    _notices(f"{NOTICES}, 'release'")


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'release'")
    _notices(NOTICES)
    op.drop_table("waiting_import_details")
    op.drop_index("ix_waiting_import_state", table_name="waiting_import")
    op.drop_table("waiting_import")
