"""On PostgreSQL another role than the program's owns the tables: whoever has the program's password changes no guard."""

import contextlib
from collections.abc import Iterator

import click
from flask import Flask, current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from budgettracker import create_app
from budgettracker.append_only import APPEND_ONLY
from budgettracker.database import db

OWNED = (
    "SELECT (SELECT count(*) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
    "WHERE nspname = current_schema() AND relowner = to_regrole(:role)) "
    "+ (SELECT count(*) FROM pg_namespace WHERE nspname = current_schema() AND nspowner = to_regrole(:role)) "
    "+ (SELECT count(*) FROM pg_database WHERE datname = current_database() AND datdba = to_regrole(:role))"
)
"""How many of the tables, the schema and the database belong to a role."""


@contextlib.contextmanager
def as_owner(app: Flask) -> Iterator[None]:
    """Do what needs the owner of the tables: with DATABASE_OWNER_URL as that role, else as the program itself.

    What the program needs is granted to it afterwards. Raises ClickException, with the statements that an administrator of
    the database must run, where the tables cannot be taken over.
    """
    url = app.config["DATABASE_OWNER_URL"]
    if not url:
        with app.app_context():
            yield
        return
    with app.app_context():
        role = _role()
        db.engine.dispose()
    owning = create_app({"SQLALCHEMY_DATABASE_URI": url})
    with owning.app_context():
        _take_over(role)
        yield
        _grant(role)
        db.session.remove()
        db.engine.dispose()


def this_program() -> Flask:
    """The program whose context this is."""
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def owning_role(connection: Connection) -> str | None:
    """Why the program must not run as the role of DATABASE_URL in production, in words; None where it may."""
    if connection.dialect.name != "postgresql" or current_app.config["APP_ENV"] != "production":
        return None
    role, superuser = connection.execute(
        text("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
    ).one()
    if not superuser and not connection.execute(text(OWNED), {"role": _quoted(role)}).scalar_one():
        return None
    what = "is a superuser" if superuser else "owns the program's tables"
    return (
        f"The role {role} of DATABASE_URL {what}, so it could take the guards off the books. Name the role that is to own "
        "them in DATABASE_OWNER_URL, another one in DATABASE_URL, and run: budgettracker upgrade"
    )


def _role() -> str:
    with db.engine.connect() as connection:
        return str(connection.execute(text("SELECT current_user")).scalar_one())


def _take_over(role: str) -> None:
    """Make the owner own what the program's role owns, or say what an administrator must run."""
    owner = _role()
    if owner == role:
        raise click.ClickException(f"DATABASE_OWNER_URL and DATABASE_URL sign in as the same role, {role}. Name two.")
    with db.engine.connect() as connection:
        owned = connection.execute(text(OWNED), {"role": _quoted(role)}).scalar_one()
        may_create = connection.execute(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")).scalar_one()
    if owned:
        statement = f"REASSIGN OWNED BY {_quoted(role)} TO {_quoted(owner)}"
        try:
            _execute([statement])
        except DBAPIError as problem:
            raise _for_an_administrator(owner, statement) from problem
    elif not may_create:
        raise _for_an_administrator(
            owner, f"GRANT USAGE, CREATE ON SCHEMA public TO {_quoted(owner)} WITH GRANT OPTION"
        )


def _for_an_administrator(owner: str, statement: str) -> click.ClickException:
    return click.ClickException(
        f"{owner} may not do this itself. Let an administrator of PostgreSQL run it in the database "
        f"{db.engine.url.database}, and run upgrade again:\n  {statement};"
    )


def _grant(role: str) -> None:
    """Let the program's role read and write rows; of ledger and audit it may only add some, and it makes no tables."""
    to, only_added = _quoted(role), ", ".join(APPEND_ONLY)
    _execute(
        [
            f"GRANT USAGE ON SCHEMA public TO {to}",
            f"REVOKE CREATE ON SCHEMA public FROM {to}, PUBLIC",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {to}",
            f"REVOKE UPDATE, DELETE ON {only_added} FROM {to}",
            f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {to}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}",
        ]
    )


def _execute(statements: list[str]) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _quoted(role: str) -> str:
    return db.engine.dialect.identifier_preparer.quote(role)
