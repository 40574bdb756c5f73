"""Check what a backup holds: its migration, the triggers that protect the books, and the books themselves."""

from collections.abc import Callable

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, func, inspect, select, table

from budgettracker import HOME
from budgettracker.audit import triggers
from budgettracker.commands.books import faults
from budgettracker.database import db

Judged = tuple[str, list[str]]
"""The migration a backup came with, and what was wrong with its books."""
Judge = Callable[[Flask], Judged]
NOT_OURS = "It holds no database of the budget tracker."


class Unusable(Exception):
    """A backup that cannot be made, or that failed its checks; the message is for whoever operates the program."""


def newest(engine: Engine) -> str | None:
    """The migration a database is at; None when it has none of our tables."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def scripts() -> ScriptDirectory:
    """The migrations that this version of the program has."""
    return ScriptDirectory(str(HOME / "migrations"))


def known(revision: str | None) -> str:
    """The migration of a backup, if this version of the program can work with it. Raises Unusable."""
    if revision is None:
        raise Unusable(NOT_OURS)
    if revision not in {script.revision for script in scripts().walk_revisions()}:
        raise Unusable(
            f"It is at migration {revision}, which this version of the program does not know. Install its own."
        )
    return revision


def rows_in(engine: Engine) -> int:
    """How many rows all tables of a database hold together, except the one that names its migration."""
    names = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    with engine.connect() as connection:
        return sum(connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names)


def looked_at(app: Flask) -> Judged:
    """Migrate a restored database to the program's schema. Gives the migration it came with, and its faults in words."""
    with app.app_context():
        revision = known(newest(db.engine))
        with db.engine.connect() as connection:
            gone = [f"the trigger {name} is missing" for name in triggers.missing(connection, of_before=True)]
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            triggers.make(connection)
        messages = [*gone, *faults()]
        db.session.remove()
        db.engine.dispose()
    return revision, messages
