"""Runs in the prices of one year: a study's price indices by edition, its price year, and what a run froze of them."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY, WHOLE, WORDS, NAME, YEAR = sa.Uuid(), sa.BigInteger(), sa.Text(), sa.String(200), sa.String(7)
ADDED = {
    "costing_run": {"price_year": YEAR},
    "run_rate": {"index_base": WHOLE, "index_of": WHOLE},
    "run_entry": {"paid_mileage_pence": WHOLE, "paid_expenses_pence": WHOLE},
}
LOGGED = ("purchases_pence", "time_pence", "other_help_pence", "deciding_pence", "set_up_pence", "evaluation_pence")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    _of_studies()
    op.create_table(
        "run_price",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("price_use", sa.String(20), nullable=False),
        sa.Column("price_year", YEAR, nullable=False),
        sa.Column("ten_thousandths", WHOLE, nullable=False),
        sa.Column("series", NAME, nullable=False),
        sa.Column("edition", NAME, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.CheckConstraint("price_use IN ('pay', 'goods')", name=op.f("ck_run_price_price_use_known")),
        _to("run_price", "run_id", "costing_run"),
        _key("run_price", "run_id", "price_use", "price_year"),
    )
    op.create_table(
        "run_as_logged",
        *(sa.Column(name, KEY, nullable=False) for name in ("run_id", "family_id", "authority_id")),
        *(sa.Column(name, WHOLE, nullable=False) for name in LOGGED),
        _to("run_as_logged", "run_id", "costing_run"),
        _to("run_as_logged", "family_id", "family"),
        _to("run_as_logged", "authority_id", "authority"),
        _key("run_as_logged", "run_id", "family_id"),
    )
    for table, columns in ADDED.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind, nullable=True))


def _of_studies() -> None:
    op.create_table(
        "price_series",
        sa.Column("id", KEY, nullable=False),
        sa.Column("study_id", KEY, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.Column("edition", NAME, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("added_by_id", KEY, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        _to("price_series", "study_id", "study"),
        _to("price_series", "added_by_id", "person"),
        _key("price_series", "id"),
        sa.UniqueConstraint("study_id", "name", "edition", name=op.f("uq_price_series_study_id_name_edition")),
    )
    op.create_table(
        "price_index",
        sa.Column("series_id", KEY, nullable=False),
        sa.Column("price_year", YEAR, nullable=False),
        sa.Column("ten_thousandths", WHOLE, nullable=False),
        sa.CheckConstraint("ten_thousandths > 0", name=op.f("ck_price_index_index_above_zero")),
        _to("price_index", "series_id", "price_series"),
        _key("price_index", "series_id", "price_year"),
    )
    op.create_table(
        "study_prices",
        sa.Column("id", KEY, nullable=False),
        sa.Column("study_id", KEY, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.Column("price_year", YEAR, nullable=True),
        sa.Column("pay_series_id", KEY, nullable=True),
        sa.Column("goods_series_id", KEY, nullable=True),
        sa.Column("saved_by_id", KEY, nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(price_year IS NULL) = (pay_series_id IS NULL) AND (price_year IS NULL) = (goods_series_id IS NULL)",
            name=op.f("ck_study_prices_series_with_year"),
        ),
        _to("study_prices", "study_id", "study"),
        _to("study_prices", "pay_series_id", "price_series"),
        _to("study_prices", "goods_series_id", "price_series"),
        _to("study_prices", "saved_by_id", "person"),
        _key("study_prices", "id"),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_study_prices_study_id_number")),
    )


def downgrade() -> None:
    for table, columns in ADDED.items():
        for name in columns:
            op.drop_column(table, name)
    for table in ("run_as_logged", "run_price", "study_prices", "price_index", "price_series"):
        op.drop_table(table)
