"""Who may decide other help is a dated setting of the authority; without rows the usual bands hold, as before."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ROLES = (
    *("practitioner", "manager", "senior_manager", "finance", "business_support"),
    *("auditor", "evaluator", "administrator"),
)
KNOWN = "role IN ({})".format(", ".join(f"'{role}'" for role in ROLES))


def upgrade() -> None:
    op.create_table(
        "other_help_band",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(30), nullable=False),
        sa.Column("single_pence", sa.BigInteger(), nullable=True),
        sa.Column("running_pence", sa.BigInteger(), nullable=True),
        sa.Column("window_days", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KNOWN, name=op.f("ck_other_help_band_role_known")),
        sa.CheckConstraint(
            "single_pence IS NULL OR single_pence >= 0", name=op.f("ck_other_help_band_single_not_negative")
        ),
        sa.CheckConstraint(
            "running_pence IS NULL OR running_pence >= 0", name=op.f("ck_other_help_band_running_not_negative")
        ),
        sa.CheckConstraint("window_days IS NULL OR window_days >= 1", name=op.f("ck_other_help_band_window_has_days")),
        sa.CheckConstraint(
            "(running_pence IS NULL) OR (window_days IS NOT NULL)", name=op.f("ck_other_help_band_running_has_window")
        ),
        sa.CheckConstraint(
            "role <> 'practitioner' OR (single_pence IS NOT NULL AND running_pence IS NOT NULL)",
            name=op.f("ck_other_help_band_practitioner_bounded"),
        ),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_other_help_band_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_help_band")),
        sa.UniqueConstraint(
            "authority_id", "role", "starts_on", name=op.f("uq_other_help_band_authority_id_role_starts_on")
        ),
    )


def downgrade() -> None:
    op.drop_table("other_help_band")
