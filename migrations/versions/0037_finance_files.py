"""Finance files, their lines, which payment is confirmed as which purchase, and names of one supplier."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDS = sa.text("NOT undone")


def key(name: str, table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "payment_file",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("threshold_pence", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("is_card_file", sa.Boolean(), nullable=False),
        sa.Column("read_by_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("basis IN ('net', 'gross')", name=op.f("ck_payment_file_basis_known")),
        key("authority_id", "payment_file", "authority"),
        key("read_by_id", "payment_file", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_file")),
        sa.UniqueConstraint("authority_id", "digest", name=op.f("uq_payment_file_authority_id_digest")),
    )
    op.create_table(
        "payment_line",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("row_number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(200), nullable=False),
        sa.Column("sequence", sa.String(200), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("by_card", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('payment', 'outside', 'skipped', 'broken')", name=op.f("ck_payment_line_state_known")
        ),
        key("authority_id", "payment_line", "authority"),
        key("file_id", "payment_line", "payment_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
        sa.UniqueConstraint("file_id", "row_number", name=op.f("uq_payment_line_file_id_row_number")),
    )
    op.create_index("ix_payment_line_key", "payment_line", ["authority_id", "key_digest"])
    op.create_table(
        "payment_line_details",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("supplier", sa.String(200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        key("line_id", "payment_line_details", "payment_line"),
        key("authority_id", "payment_line_details", "authority"),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_payment_line_details")),
    )
    op.create_table(
        "payment_match",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(undone_by_id IS NULL) = (undone_at IS NULL)", name=op.f("ck_payment_match_undone_by_somebody")
        ),
        key("authority_id", "payment_match", "authority"),
        key("file_id", "payment_match", "payment_file"),
        key("confirmed_by_id", "payment_match", "person"),
        key("undone_by_id", "payment_match", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_match")),
    )
    matched()
    op.create_table(
        "supplier_alias",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("payment_name", sa.String(200), nullable=False),
        sa.Column("purchase_name", sa.String(200), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("authority_id", "supplier_alias", "authority"),
        key("match_id", "supplier_alias", "payment_match"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_alias")),
        sa.UniqueConstraint(
            "authority_id",
            "payment_name",
            "purchase_name",
            name=op.f("uq_supplier_alias_authority_id_payment_name_purchase_name"),
        ),
    )


def matched() -> None:
    op.create_table(
        "matched_line",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("authority_id", "matched_line", "authority"),
        key("match_id", "matched_line", "payment_match"),
        key("line_id", "matched_line", "payment_line"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matched_line")),
    )
    op.create_index("ix_matched_line_match_id", "matched_line", ["match_id"])
    op.create_table(
        "matched_purchase",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("match_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=True),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("ended_wait", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(spend_id IS NULL) <> (refund_id IS NULL)", name=op.f("ck_matched_purchase_one_of_both")),
        key("authority_id", "matched_purchase", "authority"),
        key("match_id", "matched_purchase", "payment_match"),
        key("spend_id", "matched_purchase", "spend"),
        key("refund_id", "matched_purchase", "refund"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matched_purchase")),
    )
    op.create_index("ix_matched_purchase_match_id", "matched_purchase", ["match_id"])
    for name, table, columns in (
        ("uq_matched_line_key", "matched_line", ["authority_id", "key_digest"]),
        ("uq_matched_purchase_spend_id", "matched_purchase", ["spend_id"]),
        ("uq_matched_purchase_refund_id", "matched_purchase", ["refund_id"]),
    ):
        op.create_index(name, table, columns, unique=True, sqlite_where=STANDS, postgresql_where=STANDS)


def downgrade() -> None:
    for table in (
        "supplier_alias",
        "matched_purchase",
        "matched_line",
        "payment_match",
        "payment_line_details",
        "payment_line",
        "payment_file",
    ):
        op.drop_table(table)
