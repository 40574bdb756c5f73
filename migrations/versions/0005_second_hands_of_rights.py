"""What waits for a second hand, what people are told when they next sign in, and since when an authority is live."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = (
    "'practitioner', 'manager', 'senior_manager', 'finance', 'business_support', 'auditor', 'evaluator', 'administrator'"
)


def upgrade() -> None:
    _confirmations()
    op.create_table(
        "notice",
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('link', 'access', 'added', 'before_live')", name=op.f("ck_notice_kind_known")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_notice_authority_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_notice_about_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_notice_by_id")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_notice_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_person_id", "notice", ["person_id"])
    with op.batch_alter_table("one_time_link") as batch:
        batch.add_column(sa.Column("confirmation_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_one_time_link_confirmation_id"), "confirmation", ["confirmation_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_one_time_link_confirmation_id"), ["confirmation_id"])
    op.add_column("authority", sa.Column("live_since", sa.DateTime(timezone=True), nullable=True))
    # An authority is live from the first time that somebody signed in who then held another role than administrator.
    op.execute(
        "UPDATE authority SET live_since = (SELECT MIN(line.at) FROM audit_record AS line "
        "JOIN person ON person.id = line.by_id "
        "WHERE line.deed = 'session.started' AND person.authority_id = authority.id AND EXISTS (SELECT 1 "
        "FROM role_grant WHERE role_grant.person_id = person.id AND role_grant.role <> 'administrator'))"
    )


def _confirmations() -> None:
    op.create_table(
        "confirmation",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("subject_kind", sa.String(30), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("proposed", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_as", sa.String(30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_as", sa.String(30), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'confirmed', 'declined', 'withdrawn')", name=op.f("ck_confirmation_state_known")
        ),
        sa.CheckConstraint(f"asked_as IN ({ROLES})", name=op.f("ck_confirmation_asked_as_known")),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_confirmation_ended_unless_waiting")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_confirmation_ended_by_somebody")
        ),
        sa.CheckConstraint(
            "state NOT IN ('confirmed', 'declined') OR alone OR ended_by_id <> asked_by_id",
            name=op.f("ck_confirmation_ended_by_another"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR ended_by_id = asked_by_id", name=op.f("ck_confirmation_withdrawn_by_who_asked")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_confirmation_authority_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_confirmation_asked_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_confirmation_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
    )
    op.create_index(
        "ix_confirmation_waiting",
        "confirmation",
        ["subject_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_confirmation_authority_id_state", "confirmation", ["authority_id", "state"])
    op.create_table(
        "confirmation_details",
        sa.Column("confirmation_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declined_because", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmation_id"], ["confirmation.id"], name=op.f("fk_confirmation_details_confirmation_id")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_confirmation_details_authority_id")),
        sa.PrimaryKeyConstraint("confirmation_id", name=op.f("pk_confirmation_details")),
    )


def downgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("live_since")
    with op.batch_alter_table("one_time_link") as batch:
        batch.drop_constraint(op.f("uq_one_time_link_confirmation_id"), type_="unique")
        batch.drop_constraint(op.f("fk_one_time_link_confirmation_id"), type_="foreignkey")
        batch.drop_column("confirmation_id")
    op.drop_index("ix_notice_person_id", table_name="notice")
    op.drop_table("notice")
    op.drop_table("confirmation_details")
    op.drop_index("ix_confirmation_authority_id_state", table_name="confirmation")
    op.drop_index("ix_confirmation_waiting", table_name="confirmation")
    op.drop_table("confirmation")
