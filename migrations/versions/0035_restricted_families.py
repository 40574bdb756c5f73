"""A family can be restricted to people named for it; others give a reason, which is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.add_column(sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("family") as batch:
        batch.alter_column("restricted", server_default=None)
    with op.batch_alter_table("family_details") as batch:
        batch.add_column(sa.Column("restricted_because", sa.Text(), nullable=True))
    op.create_table(
        "family_reader",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('named', 'by_reason')", name=op.f("ck_family_reader_kind_known")),
        sa.CheckConstraint(
            "(kind = 'by_reason') = (until_on IS NOT NULL)", name=op.f("ck_family_reader_by_reason_for_a_day")
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)", name=op.f("ck_family_reader_removed_by_somebody")
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_family_reader_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_reader_family_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_family_reader_person_id")),
        sa.ForeignKeyConstraint(["removed_by_id"], ["person.id"], name=op.f("fk_family_reader_removed_by_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["person.id"], name=op.f("fk_family_reader_seen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_reader")),
    )
    op.create_index("ix_family_reader_family_id_person_id", "family_reader", ["family_id", "person_id"])
    op.create_index("ix_family_reader_authority_id", "family_reader", ["authority_id"])
    op.create_table(
        "family_reader_details",
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_family_reader_details_authority_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["family_reader.id"], name=op.f("fk_family_reader_details_reader_id")),
        sa.PrimaryKeyConstraint("reader_id", name=op.f("pk_family_reader_details")),
    )


def downgrade() -> None:
    op.drop_table("family_reader_details")
    op.drop_index("ix_family_reader_authority_id", table_name="family_reader")
    op.drop_index("ix_family_reader_family_id_person_id", table_name="family_reader")
    op.drop_table("family_reader")
    with op.batch_alter_table("family_details") as batch:
        batch.drop_column("restricted_because")
    with op.batch_alter_table("family") as batch:
        batch.drop_column("restricted")
