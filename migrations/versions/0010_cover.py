"""Dated cover: who stands in for whom, and the roles and places in teams that are held as cover only."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLES = (
    "'practitioner', 'manager', 'senior_manager', 'finance', 'business_support', 'auditor', 'evaluator', 'administrator'"
)
KINDS = "'link', 'access', 'added', 'before_live'"


def _notices(kinds: str) -> None:
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_kind_known"), f"kind IN ({kinds})")


def upgrade() -> None:
    op.create_table(
        "cover",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("covers_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_cover_role_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cover_dates_in_order")),
        sa.CheckConstraint("absent_id <> covers_id", name=op.f("ck_cover_by_another")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_cover_authority_id")),
        sa.ForeignKeyConstraint(["absent_id"], ["person.id"], name=op.f("fk_cover_absent_id")),
        sa.ForeignKeyConstraint(["covers_id"], ["person.id"], name=op.f("fk_cover_covers_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_cover_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    op.create_index("ix_cover_absent_id", "cover", ["absent_id"])
    op.create_index("ix_cover_covers_id", "cover", ["covers_id"])
    for table in ("role_grant", "team_membership"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("cover_id", sa.Uuid(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_{table}_cover_id"), "cover", ["cover_id"], ["id"])
    _notices(f"{KINDS}, 'cover'")


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'cover'")
    _notices(KINDS)
    for table in ("role_grant", "team_membership"):
        op.execute(f"DELETE FROM {table} WHERE cover_id IS NOT NULL")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_cover_id"), type_="foreignkey")
            batch.drop_column("cover_id")
    op.drop_index("ix_cover_covers_id", table_name="cover")
    op.drop_index("ix_cover_absent_id", table_name="cover")
    op.drop_table("cover")
