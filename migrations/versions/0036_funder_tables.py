"""What a study says for the tables funders ask for, and the grades that somebody signs."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

GRADES = ("key_components", "bias", "precision", "reporting")


def upgrade() -> None:
    op.create_table(
        "funder_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_funder_settings_study_id")),
        sa.ForeignKeyConstraint(["saved_by_id"], ["person.id"], name=op.f("fk_funder_settings_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funder_settings")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_funder_settings_study_id_number")),
    )
    op.create_table(
        "run_grades",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(1), nullable=False) for name in GRADES),
        sa.Column("signed_by_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(f"{name} IN ('A', 'B', 'C', 'D')", name=op.f(f"ck_run_grades_{name}_known")) for name in GRADES),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_grades_run_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_run_grades_signed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_grades")),
    )
    op.create_index("ix_run_grades_run_id", "run_grades", ["run_id"])


def downgrade() -> None:
    op.drop_table("run_grades")
    op.drop_table("funder_settings")
