"""Dated lines of a family: whether its children's wishes were heard, and its language with who interprets."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

WISHES = ("heard", "not_practicable", "unsafe")
LANGUAGES = (
    *("english", "welsh", "british_sign_language", "albanian", "arabic", "bengali", "cantonese", "dari", "french"),
    *("gujarati", "hungarian", "kurdish", "lithuanian", "mandarin", "pashto", "polish", "portuguese", "punjabi"),
    *("romanian", "somali", "spanish", "tamil", "tigrinya", "turkish", "ukrainian", "urdu", "vietnamese", "other"),
)
INTERPRETERS = ("not_needed", "there", "by_phone", "declined", "none_to_be_had")


def _one_of(table: str, column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    allowed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({allowed})", name=op.f(f"ck_{table}_{column}_known"))


def _table(name: str, *parts: sa.Column[object] | sa.CheckConstraint) -> None:
    keys = (("authority_id", "authority"), ("family_id", "family"), ("recorded_by_id", "person"))
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(column, sa.Uuid(), nullable=False) for column, _ in keys),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *parts,
        *(sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{name}_{column}")) for column, to in keys),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(f"ix_{name}_family_id", name, ["family_id"])


def upgrade() -> None:
    _table(
        "family_wishes",
        sa.Column("wishes", sa.String(20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        _one_of("family_wishes", "wishes", WISHES),
        sa.CheckConstraint("next_on > happened_on", name=op.f("ck_family_wishes_next_after")),
    )
    _table(
        "family_language",
        sa.Column("language", sa.String(30), nullable=False),
        sa.Column("interpreter", sa.String(20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        _one_of("family_language", "language", LANGUAGES),
        _one_of("family_language", "interpreter", INTERPRETERS),
    )


def downgrade() -> None:
    op.drop_table("family_language")
    op.drop_table("family_wishes")
