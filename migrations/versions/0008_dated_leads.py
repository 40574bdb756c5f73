"""Who leads a family, and in which team, has dates; costing runs keep it as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SINCE_EVER = "'1900-01-01'"


def upgrade() -> None:
    op.create_table(
        "family_lead",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("lead_worker_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_family_lead_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_lead_family_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_family_lead_team_id")),
        sa.ForeignKeyConstraint(["lead_worker_id"], ["person.id"], name=op.f("fk_family_lead_lead_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_lead")),
        sa.UniqueConstraint("family_id", "starts_on", name=op.f("uq_family_lead_family_id_starts_on")),
    )
    op.create_index("ix_family_lead_team_id", "family_lead", ["team_id"])
    op.create_index("ix_family_lead_authority_id", "family_lead", ["authority_id"])
    # Nothing is known of earlier days: what is true now is taken to have been true since ever.
    moment = "TIMESTAMPTZ '1900-01-01 00:00:00+00'" if _postgresql() else "'1900-01-01 00:00:00.000000'"
    op.execute(
        "INSERT INTO family_lead (id, authority_id, family_id, team_id, lead_worker_id, starts_on, starts_at) "
        f"SELECT id, authority_id, id, team_id, lead_worker_id, {SINCE_EVER}, {moment} FROM family"
    )
    with op.batch_alter_table("run_member") as batch:
        batch.add_column(sa.Column("team_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("lead_worker_id", sa.Uuid(), nullable=True))
    for column in ("team_id", "lead_worker_id"):
        op.execute(
            f"UPDATE run_member SET {column} = (SELECT {column} FROM family WHERE family.id = run_member.family_id)"
        )
    with op.batch_alter_table("run_member") as batch:
        batch.alter_column("team_id", existing_type=sa.Uuid(), nullable=False)
        batch.create_foreign_key(op.f("fk_run_member_team_id"), "team", ["team_id"], ["id"])
        batch.create_foreign_key(op.f("fk_run_member_lead_worker_id"), "person", ["lead_worker_id"], ["id"])
    with op.batch_alter_table("run_line") as batch:
        batch.add_column(sa.Column("lead_worker_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_run_line_lead_worker_id"), "person", ["lead_worker_id"], ["id"])
    op.execute(
        "UPDATE run_line SET lead_worker_id = (SELECT lead_worker_id FROM family WHERE family.id = run_line.family_id)"
    )


def downgrade() -> None:
    with op.batch_alter_table("run_line") as batch:
        batch.drop_constraint(op.f("fk_run_line_lead_worker_id"), type_="foreignkey")
        batch.drop_column("lead_worker_id")
    with op.batch_alter_table("run_member") as batch:
        batch.drop_constraint(op.f("fk_run_member_lead_worker_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_run_member_team_id"), type_="foreignkey")
        batch.drop_column("lead_worker_id")
        batch.drop_column("team_id")
    op.drop_index("ix_family_lead_authority_id", table_name="family_lead")
    op.drop_index("ix_family_lead_team_id", table_name="family_lead")
    op.drop_table("family_lead")


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
