"""Where the demo lives: a database of its own, which it made or which is empty; anything else it leaves alone."""

import os
from pathlib import Path
from typing import Any

import click
import flask_migrate
from flask import Flask
from sqlalchemy import inspect, select

from budgettracker import create_app, read_config
from budgettracker.audit import triggers
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.commands.demo.authorities import PASSWORD
from budgettracker.commands.owner import as_owner, this_program
from budgettracker.commands.schema import bring_up_if_empty, what_is_wrong
from budgettracker.database import db
from budgettracker.people.models import Authority, Person

NOT_OURS = (
    "This database was not made by the demo, so the demo leaves it alone. Point DATABASE_URL at an empty database, or "
    "leave it out: the demo then makes one of its own."
)


def demo_program() -> Flask:
    """The program on the demo's own settings: everything it writes lies in the instance folder's `demo`.

    DATABASE_URL, where it is given, names another database. Refuses to run as production.
    """
    environment = dict(os.environ)
    if environment.get("APP_ENV") == "production":
        raise click.ClickException(
            "The demo has one password for everybody and prints it, so it does not run with APP_ENV=production."
        )
    environment["INSTANCE_FOLDER"] = str(Path(environment.get("INSTANCE_FOLDER", "instance")) / "demo")
    try:
        settings_found: dict[str, Any] = read_config().settings(environment)
        return create_app({**settings_found, "DEMO": True, "DEMO_PASSWORD": PASSWORD})
    except read_config().NotReady as problem:
        raise click.ClickException(str(problem)) from problem


def ready() -> bool:
    """Bring the schema up; True when the world is there already, False when the database is empty.

    Raises ClickException for a database with anything in it that the demo did not make.
    """
    tables = set(inspect(db.engine).get_table_names())
    if tables and "alembic_version" not in tables:
        raise click.ClickException(NOT_OURS)
    filled = bool(tables) and _made_by_demo(tables)
    bring_up_if_empty(this_program())
    if filled:
        with as_owner(this_program()):
            flask_migrate.upgrade()
            with db.engine.begin() as connection:
                triggers.make(connection)
    problem = what_is_wrong()
    if problem:
        raise click.ClickException(problem)
    return filled


def _made_by_demo(tables: set[str]) -> bool:
    """Does the demo's mark stand in the audit? False when nothing stands anywhere yet; refuses what others made."""
    if {"audit_record", "authority", "person"} - tables:
        raise click.ClickException(NOT_OURS)
    with db.engine.connect() as connection:
        if connection.execute(select(AuditRecord.id).where(AuditRecord.deed == Deed.DEMO_MADE).limit(1)).first():
            return True
        for table in (AuditRecord, Authority, Person):
            if connection.execute(select(table.id).limit(1)).first():
                raise click.ClickException(NOT_OURS)
    return False
