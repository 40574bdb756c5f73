"""A manager's correction of somebody else's time keeps its reason and what the person says to it."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "work_correction",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("corrected_by_id", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disagreement", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("corrected_by_id <> person_id", name=op.f("ck_work_correction_by_another")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_work_correction_authority_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["work_entry.id"], name=op.f("fk_work_correction_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_correction_person_id")),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["person.id"], name=op.f("fk_work_correction_corrected_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_correction")),
    )
    op.create_index("ix_work_correction_entry_id", "work_correction", ["entry_id"])
    op.create_index("ix_work_correction_person_id", "work_correction", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_work_correction_person_id", table_name="work_correction")
    op.drop_index("ix_work_correction_entry_id", table_name="work_correction")
    op.drop_table("work_correction")
