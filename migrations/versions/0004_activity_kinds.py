"""Activities may be of every kind that costing knows: deciding and absence too. Forms offer them later."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NAME = "ck_activity_kind_known"


def _allow(kinds: str) -> None:
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), f"kind IN ({kinds})")


def upgrade() -> None:
    _allow("'direct', 'indirect', 'general', 'deciding', 'absent'")


def downgrade() -> None:
    _allow("'direct', 'indirect', 'general'")
