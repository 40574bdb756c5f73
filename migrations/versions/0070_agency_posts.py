"""Posts that an agency charges for by the hour: the charge, the VAT in it, and whether that comes back."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

WHOLE = (
    "(agency_hour_pence IS NULL) = (agency_vat_pence IS NULL)"
    " AND (agency_hour_pence IS NULL) = (agency_vat IS NULL)"
)
KNOWN = "agency_vat IN ('recoverable', 'not_recoverable', 'unknown')"
CHECKS = {"ck_post_cost_agency_stated_whole": WHOLE, "ck_post_cost_agency_vat_known": KNOWN}


def upgrade() -> None:
    with op.batch_alter_table("post_cost") as batch:
        batch.add_column(sa.Column("agency_hour_pence", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("agency_vat_pence", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("agency_vat", sa.String(20), nullable=True))
        for name, check in CHECKS.items():
            batch.create_check_constraint(op.f(name), check)
    op.add_column("run_rate", sa.Column("agency_vat", sa.String(20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("run_rate") as batch:
        batch.drop_column("agency_vat")
    with op.batch_alter_table("post_cost") as batch:
        for name in reversed(CHECKS):
            batch.drop_constraint(op.f(name), type_="check")
        for column in ("agency_vat", "agency_vat_pence", "agency_hour_pence"):
            batch.drop_column(column)
