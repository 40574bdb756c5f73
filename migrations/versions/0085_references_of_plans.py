"""Plans of regular payments that were made here get a reference, by which files tie payments to them."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
MADE_HERE = "imported = :no AND id IN (SELECT spend_id FROM plan_schedule)"


def upgrade() -> None:
    connection = op.get_bind()
    plans = sa.text(f"SELECT id FROM spend WHERE {MADE_HERE} AND reference IS NULL ORDER BY id")
    taken = set(connection.scalars(sa.text("SELECT reference FROM spend UNION SELECT reference FROM refund")))
    for plan_id in connection.scalars(plans, {"no": False}).all():
        drawn = None
        while drawn is None or drawn in taken:
            drawn = "P-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        taken.add(drawn)
        connection.execute(
            sa.text("UPDATE spend SET reference = :reference WHERE id = :id"), {"reference": drawn, "id": plan_id}
        )


def downgrade() -> None:
    op.get_bind().execute(sa.text(f"UPDATE spend SET reference = NULL WHERE {MADE_HERE}"), {"no": False})
