"""The stock of vouchers and cards: batches, single vouchers, what happened to each, and counts; only added to."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "('shop_voucher', 'gift_card', 'prepaid_card')"
MOVES = "('received', 'issued', 'returned', 'missing', 'found')"
INTO = "('received', 'returned', 'found')"
KEYS = {
    "voucher_batch": "id = NEW.id",
    "voucher": "batch_id = NEW.batch_id AND serial = NEW.serial",
    "voucher_move": "voucher_id = NEW.voucher_id AND number = NEW.number",
    "voucher_count": "id = NEW.id",
}
"""The tables that are only added to, with what a replaced row could collide with."""


def _id(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _pence(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _to(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in columns.items()
    ]


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    with op.batch_alter_table("spend") as batch:
        batch.add_column(sa.Column("from_stock", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("spend") as batch:
        batch.alter_column("from_stock", server_default=None)
    _batches()
    _counts()
    _moves()
    for table in KEYS:
        _only_added(table)


def _batches() -> None:
    table = "voucher_batch"
    op.create_table(
        table,
        _id("authority_id"),
        _id("team_id"),
        sa.Column("kind", sa.String(20), nullable=False),
        _pence("value_pence"),
        _pence("paid_pence"),
        sa.Column("bought_on", sa.Date(), nullable=False),
        _id("recorded_by_id"),
        sa.Column("recorded_at", MOMENT, nullable=False),
        _id("id"),
        _check(table, "kind_known", f"kind IN {KINDS}"),
        _check(table, "value_above_zero", "value_pence > 0"),
        _check(table, "paid_not_below_zero", "paid_pence >= 0"),
        *_to(table, authority_id="authority", team_id="team", recorded_by_id="person"),
        _key(table),
    )
    op.create_index("ix_voucher_batch_team_id", table, ["team_id"])
    op.create_table(
        "voucher_batch_details",
        _id("batch_id"),
        _id("authority_id"),
        sa.Column("shop", sa.String(200), nullable=False),
        *_to("voucher_batch_details", batch_id="voucher_batch", authority_id="authority"),
        _key("voucher_batch_details", "batch_id"),
    )
    op.create_table(
        "voucher",
        _id("authority_id"),
        _id("batch_id"),
        sa.Column("serial", sa.String(60), nullable=False),
        _id("id"),
        *_to("voucher", authority_id="authority", batch_id="voucher_batch"),
        sa.UniqueConstraint("batch_id", "serial", name=op.f("uq_voucher_batch_id_serial")),
        _key("voucher"),
    )


def _counts() -> None:
    table = "voucher_count"
    op.create_table(
        table,
        _id("authority_id"),
        _id("team_id"),
        sa.Column("counted_on", sa.Date(), nullable=False),
        *(_pence(name) for name in ("expected", "expected_pence", "counted", "counted_pence")),
        _id("counted_by_id"),
        sa.Column("counted_at", MOMENT, nullable=False),
        _id("id"),
        _check(table, "not_below_zero", "expected >= 0 AND counted >= 0"),
        *_to(table, authority_id="authority", team_id="team", counted_by_id="person"),
        _key(table),
    )
    op.create_index("ix_voucher_count_team_id", table, ["team_id", "counted_on"])
    op.create_table(
        "voucher_count_details",
        _id("count_id"),
        _id("authority_id"),
        sa.Column("finding", sa.Text(), nullable=False),
        *_to("voucher_count_details", count_id="voucher_count", authority_id="authority"),
        _key("voucher_count_details", "count_id"),
    )


def _moves() -> None:
    table = "voucher_move"
    op.create_table(
        table,
        _id("authority_id"),
        _id("voucher_id"),
        _pence("number"),
        sa.Column("kind", sa.String(20), nullable=False),
        *(_id(name, nullable=True) for name in ("spend_id", "refund_id", "count_id")),
        sa.Column("moved_on", sa.Date(), nullable=False),
        _id("by_id"),
        sa.Column("moved_at", MOMENT, nullable=False),
        _id("id"),
        _check(table, "kind_known", f"kind IN {MOVES}"),
        _check(table, "number_not_below_zero", "number >= 0"),
        _check(table, "in_and_out_by_turns", f"(kind IN {INTO}) = (number % 2 = 0)"),
        _check(table, "received_first", "(kind = 'received') = (number = 0)"),
        _check(table, "of_a_purchase", "(kind IN ('issued', 'returned')) = (spend_id IS NOT NULL)"),
        _check(table, "returned_with_money", "(kind = 'returned') = (refund_id IS NOT NULL)"),
        _check(table, "seen_by_a_count", "(kind IN ('missing', 'found')) = (count_id IS NOT NULL)"),
        *_to(table, authority_id="authority", voucher_id="voucher", by_id="person"),
        *_to(table, spend_id="spend", refund_id="refund", count_id="voucher_count"),
        sa.UniqueConstraint("voucher_id", "number", name=op.f("uq_voucher_move_voucher_id_number")),
        _key(table),
    )
    op.create_index("ix_voucher_move_spend_id", table, ["spend_id"])


def _only_added(table: str) -> None:
    """As with every table that is only added to: triggers refuse everything else."""
    words = f"{table} rows are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        collides = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({KEYS[table]}))"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {collides} {refuse}")
        return
    each = f"ON {table} FOR EACH ROW EXECUTE FUNCTION only_added()"
    op.execute(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE {each}")
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_added()"
    )


def downgrade() -> None:
    for table in ("voucher_move", "voucher_count_details", "voucher_count", "voucher"):
        op.drop_table(table)
    for table in ("voucher_batch_details", "voucher_batch"):
        op.drop_table(table)
    with op.batch_alter_table("spend") as batch:
        batch.drop_column("from_stock")
