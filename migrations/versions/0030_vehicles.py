"""Work entries say in what their miles were travelled, and with how many passengers; those from before were by car, alone."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KNOWN = "vehicle IN ('car', 'motorcycle', 'bicycle')"
IN_A_CAR = "passengers >= 0 AND (passengers = 0 OR vehicle = 'car')"


def upgrade() -> None:
    with op.batch_alter_table("work_entry") as batch:
        batch.add_column(sa.Column("vehicle", sa.String(20), nullable=False, server_default="car"))
        batch.add_column(sa.Column("passengers", sa.BigInteger(), nullable=False, server_default="0"))
        batch.create_check_constraint(op.f("ck_work_entry_vehicle_known"), KNOWN)
        batch.create_check_constraint(op.f("ck_work_entry_passengers_in_a_car"), IN_A_CAR)
    with op.batch_alter_table("work_entry") as batch:
        batch.alter_column("vehicle", server_default=None)
        batch.alter_column("passengers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("work_entry") as batch:
        batch.drop_constraint(op.f("ck_work_entry_passengers_in_a_car"), type_="check")
        batch.drop_constraint(op.f("ck_work_entry_vehicle_known"), type_="check")
        batch.drop_column("passengers")
        batch.drop_column("vehicle")
