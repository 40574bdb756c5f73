"""Files for finance: account codes, numbered files with their lines, and suppliers that are not named in public."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
METHODS = "('purchase_card', 'invoice', 'bank_transfer', 'voucher', 'cash', 'own_money', 'other')"
KEYS = {
    "account_code": (("id",),),
    "weekly_file": (("authority_id", "kind", "number"),),
    "weekly_line": (("file_id", "position"),),
}


def key(name: str, table: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "account_code",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("code_for", sa.String(20), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("payment_method", sa.String(20), nullable=True),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("code_for IN ('cost', 'vat', 'paid_by')", name=op.f("ck_account_code_code_for_known")),
        sa.CheckConstraint(f"payment_method IN {METHODS}", name=op.f("ck_account_code_payment_method_known")),
        sa.CheckConstraint(
            "code_for = 'cost' OR (category_id IS NULL AND team_id IS NULL)",
            name=op.f("ck_account_code_category_of_a_cost"),
        ),
        sa.CheckConstraint(
            "code_for = 'paid_by' OR payment_method IS NULL", name=op.f("ck_account_code_method_of_a_payment")
        ),
        key("authority_id", "account_code", "authority"),
        key("category_id", "account_code", "category"),
        key("team_id", "account_code", "team"),
        key("set_by_id", "account_code", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_code")),
    )
    op.create_index("ix_account_code_authority_id", "account_code", ["authority_id"])
    op.create_table(
        "weekly_file",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('journal', 'reimbursements', 'redactions')", name=op.f("ck_weekly_file_kind_known")
        ),
        key("authority_id", "weekly_file", "authority"),
        key("made_by_id", "weekly_file", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_file")),
        sa.UniqueConstraint("authority_id", "kind", "number", name=op.f("uq_weekly_file_authority_id_kind_number")),
    )
    lines()
    op.create_table(
        "publication_mark",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("whole_supplier", sa.Boolean(), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=False),
        sa.Column("marked_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("authority_id", "publication_mark", "authority"),
        key("spend_id", "publication_mark", "spend"),
        key("marked_by_id", "publication_mark", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_mark")),
    )
    op.create_index("ix_publication_mark_spend_id", "publication_mark", ["spend_id"])
    op.create_index("ix_publication_mark_authority_id", "publication_mark", ["authority_id"])
    for table in KEYS:
        _only_added(table)


def lines() -> None:
    table = "weekly_line"
    op.create_table(
        table,
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("spend_id", sa.Uuid(), nullable=False),
        sa.Column("posting_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("month_on", sa.Date(), nullable=True),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("payment_method", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("vat_code", sa.String(40), nullable=False),
        sa.Column("against", sa.String(40), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        key("authority_id", table, "authority"),
        key("file_id", table, "weekly_file"),
        key("spend_id", table, "spend"),
        key("posting_id", table, "posting"),
        key("person_id", table, "person"),
        key("category_id", table, "category"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_line")),
        sa.UniqueConstraint("file_id", "position", name=op.f("uq_weekly_line_file_id_position")),
    )
    op.create_index("ix_weekly_line_posting_id", table, ["posting_id"])
    op.create_index("ix_weekly_line_spend_id", table, ["spend_id"])


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
    for table in ("publication_mark", "weekly_line", "weekly_file", "account_code"):
        op.drop_table(table)
