"""A restricted family has a drawn reference; the council's own is kept with its details."""

import re
import secrets
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
RESTRICTED = sa.text(
    "SELECT f.id, f.reference FROM family f JOIN family_details d ON d.family_id = f.id WHERE f.restricted = :yes"
).bindparams(sa.bindparam("yes", True, sa.Boolean()))
RENAME = "UPDATE family SET reference = :reference, reference_folded = :folded WHERE id = :family"


FIGURES = re.compile("[0-9]+")


def _folded(reference: str) -> str:
    """A reference as the program folded it at the time: its blanks and case gone, each number after its length."""
    plain = unicodedata.normalize("NFKC", re.sub("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", "-", reference))
    text = "".join(plain.split()).casefold().translate(dict.fromkeys(map(ord, "'\u2019\u2018`")))
    return FIGURES.sub(lambda found: f"{len(found[0].lstrip('0') or '0'):02d}{found[0].lstrip('0') or '0'}", text)


def upgrade() -> None:
    with op.batch_alter_table("family_details") as batch:
        batch.add_column(sa.Column("own_reference", sa.String(50), nullable=True))
    bind = op.get_bind()
    for family, own in bind.execute(RESTRICTED).all():
        drawn = "R-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        keep = sa.text("UPDATE family_details SET own_reference = :own WHERE family_id = :family")
        bind.execute(keep, {"own": own, "family": family})
        bind.execute(sa.text(RENAME), {"reference": drawn, "folded": drawn.lower(), "family": family})


def downgrade() -> None:
    bind = op.get_bind()
    taken = sa.text("SELECT family_id, own_reference FROM family_details WHERE own_reference IS NOT NULL")
    for family, own in bind.execute(taken).all():
        free = sa.text(
            "SELECT 1 FROM family o JOIN family f ON f.authority_id = o.authority_id "
            "WHERE f.id = :family AND o.id <> f.id AND o.reference = :own"
        )
        if bind.execute(free, {"family": family, "own": own}).first() is None:
            bind.execute(sa.text(RENAME), {"reference": own, "folded": _folded(own), "family": family})
    with op.batch_alter_table("family_details") as batch:
        batch.drop_column("own_reference")
