"""Every line of money stands in a month of finance's books, which finance closes; lines of before in their own month."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LONDON = ZoneInfo("Europe/London")
KEYS = {"posting": (("id",),), "finance_closing": (("authority_id", "until_on"),)}
MANY = 1_000


def key(name: str, table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade() -> None:
    with op.batch_alter_table("authority") as batch:
        batch.add_column(sa.Column("money_closed_until", sa.Date(), nullable=True))
    op.create_table(
        "posting",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "refund_id IS NULL OR spend_id IS NOT NULL", name=op.f("ck_posting_refund_of_a_purchase")
        ),
        key("authority_id", "posting", "authority"),
        key("spend_id", "posting", "spend"),
        key("refund_id", "posting", "refund"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    op.create_index("ix_posting_authority_posted", "posting", ["authority_id", "posted_on"])
    op.create_index("ix_posting_spend_id", "posting", ["spend_id"])
    op.create_table(
        "finance_closing",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("authority_id", "finance_closing", "authority"),
        key("closed_by_id", "finance_closing", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finance_closing")),
        sa.UniqueConstraint("authority_id", "until_on", name=op.f("uq_finance_closing_authority_id_until_on")),
    )
    post_what_stands()
    for table in KEYS:
        _only_added(table)


def post_what_stands() -> None:
    """Nothing was closed before: each line stands in the month of its own day. Limits and holds move no money."""
    columns = ("id", "authority_id", "event_on", "posted_on", "pence", "spend_id", "refund_id")
    days = {"event_on", "posted_on"}
    types = {name: sa.Date() if name in days else sa.BigInteger() if name == "pence" else sa.Uuid() for name in columns}
    posting = sa.table("posting", *(sa.column(name, kind) for name, kind in types.items()))
    kept: list[dict[str, Any]] = []
    for line in (*_in_budgets(), *_other_help()):
        kept.append({**line, "posted_on": line["event_on"].replace(day=1)})
        if len(kept) == MANY:
            op.get_bind().execute(posting.insert(), kept)
            kept = []
    if kept:
        op.get_bind().execute(posting.insert(), kept)


def _rows(query: str, **types: Any) -> list[Any]:
    typed = {name: sa.Uuid() for name in ("id", "authority_id", "spend_id")}
    return list(op.get_bind().execute(sa.text(query).columns(**{**typed, **types})))


def _in_budgets() -> Iterator[dict[str, Any]]:
    """The rows of the ledger; of money that came back each with its refund, by amount and in order."""
    back: dict[tuple[Any, int], list[Any]] = {}
    for refund in _rows(
        "SELECT id, spend_id, amount_pence, refunded_on, reversal FROM refund ORDER BY recorded_at DESC, id DESC",
        amount_pence=sa.BigInteger(),
        refunded_on=sa.Date(),
        reversal=sa.Boolean(),
    ):
        back.setdefault((refund.spend_id, refund.amount_pence), []).append(refund)
    for line in _rows(
        "SELECT e.id, b.authority_id, e.spend_id, e.entry, e.at, s.bought_on, "
        "e.spent_delta_pence + e.over_delta_pence AS pence FROM ledger_entry e "
        "JOIN budget_period p ON p.id = e.period_id JOIN budget b ON b.id = p.budget_id "
        "LEFT JOIN spend s ON s.id = e.spend_id ORDER BY e.period_id, e.sequence",
        entry=sa.String(),
        at=MOMENT,
        bought_on=sa.Date(),
        pence=sa.BigInteger(),
    ):
        event_on, refund_id = _day(line.at), None
        if line.entry in ("bought", "over_limit") and line.bought_on is not None:
            event_on = line.bought_on
        refunds = back.get((line.spend_id, -line.pence)) if line.entry in ("refunded", "reversed") else None
        if refunds:
            refund = refunds.pop()
            refund_id, event_on = refund.id, (line.bought_on if refund.reversal else None) or refund.refunded_on
        own = {"id": line.id, "authority_id": line.authority_id, "spend_id": line.spend_id, "refund_id": refund_id}
        yield {**own, "event_on": event_on, "pence": line.pence}


def _other_help() -> Iterator[dict[str, Any]]:
    """Other help that was paid, and what came back of it."""
    paid = (
        "SELECT id, authority_id, bought_on, paid_pence FROM spend "
        "WHERE kind = 'other_help' AND state IN ('bought', 'reversed') ORDER BY id"
    )
    for line in _rows(paid, bought_on=sa.Date(), paid_pence=sa.BigInteger()):
        ids = {"id": line.id, "authority_id": line.authority_id, "spend_id": line.id, "refund_id": None}
        yield {**ids, "event_on": line.bought_on, "pence": line.paid_pence}
    back = (
        "SELECT r.id, s.authority_id, r.spend_id, r.amount_pence, r.refunded_on, r.reversal, s.bought_on "
        "FROM refund r JOIN spend s ON s.id = r.spend_id WHERE s.kind = 'other_help' ORDER BY r.id"
    )
    types = {"amount_pence": sa.BigInteger(), "reversal": sa.Boolean()}
    for line in _rows(back, refunded_on=sa.Date(), bought_on=sa.Date(), **types):
        ids = {"id": line.id, "authority_id": line.authority_id, "spend_id": line.spend_id, "refund_id": line.id}
        event_on = (line.bought_on if line.reversal else None) or line.refunded_on
        yield {**ids, "event_on": event_on, "pence": -line.amount_pence}


def _day(at: datetime) -> date:
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(LONDON).date()


def _only_added(table: str) -> None:
    """The triggers that refuse everything but adding, as the first migration made them for the books."""
    words = f"{table} rows are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        same = " OR ".join("(" + " AND ".join(f"{name} = NEW.{name}" for name in key) + ")" for key in KEYS[table])
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        collides = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {same})"  # noqa: S608 - names are our own
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {collides} {refuse}")
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION only_added()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_added()"
    )


def downgrade() -> None:
    op.drop_table("finance_closing")
    op.drop_table("posting")
    with op.batch_alter_table("authority") as batch:
        batch.drop_column("money_closed_until")
