"""How Alembic meets the program's database: batch changes on SQLite with foreign keys off, checked afterwards."""

from collections.abc import Callable
from typing import Any

from alembic import context
from alembic.operations.batch import BatchOperationsImpl
from flask import current_app
from sqlalchemy import Connection

target = current_app.extensions["migrate"].db


def alone(begin: Callable[..., None]) -> Callable[..., None]:
    """A table that SQLite copies is read without the tables it refers to: reading all of them again took most of the time."""

    def begun(batch: BatchOperationsImpl, *args: Any, **more: Any) -> None:
        begin(batch, *args, **more)
        batch.reflect_kwargs.setdefault("resolve_fks", False)

    return begun


def run() -> None:
    """Bring the schema to where it is asked, in one transaction an engine can undo."""
    usual = BatchOperationsImpl.__init__
    BatchOperationsImpl.__init__ = alone(usual)
    try:
        _migrate()
    finally:
        BatchOperationsImpl.__init__ = usual


def _migrate() -> None:
    engine = target.engine
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            # SQLite changes foreign_keys only outside a transaction; batch copies drop and make tables again.
            _pragma(connection, "foreign_keys = OFF")
            # A copy takes the table's name while triggers of other tables speak of it: they are not to be read then.
            _pragma(connection, "legacy_alter_table = ON")
        context.configure(
            connection=connection,
            target_metadata=target.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise RuntimeError(f"the migration leaves {len(broken)} dangling references")
        connection.commit()
        if sqlite:
            _pragma(connection, "legacy_alter_table = OFF")
            _pragma(connection, "foreign_keys = ON")


def _pragma(connection: Connection, words: str) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    raw.execute(f"PRAGMA {words}")


run()
