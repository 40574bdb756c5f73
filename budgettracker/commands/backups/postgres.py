"""PostgreSQL, by its own pg_dump and pg_restore: the archive shows one moment, even while people write."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Engine, text

from budgettracker.commands.backups.checks import NOT_OURS, Judge, Judged, Unusable, known, newest
from budgettracker.database import db

ASIDE = "before_restore"
"""What the replaced schema is called until the restored one has been checked."""
NO_PROGRAM = "The program {name} was not found. Install PostgreSQL's client programs, of the server's version or newer."
IN_USE = "Somebody is working with the database. Stop the server, and try again."

NOT_OWNED = (
    "{role} may not put the present tables aside. Let an administrator of PostgreSQL run this in the database, and restore "
    "again:\n  ALTER DATABASE {name} OWNER TO {owner};\n  ALTER SCHEMA public OWNER TO {owner};"
)


class Postgres:
    """Backups of a PostgreSQL database: archives in pg_dump's own compressed form."""

    def make(self, engine: Engine, file: Path) -> tuple[str, list[str]]:
        """Write the archive and read it through to its end. Gives what was read, in words."""
        _run(engine.url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
        _read_through(file)
        return "pg_restore could read all of it. Whether its books agree is seen when it is restored.", []

    def bring_back(self, app: Flask, file: Path, judge: Judge) -> Judged:
        """Restore into a schema of its own and check it; if it fails, the schema that was there before comes back."""
        _read_through(file)
        _require_owner(db.engine)
        _require_alone(db.engine)
        with _put_aside(db.engine):
            options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
            _run(db.engine.url, "pg_restore", *options, "--dbname={database}", str(file))
            known(newest(db.engine))
            return judge(app)


@contextlib.contextmanager
def _put_aside(engine: Engine) -> Iterator[None]:
    """Rename the present schema, so that nothing is lost before the restored one has been checked."""
    _execute(engine, f"ALTER SCHEMA public RENAME TO {ASIDE}", "CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        engine.dispose()
        _execute(engine, "DROP SCHEMA public CASCADE", f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    _execute(engine, f"DROP SCHEMA {ASIDE} CASCADE")


def _execute(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _require_owner(engine: Engine) -> None:
    """May this role put the present schema aside and make a new one? Raises Unusable with what an administrator must run."""
    may = (
        "SELECT current_user, pg_has_role(nspowner, 'USAGE') AND has_database_privilege(current_database(), 'CREATE') "
        "FROM pg_namespace WHERE nspname = 'public'"
    )
    with engine.connect() as connection:
        role, owns = connection.execute(text(may)).one()
    if not owns:
        quote = engine.dialect.identifier_preparer.quote
        raise Unusable(NOT_OWNED.format(role=role, owner=quote(role), name=quote(str(engine.url.database))))


def _require_alone(engine: Engine) -> None:
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with engine.connect() as connection:
        if connection.execute(text(others)).scalar_one():
            raise Unusable(IN_USE)


def _read_through(file: Path) -> None:
    """Let pg_restore read the whole archive without restoring it."""
    with file.open("rb") as archive:
        if archive.read(5) != b"PGDMP":
            raise Unusable(NOT_OURS)
    _run(None, "pg_restore", f"--file={os.devnull}", str(file))


def _run(url: URL | None, name: str, *words: str) -> None:
    """Run one of PostgreSQL's programs. Raises Unusable with the program's own error line."""
    environ = {**os.environ, "PGAPPNAME": "budgettracker"}
    given = list(words)
    if url is not None:
        parameters = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
        # On a command line everybody on the machine could read the password.
        if password := parameters.pop("password", None):
            environ["PGPASSWORD"] = str(password)
        address = make_conninfo(**parameters)
        given = [word.replace("--dbname={database}", f"--dbname={address}") for word in given]
        if name == "pg_dump":
            given.append(f"--dbname={address}")
    try:
        done = subprocess.run([name, *given], env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError as missing:
        raise Unusable(NO_PROGRAM.format(name=name)) from missing
    if done.returncode != 0:
        raise Unusable(f"{name} says: {_complaint(done.stderr)}")


def _complaint(output: str) -> str:
    """The error itself, without its detail lines, which may quote rows of the database."""
    return next((line.partition("error: ")[2] for line in output.splitlines() if "error: " in line), "nothing more")
