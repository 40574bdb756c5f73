"""Deciding has one source for each authority; what stands beside a family's total, and what a run of one intervention counts.

Authorities of before count no deciding until they say from where. Runs of before had setting up within the total, and those
of one intervention its own time alone.
"""

import uuid
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OF_RUN = {"classes_apart": sa.false(), "own_time_only": sa.true(), "counts_purchases": sa.true()}
FIRST_DAY = date(2000, 1, 1)


def upgrade() -> None:
    op.create_table(
        "deciding_source",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("source IN ('logs', 'scheme', 'none')", name=op.f("ck_deciding_source_source_known")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_deciding_source_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deciding_source")),
        sa.UniqueConstraint("authority_id", "starts_on", name=op.f("uq_deciding_source_authority_id_starts_on")),
    )
    connection = op.get_bind()
    source = sa.table(
        "deciding_source",
        *(sa.column(name, sa.Uuid()) for name in ("id", "authority_id")),
        sa.column("source", sa.String()),
        sa.column("starts_on", sa.Date()),
    )
    authority = sa.table("authority", sa.column("id", sa.Uuid()))
    for (authority_id,) in connection.execute(sa.select(authority.c.id)).all():
        values = {"id": uuid.uuid4(), "authority_id": authority_id, "source": "none"}
        connection.execute(source.insert().values(**values, starts_on=FIRST_DAY))
    op.create_table(
        "run_decision",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("run_id", "authority_id", "family_id")),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rate_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("whole_minutes", "share_from", "share_to", "share_of", "minutes", "cost_pence")
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_decision_run_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_decision_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_run_decision_family_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_run_decision_person_id")),
        sa.ForeignKeyConstraint(["rate_id"], ["run_rate.id"], name=op.f("fk_run_decision_rate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_decision")),
    )
    op.create_index("ix_run_decision_run_family", "run_decision", ["run_id", "family_id"])
    with op.batch_alter_table("costing_run") as batch:
        for name, before in OF_RUN.items():
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=before))
    with op.batch_alter_table("costing_run") as batch:
        for name in OF_RUN:
            batch.alter_column(name, existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("costing_run") as batch:
        for name in OF_RUN:
            batch.drop_column(name)
    op.drop_index("ix_run_decision_run_family", table_name="run_decision")
    op.drop_table("run_decision")
    op.drop_table("deciding_source")
