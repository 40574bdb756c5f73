"""What finance states was paid, by post and for purchases; only ever added to."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paid_line",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("paid_for", sa.String(20), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("pay_pence", sa.BigInteger(), nullable=False),
        sa.Column("oncosts_pence", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=True),
        sa.Column("full_week_minutes", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stated_by_id", sa.Uuid(), nullable=True),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("paid_for IN ('pay', 'purchases')", name=op.f("ck_paid_line_paid_for_known")),
        sa.CheckConstraint("(paid_for = 'pay') = (post_id IS NOT NULL)", name=op.f("ck_paid_line_pay_of_a_post")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_paid_line_dates_in_order")),
        sa.CheckConstraint("pay_pence >= 0 AND oncosts_pence >= 0", name=op.f("ck_paid_line_nothing_below_zero")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_paid_line_{column}"))
            for column, table in (("authority_id", "authority"), ("post_id", "post"), ("stated_by_id", "person"))
        ),
        sa.UniqueConstraint(
            "authority_id",
            "post_id",
            "starts_on",
            "ends_on",
            "number",
            name=op.f("uq_paid_line_authority_id_post_id_starts_on_ends_on_number"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paid_line")),
    )
    op.create_index("ix_paid_line_authority_id", "paid_line", ["authority_id", "starts_on"])
    _only_added()


def _only_added() -> None:
    """The triggers that refuse everything but adding, as the first migration made them for the books."""
    words = "paid_line rows are only ever added"
    if op.get_bind().dialect.name == "sqlite":
        key = ("authority_id", "post_id", "starts_on", "ends_on", "number")
        same = " AND ".join(f"{name} = NEW.{name}" for name in key)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        collides = f"EXISTS (SELECT 1 FROM paid_line WHERE id = NEW.id OR ({same}))"  # noqa: S608 - names are our own
        op.execute(f"CREATE TRIGGER paid_line_no_update BEFORE UPDATE ON paid_line {refuse}")
        op.execute(f"CREATE TRIGGER paid_line_no_delete BEFORE DELETE ON paid_line {refuse}")
        op.execute(f"CREATE TRIGGER paid_line_no_replace BEFORE INSERT ON paid_line WHEN {collides} {refuse}")
        return
    op.execute(
        "CREATE TRIGGER paid_line_no_change BEFORE UPDATE OR DELETE ON paid_line "
        "FOR EACH ROW EXECUTE FUNCTION only_added()"
    )
    op.execute(
        "CREATE TRIGGER paid_line_no_truncate BEFORE TRUNCATE ON paid_line FOR EACH STATEMENT EXECUTE FUNCTION only_added()"
    )


def downgrade() -> None:
    op.drop_table("paid_line")
