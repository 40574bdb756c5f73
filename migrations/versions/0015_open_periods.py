"""A family has one or more open periods; runs keep them, and count what lies between and after them."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COUNTED = ("run_line", "run_pool_line", "run_purchase")


def upgrade() -> None:
    op.create_table(
        "family_period",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(100), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(closed_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_family_period_closed_with_reason")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_family_period_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_family_period_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_period_family_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_period")),
        sa.UniqueConstraint("family_id", "opened_on", name=op.f("uq_family_period_family_id_opened_on")),
    )
    op.create_index("ix_family_period_authority_id", "family_period", ["authority_id"])
    # Opening again took a closing back until now: each family has had one period.
    op.execute(
        "INSERT INTO family_period (id, authority_id, family_id, opened_on, closed_on, end_reason) "
        "SELECT id, authority_id, id, opened_on, closed_on, end_reason FROM family"
    )
    op.create_table(
        "run_period",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(100), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_period_run_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_run_period_family_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_period_authority_id")),
        sa.PrimaryKeyConstraint("run_id", "family_id", "opened_on", name=op.f("pk_run_period")),
    )
    op.execute(
        "INSERT INTO run_period (run_id, family_id, opened_on, authority_id, closed_on, end_reason) "
        "SELECT run_member.run_id, family.id, family.opened_on, family.authority_id, family.closed_on, "
        "family.end_reason FROM run_member JOIN family ON family.id = run_member.family_id"
    )
    # Runs from before left out what lay after a family's closing.
    with op.batch_alter_table("costing_run") as batch:
        batch.add_column(sa.Column("follows_closed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("costing_run") as batch:
        batch.alter_column("follows_closed", existing_type=sa.Boolean(), server_default=None)
    for table in COUNTED:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("outside_periods", sa.Boolean(), nullable=False, server_default=sa.false()))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("outside_periods", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    for table in COUNTED:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("outside_periods")
    with op.batch_alter_table("costing_run") as batch:
        batch.drop_column("follows_closed")
    op.drop_table("run_period")
    op.drop_index("ix_family_period_authority_id", table_name="family_period")
    op.drop_table("family_period")
