"""What became of families and children is recorded."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

OUTCOMES = (
    "stayed_home_3_months",
    "stayed_home_6_months",
    "stayed_home_12_months",
    "returned_home",
    "entered_care",
    "protection_plan_started",
    "plan_ended",
    "pre_proceedings",
    "special_guardianship",
    "re_referred",
    "stepped_down",
)


def upgrade() -> None:
    allowed = ", ".join(f"'{outcome}'" for outcome in OUTCOMES)
    op.create_table(
        "family_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("code", sa.String(10), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"outcome IN ({allowed})", name=op.f("ck_family_outcome_outcome_known")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_family_outcome_authority_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_outcome_family_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_family_outcome_child_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_family_outcome_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_outcome")),
    )
    op.create_index("ix_family_outcome_family_id", "family_outcome", ["family_id"])


def downgrade() -> None:
    op.drop_table("family_outcome")
