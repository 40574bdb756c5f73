"""On a real PostgreSQL: another role than the program's owns the tables, after a first set-up and after an upgrade."""

import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import flask_migrate
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from budgettracker import create_app
from budgettracker.commands import main, schema
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from tests.factories.spend import bought, limit
from tests.factories.world import small_world
from tests.faults.load import console
from tests.postgres import Server
from tests.programs import settings

PASSWORD = "a password of these tests"


@pytest.fixture
def roles(postgres: Server) -> Iterator[tuple[str, str]]:
    """Two roles that may sign in and own nothing yet: the owner to be, and the program."""
    end = uuid.uuid4().hex[:8]
    names = f"books_owner_{end}", f"books_program_{end}"
    for name in names:
        postgres.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
    yield names
    for name in names:
        postgres.execute(f"DROP ROLE IF EXISTS {name}")


@pytest.fixture
def database(postgres: Server, roles: tuple[str, str]) -> Iterator[str]:
    """A new database, which nobody has set up yet."""
    name = f"owned_{uuid.uuid4().hex[:8]}"
    postgres.create(name)
    yield name
    postgres.drop(name)


def url(postgres: Server, database: str, role: str) -> str:
    """The address of a database, for a role."""
    whole = postgres.url(database)
    return str(create_engine(whole).url.set(username=role, password=PASSWORD).render_as_string(hide_password=False))


def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *words: str, **environ: str) -> tuple[int, str]:
    for name, value in {"APP_ENV": "development", "INSTANCE_FOLDER": str(tmp_path), **environ}.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(main, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def owners(postgres: Server, database: str) -> set[str]:
    engine = create_engine(postgres.url(database))
    with engine.connect() as connection:
        names = set(connection.scalars(text("SELECT tableowner FROM pg_tables WHERE schemaname = 'public'")))
    engine.dispose()
    return names


def as_administrator(postgres: Server, database: str, *statements: str) -> None:
    admin = create_engine(postgres.url(database))
    with admin.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    admin.dispose()


def refused(address: str, statement: str) -> bool:
    engine = create_engine(address)
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except ProgrammingError:
        return True
    finally:
        engine.dispose()
    return False


def fill(tmp_path: Path, address: str) -> None:
    """Money moves, as the program's own role."""
    app = create_app(settings(tmp_path, address))
    with app.app_context():
        with transaction():
            world = small_world()
        limit(world, 5_000_00)
        bought(world.alice, world.family, 123_45)
        assert faults() == []
        db.session.remove()
        db.engine.dispose()


def wrong_in_production(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> str | None:
    # The tests' own PostgreSQL does not sync, which production refuses for itself.
    monkeypatch.setattr(schema, "_careless_settings", lambda _: None)
    app = create_app({**settings(tmp_path, address), "APP_ENV": "production"})
    with app.app_context():
        problem = schema.what_is_wrong()
        db.session.remove()
        db.engine.dispose()
    return problem


def test_a_first_set_up_gives_the_program_rows_and_no_tables(
    postgres: Server, database: str, roles: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, program = roles
    ours, theirs = url(postgres, database, program), url(postgres, database, owner)
    code, output = run(monkeypatch, tmp_path, "upgrade", DATABASE_URL=ours, DATABASE_OWNER_URL=theirs)
    assert (code, f"GRANT USAGE, CREATE ON SCHEMA public TO {owner} WITH GRANT OPTION;" in output) == (1, True), output
    as_administrator(postgres, database, f"GRANT USAGE, CREATE ON SCHEMA public TO {owner} WITH GRANT OPTION")
    code, output = run(monkeypatch, tmp_path, "upgrade", DATABASE_URL=ours, DATABASE_OWNER_URL=theirs)
    assert (code, output) == (0, "The database is up to date.\n")
    assert owners(postgres, database) == {owner}
    fill(tmp_path, ours)
    for statement in (
        "UPDATE ledger_entry SET spent_delta_pence = 1",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record",
        "ALTER TABLE audit_record DISABLE TRIGGER ALL",
        "DROP TABLE family CASCADE",
        "CREATE TABLE more (id int)",
        "UPDATE alembic_version SET version_num = '0001'",
    ):
        assert refused(ours, statement), statement
    assert not refused(ours, "UPDATE family SET closed_on = NULL"), "what the program does goes on"
    assert wrong_in_production(monkeypatch, tmp_path, ours) is None
    assert f"The role {owner} of DATABASE_URL owns" in str(wrong_in_production(monkeypatch, tmp_path, theirs))
    assert "is a superuser" in str(wrong_in_production(monkeypatch, tmp_path, postgres.url(database)))
    code, output = run(monkeypatch, tmp_path, "upgrade", DATABASE_URL=ours, DATABASE_OWNER_URL=ours)
    assert (code, f"sign in as the same role, {program}. Name two." in output) == (1, True)


def test_an_upgrade_says_what_to_run_and_then_makes_the_tables_over(
    postgres: Server, database: str, roles: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, program = roles
    ours, theirs = url(postgres, database, program), url(postgres, database, owner)
    postgres.execute(f"ALTER DATABASE {database} OWNER TO {program}")
    app = create_app(settings(tmp_path, ours))
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    fill(tmp_path, ours)
    assert owners(postgres, database) == {program}
    assert "owns the program's tables" in str(wrong_in_production(monkeypatch, tmp_path, ours))
    code, output = run(monkeypatch, tmp_path, "upgrade", DATABASE_URL=ours, DATABASE_OWNER_URL=theirs)
    statement = f"REASSIGN OWNED BY {program} TO {owner}"
    assert (code, f"  {statement};" in output) == (1, True), output
    assert owners(postgres, database) == {program}, "nothing is done by half"
    as_administrator(postgres, database, statement)
    code, output = run(monkeypatch, tmp_path, "upgrade", DATABASE_URL=ours, DATABASE_OWNER_URL=theirs)
    assert (code, output) == (0, "The database is up to date.\n")
    assert owners(postgres, database) == {owner}
    assert wrong_in_production(monkeypatch, tmp_path, ours) is None
    code, output = run(monkeypatch, tmp_path, "check-books", DATABASE_URL=ours, DATABASE_OWNER_URL=theirs)
    assert code == 0, output


@pytest.mark.nightly
@pytest.mark.usefixtures("client_programs")
def test_backup_restore_upgrade_and_check_books_with_an_owner_apart(
    postgres: Server, database: str, roles: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, program = roles
    ours, theirs = url(postgres, database, program), url(postgres, database, owner)
    as_administrator(postgres, database, f"GRANT USAGE, CREATE ON SCHEMA public TO {owner} WITH GRANT OPTION")
    both = {"DATABASE_URL": ours, "DATABASE_OWNER_URL": theirs}
    assert run(monkeypatch, tmp_path, "upgrade", **both)[0] == 0
    fill(tmp_path, ours)
    ran, file = partial(console, INSTANCE_FOLDER=str(tmp_path), **both), str(tmp_path / "backup")
    done = ran("backup", file)
    assert (done.returncode, "Backed up to" in done.stdout) == (0, True), done.stderr
    done = ran("restore", "--replace", file)
    statements = (f"ALTER DATABASE {database} OWNER TO {owner}", f"ALTER SCHEMA public OWNER TO {owner}")
    assert (done.returncode, [each for each in statements if f"  {each};" not in done.stderr]) == (1, []), done.stderr
    as_administrator(postgres, database, *statements)
    # What earlier commands of this process left connected is somebody who works with the database.
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'")
    done = ran("restore", "--replace", file)
    assert (done.returncode, "The books agree." in done.stdout) == (0, True), done.stderr
    assert owners(postgres, database) == {owner}
    for statement in (
        "DELETE FROM audit_record",
        "UPDATE ledger_entry SET spent_delta_pence = 1",
        "CREATE TABLE m (i int)",
    ):
        assert refused(ours, statement), statement
    assert not refused(ours, "UPDATE family SET closed_on = NULL"), "what the program does goes on"
    assert wrong_in_production(monkeypatch, tmp_path, ours) is None
    for command in ("upgrade", "check-books", "daily"):
        code, output = run(monkeypatch, tmp_path, command, **both)
        assert code == 0, (command, output)
    code, output = run(monkeypatch, tmp_path, "check-books", DATABASE_URL=ours, DATABASE_OWNER_URL="")
    assert (code, "The books agree." in output) == (0, True), "the server need not know the owner"
