"""Editions of price indices are only added to; a run keeps its sensitivity and what posts state of qualifications.

The price year of a study itself was never used: it is chosen with its series, in study_prices.
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

ONLY_ADDED = {
    "price_series": ("id = NEW.id", "study_id = NEW.study_id AND name = NEW.name AND edition = NEW.edition"),
    "price_index": ("series_id = NEW.series_id AND price_year = NEW.price_year",),
}


def upgrade() -> None:
    with op.batch_alter_table("study") as batch:
        batch.drop_column("price_year")
    op.add_column("run_result", sa.Column("sensitivity", sa.Text(), nullable=True))
    op.add_column(
        "run_rate", sa.Column("stated_qualifications_pence", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.execute("UPDATE run_rate SET stated_qualifications_pence = qualifications_pence")
    with op.batch_alter_table("run_rate") as batch:
        batch.alter_column("stated_qualifications_pence", server_default=None)
    for table, keys in ONLY_ADDED.items():
        _only_added(table, keys)


def _only_added(table: str, keys: tuple[str, ...]) -> None:
    """The triggers that refuse everything but adding."""
    if op.get_bind().dialect.name == "sqlite":
        same = " OR ".join(key if key == "id = NEW.id" else f"({key})" for key in keys)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are only ever added'); END"
        collides = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - names are our own
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
    for table in ONLY_ADDED:
        names = ("no_update", "no_delete", "no_replace") if _sqlite() else ("no_change", "no_truncate")
        for name in names:
            op.execute(f"DROP TRIGGER {table}_{name}" + ("" if _sqlite() else f" ON {table}"))
    with op.batch_alter_table("run_rate") as batch:
        batch.drop_column("stated_qualifications_pence")
    with op.batch_alter_table("run_result") as batch:
        batch.drop_column("sensitivity")
    with op.batch_alter_table("study") as batch:
        batch.add_column(sa.Column("price_year", sa.String(7), nullable=True))


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
