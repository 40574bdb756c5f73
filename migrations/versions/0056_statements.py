"""Statements for a named reader: to whom each purchase may be shown, and what stood on each statement that was made."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

POINTS = {
    "authority_id": "authority",
    "scheme_id": "scheme",
    "family_id": "family",
    "spend_id": "spend",
    "set_by_id": "person",
    "made_by_id": "person",
    "item_audience_id": "item_audience",
    "statement_id": "statement",
    "item_id": "statement_item",
}
KEYS = {"scheme_voice": ("scheme_id",), "item_audience": ("spend_id",), "statement_item": ("statement_id", "spend_id")}
INDEXED = (("item_audience", "family_id"), ("statement", "family_id"), ("statement_item", "spend_id"))
TABLES = {
    "scheme_voice": ("id", "authority_id", "scheme_id", "statements"),
    "item_audience": (
        *("id", "authority_id", "family_id", "spend_id", "adult_a", "adult_b", "child", "set_by_id", "set_at"),
    ),
    "item_audience_details": ("item_audience_id", "authority_id", "words", "words_welsh"),
    "statement": ("id", "authority_id", "family_id", "audience", "made_by_id", "made_at"),
    "statement_details": ("statement_id", "authority_id", "reader"),
    "statement_item": ("id", "authority_id", "statement_id", "spend_id", "month"),
    "statement_item_details": ("item_id", "authority_id", "words", "words_welsh"),
}
TYPES = {
    **dict.fromkeys(("statements", "adult_a", "adult_b", "child"), sa.Boolean()),
    **dict.fromkeys(("set_at", "made_at"), sa.DateTime(timezone=True)),
    **dict.fromkeys(("words", "words_welsh"), sa.Text()),
    "audience": sa.String(20),
    "reader": sa.String(100),
    "month": sa.Date(),
}
"""Every other column is an id."""


def _table(name: str, columns: tuple[str, ...]) -> None:
    first = columns[0]
    to = {column: POINTS[column] for column in columns if column in POINTS}
    key = KEYS.get(name)
    unique = [sa.UniqueConstraint(*key, name=op.f(f"uq_{name}_{'_'.join(key)}"))] if key else []
    readers = "audience IN ('adult_a', 'adult_b', 'child')"
    known = [sa.CheckConstraint(readers, name=op.f("ck_statement_audience_known"))] if name == "statement" else []
    op.create_table(
        name,
        *(sa.Column(column, TYPES.get(column, sa.Uuid()), nullable=False) for column in columns),
        *known,
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, table in to.items()
        ),
        *unique,
        sa.PrimaryKeyConstraint(first, name=op.f(f"pk_{name}")),
    )


def upgrade() -> None:
    for name, columns in TABLES.items():
        _table(name, columns)
    for name, column in INDEXED:
        op.create_index(f"ix_{name}_{column}", name, [column])


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
