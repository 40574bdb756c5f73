"""A person's contracted hours are dated: rows say them from a day on, and the person's own row what held before."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contracted_week",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weekly_minutes", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("weekly_minutes > 0", name=op.f("ck_contracted_week_week_has_minutes")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_contracted_week_authority_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contracted_week_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracted_week")),
        sa.UniqueConstraint("person_id", "starts_on", name=op.f("uq_contracted_week_person_id_starts_on")),
    )


def downgrade() -> None:
    op.drop_table("contracted_week")
