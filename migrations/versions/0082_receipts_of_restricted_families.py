"""A restricted family shares no receipt: what was shared before it was restricted or sealed is taken apart.

Its own part becomes a purchase of its own; the rest of each receipt is what is left without it, and a share that is left
alone is no share any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

family = sa.table("family", sa.column("id", sa.Uuid()), sa.column("restricted", sa.Boolean()))
spend = sa.table(
    "spend",
    *(sa.column(name, sa.Uuid()) for name in ("id", "family_id", "shared_id", "corrects_id")),
    *(sa.column(name, sa.BigInteger()) for name in ("shared_pence", "planned_pence", "paid_pence")),
)


def upgrade() -> None:
    connection = op.get_bind()
    restricted = spend.c.family_id.in_(sa.select(family.c.id).where(family.c.restricted.is_(True)))
    shared = sa.select(spend.c.shared_id).where(restricted, spend.c.shared_id.is_not(None)).distinct()
    receipts = list(connection.scalars(shared))
    for receipt in receipts:
        connection.execute(_parted().where(spend.c.shared_id == receipt, restricted))
        shares = connection.execute(sa.select(spend).where(spend.c.shared_id == receipt)).all()
        later = sa.select(spend.c.corrects_id).where(spend.c.corrects_id.in_([share.id for share in shares]))
        put_right = set(connection.scalars(later))
        counting = [share for share in shares if share.id not in put_right]
        if len({share.family_id for share in counting}) < 2:
            connection.execute(_parted().where(spend.c.shared_id == receipt))
        else:
            prices = (share.planned_pence if share.paid_pence is None else share.paid_pence for share in counting)
            connection.execute(sa.update(spend).where(spend.c.shared_id == receipt).values(shared_pence=sum(prices)))


def downgrade() -> None:
    """What was shared is not known any more: the purchases stay as they are."""


def _parted() -> sa.Update:
    return sa.update(spend).values(shared_id=None, shared_pence=None)
