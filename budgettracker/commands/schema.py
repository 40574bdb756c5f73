"""Bring the database's schema up to date, and refuse to work on one that is not."""

import click
import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from sqlalchemy import Connection, inspect, text

from budgettracker import HOME, create_app, read_config
from budgettracker.audit import triggers
from budgettracker.commands.answers import BadInput
from budgettracker.commands.owner import as_owner, owning_role
from budgettracker.database import db


def program() -> Flask:
    """The program, made for a command. A setting that is missing or unsafe is reported in one line."""
    try:
        return create_app()
    except read_config().NotReady as problem:
        raise BadInput(str(problem)) from problem
    except OSError as problem:
        where = f"{problem.filename}: {problem.strerror}"
        raise BadInput(f"A folder cannot be used ({where}). Look at DATABASE_URL and INSTANCE_FOLDER.") from problem


def ready_program() -> Flask:
    """The program on a database whose schema is at the newest migration; an empty database is brought there first."""
    app = program()
    bring_up_if_empty(app)
    with app.app_context():
        problem = what_is_wrong()
    if problem:
        raise click.ClickException(problem)
    return app


def bring_up_if_empty(app: Flask) -> None:
    """Run the migrations on a database that has no table yet, as the role that is to own them."""
    with app.app_context():
        empty = not inspect(db.engine).get_table_names()
    if empty:
        with as_owner(app):
            flask_migrate.upgrade()


def what_is_wrong() -> str | None:
    """Why the program should not run on this database, in words; None when it may."""
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
        newest = ScriptDirectory(str(HOME / "migrations")).get_current_head()
        if here != newest:
            return f"The database is at migration {here} and the program needs {newest}. Run: budgettracker upgrade"
        gone = triggers.missing(connection)
        careless, owning = _careless_settings(connection), owning_role(connection)
    if careless:
        return f"PostgreSQL runs with {careless}, so an acknowledged purchase could be lost. Switch it on."
    if owning:
        return owning
    if gone:
        return f"The database has lost triggers that protect the books ({', '.join(gone)}). Run: budgettracker upgrade"
    return None


def _careless_settings(connection: Connection) -> str | None:
    """In production PostgreSQL must have written to disk what it confirms: the setting that would let it not, or None."""
    if connection.dialect.name != "postgresql" or current_app.config["APP_ENV"] != "production":
        return None
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        if connection.execute(text(f"SHOW {name}")).scalar() == "off":
            return f"{name} = off"
    return None


@click.command()
def upgrade() -> None:
    """Bring the database's schema to this version of the program. Make a backup first.

    On PostgreSQL with DATABASE_OWNER_URL the tables are made over to that role, and what the program needs is granted to its.
    """
    app = program()
    with as_owner(app):
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            triggers.make(connection)
    click.echo("The database is up to date.")
