"""Books that somebody with the database's password has changed behind the program's back."""

from sqlalchemy import text

from budgettracker.audit import triggers
from budgettracker.database import db


def corrupt(statements: list[str]) -> int:
    """What somebody with the database's password could do: take the triggers off, change, put them back."""
    db.session.remove()
    with db.engine.begin() as connection:
        for table in ("ledger_entry", "audit_record", "posting", "finance_closing", "weekly_file", "weekly_line"):
            for name in triggers.names(table, connection.dialect.name):
                on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
        touched = sum(connection.execute(text(each)).rowcount for each in statements)
        triggers.make(connection)
    return touched
