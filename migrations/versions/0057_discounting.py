"""Discounting beside a run: a study's rate with its source, and what each family's later years count for."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

KEY, WHOLE = sa.Uuid(), sa.BigInteger()
PENCE = ("total", "other_help", "deciding", "present_total", "present_other_help", "present_deciding")


def upgrade() -> None:
    for table in ("study_prices", "costing_run"):
        op.add_column(table, sa.Column("discount_basis_points", WHOLE, nullable=True))
        op.add_column(table, sa.Column("discount_source", sa.Text(), nullable=True))
    op.create_table(
        "run_discounted",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("family_id", KEY, nullable=False),
        sa.Column("years", WHOLE, nullable=False),
        sa.Column("authority_id", KEY, nullable=False),
        sa.Column("arm", sa.String(20), nullable=False),
        *(sa.Column(f"{name}_pence", WHOLE, nullable=False) for name in PENCE),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_run_discounted_{column}"))
            for column, table in (("run_id", "costing_run"), ("family_id", "family"), ("authority_id", "authority"))
        ),
        sa.PrimaryKeyConstraint("run_id", "family_id", "years", name=op.f("pk_run_discounted")),
    )


def downgrade() -> None:
    op.drop_table("run_discounted")
    for table in ("costing_run", "study_prices"):
        op.drop_column(table, "discount_source")
        op.drop_column(table, "discount_basis_points")
