"""Folded references and names, to sort as people count and to find what is typed another way; addresses with a straight apostrophe."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_APOSTROPHES = dict.fromkeys(map(ord, "'\u2019\u2018`"))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def _counted(figures: re.Match[str]) -> str:
    number = figures[0].lstrip("0") or "0"
    return f"{len(number):02d}{number}"


def _reference(text: str) -> str:
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return re.sub("[0-9]+", _counted, "".join(plain.split()).casefold().translate(_APOSTROPHES))


def _name(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return "".join(letter for letter in letters if letter.isalnum())[:200]


def _fill(table: str, key: str, column: str, into: str, fold: object) -> None:
    """Fold every text of a column, some hundred rows at a time."""
    connection, last = op.get_bind(), ""
    where = {"sqlite": f"{key} > :last", "postgresql": f"CAST({key} AS text) > :last"}[connection.dialect.name]
    order = {"sqlite": key, "postgresql": f"CAST({key} AS text)"}[connection.dialect.name]
    while rows := connection.execute(
        sa.text(f"SELECT {order} AS key, {column} AS text FROM {table} WHERE {where} ORDER BY {order} LIMIT 500"),  # noqa: S608
        {"last": last},
    ).all():
        update = sa.text(f"UPDATE {table} SET {into} = :folded WHERE {order} = :key")  # noqa: S608
        connection.execute(update, [{"key": row.key, "folded": fold(row.text)} for row in rows])  # type: ignore[operator]
        last = rows[-1].key


def upgrade() -> None:
    with op.batch_alter_table("family") as batch:
        batch.add_column(sa.Column("reference_folded", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("name_folded", sa.String(200), nullable=False, server_default=""))
    _fill("family", "id", "reference", "reference_folded", _reference)
    _fill("person", "id", "name", "name_folded", _name)
    _fill("family_details", "family_id", "name", "name_folded", _name)
    with op.batch_alter_table("family") as batch:
        batch.alter_column("reference_folded", server_default=None)
        batch.create_index("ix_family_reference_folded", ["authority_id", "reference_folded"])
    with op.batch_alter_table("person") as batch:
        batch.alter_column("name_folded", server_default=None)
    # Addresses were kept with the curly apostrophe that a phone types; now both are read as the straight one.
    op.execute(
        "UPDATE person SET email = replace(email, '\u2019', '''') WHERE email LIKE '%\u2019%' AND NOT EXISTS "
        "(SELECT 1 FROM person AS other WHERE other.email = replace(person.email, '\u2019', ''''))"
    )


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_column("name_folded")
    with op.batch_alter_table("family") as batch:
        batch.drop_index("ix_family_reference_folded")
        batch.drop_column("reference_folded")
