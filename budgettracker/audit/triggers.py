"""Database triggers on both engines: append-only tables are only added to, sums are kept with the lines; and do they stand?"""

from sqlalchemy import Connection, inspect, text

from budgettracker import kept_sums
from budgettracker.append_only import APPEND_ONLY, WITHOUT_ID


def names(table: str, dialect: str) -> list[str]:
    """The triggers that a table must carry."""
    if dialect == "sqlite":
        return [f"{table}_no_delete", f"{table}_no_replace", f"{table}_no_update"]
    return [f"{table}_no_change", f"{table}_no_truncate"]


def statements(table: str, dialect: str) -> list[str]:
    """The SQL that makes a table append-only."""
    words = f"{table} rows are only ever added"
    if dialect == "sqlite":
        keys = [" AND ".join(f"{name} = NEW.{name}" for name in key) for key in APPEND_ONLY[table]]
        same = " OR ".join(f"({key})" for key in keys)
        or_id = "" if table in WITHOUT_ID else "id = NEW.id OR "
        collides = f"EXISTS (SELECT 1 FROM {table} WHERE {or_id}{same})"  # noqa: S608 - names are our own
        refuse = f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {collides} {refuse}",
        ]
    return [
        "CREATE OR REPLACE FUNCTION only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% rows are only ever added', TG_TABLE_NAME "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION only_added()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_added()",
    ]


def make(connection: Connection) -> None:
    """Make the triggers of every append-only table that exists and lacks them, and those that keep sums.

    Sums that nothing kept for a while are made anew.
    """
    dialect = connection.dialect.name
    standing = _standing(connection)
    there = set(inspect(connection).get_table_names())
    for table in APPEND_ONLY:
        if table in there and not set(names(table, dialect)) <= standing:
            for name in set(names(table, dialect)) & standing:
                on = "" if dialect == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
            for statement in statements(table, dialect):
                connection.execute(text(statement))
    lacking = [each for name, each in kept_sums.statements(dialect).items() if name not in standing]
    if lacking and set(kept_sums.TABLES) <= there:
        for statement in (*(one for each in lacking for one in each), *kept_sums.anew(dialect)):
            connection.execute(text(statement))


def missing(connection: Connection, *, of_before: bool = False) -> list[str]:
    """Triggers that should stand and do not (or stand switched off).

    `of_before`: the database may be of an earlier program, which lacks tables and columns that came later, and so their
    triggers.
    """
    standing = _standing(connection)
    dialect = connection.dialect.name
    schema = inspect(connection)
    there = set(schema.get_table_names()) if of_before else {*APPEND_ONLY, *kept_sums.TABLES}
    wanted = [name for table in APPEND_ONLY if table in there for name in names(table, dialect)]
    if set(kept_sums.TABLES) <= there:
        columns = {column["name"] for column in schema.get_columns(kept_sums.BUDGET)}
        wanted += kept_sums.names(dialect, with_last=not of_before or kept_sums.LAST in columns)
    return [name for name in wanted if name not in standing]


def _standing(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        rows = connection.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        )
    return {str(row[0]) for row in rows}
