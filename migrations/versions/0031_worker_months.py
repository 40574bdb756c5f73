"""A run keeps how complete each worker's month was, and what of it nobody paid."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run_month",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("contracted_minutes", sa.BigInteger(), nullable=True),
        *(
            sa.Column(name, sa.BigInteger(), nullable=False)
            for name in ("absence_minutes", "logged_minutes", "family_minutes", "pool_minutes")
        ),
        sa.Column("supported", sa.Boolean(), nullable=False),
        sa.Column("families_pence", sa.BigInteger(), nullable=False),
        sa.Column("unpaid_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_month_run_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_run_month_person_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_month_authority_id")),
        sa.PrimaryKeyConstraint("run_id", "person_id", "month", name=op.f("pk_run_month")),
    )


def downgrade() -> None:
    op.drop_table("run_month")
