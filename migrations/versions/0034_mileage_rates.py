"""What a mile costs is dated for each authority, and kept with each run: until now the approved rates of 2011 held."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

RATES = (
    "car_tenths",
    "car_after_tenths",
    "car_limit_hundredths",
    "passenger_tenths",
    "motorcycle_tenths",
    "bicycle_tenths",
)
SOURCE = "gov.uk, Travel: mileage and fuel rates and allowances, approved mileage rates from 2011"


def upgrade() -> None:
    op.create_table(
        "local_mileage_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in RATES),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_local_mileage_rate_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_mileage_rate")),
        sa.UniqueConstraint("authority_id", "starts_on", name=op.f("uq_local_mileage_rate_authority_id_starts_on")),
    )
    op.create_table(
        "run_mileage_rate",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in RATES),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["costing_run.id"], name=op.f("fk_run_mileage_rate_run_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_run_mileage_rate_authority_id")),
        sa.PrimaryKeyConstraint("run_id", "authority_id", "starts_on", name=op.f("pk_run_mileage_rate")),
    )
    # Runs from before used these rates.
    op.execute(
        "INSERT INTO run_mileage_rate (run_id, authority_id, starts_on, car_tenths, car_after_tenths, "
        "car_limit_hundredths, passenger_tenths, motorcycle_tenths, bicycle_tenths, source) "
        "SELECT DISTINCT run_id, authority_id, DATE('2011-04-06'), 450, 250, 1000000, 50, 240, 200, "
        f"'{SOURCE}' FROM run_rate"
    )


def downgrade() -> None:
    op.drop_table("run_mileage_rate")
    op.drop_table("local_mileage_rate")
