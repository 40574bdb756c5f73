"""A backup made while people work holds every row committed before it began, and comes back proved."""

import os
import shutil
import sqlite3
import stat
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, text

from budgettracker import create_app
from budgettracker.audit import triggers
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.commands.backups import engine_of
from budgettracker.commands.backups.checks import newest, rows_in
from budgettracker.commands.books import faults
from budgettracker.database import db
from budgettracker.spend.models import Spend
from tests.conftest import settings
from tests.factories.spend import bought, limit
from tests.factories.world import World
from tests.faults.load import command, console, load_for, settings_for, sign_in_all
from tests.live import serving
from tests.postgres import Server
from tests.revisions import REVISIONS

pytestmark = [pytest.mark.usefixtures("client_programs"), pytest.mark.own_database]
BACKUPS = 4 if os.environ.get("NIGHTLY") else 2
"""How many are made while people work; each is restored by a command of its own process."""


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Makes the addresses of databases without a table."""
    made: list[str] = []

    def make() -> str:
        name = f"empty_{uuid.uuid4().hex[:12]}"
        if engine_name == "sqlite":
            return f"sqlite:///{tmp_path / name}.sqlite"
        server: Server = request.getfixturevalue("postgres")
        server.create(name)
        made.append(name)
        return server.url(name)

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop(name)


@pytest.fixture
def lived_in(world: World) -> World:
    """A database with money in it."""
    limit(world, 1_000_00)
    bought(world.alice, world.family, 60_00)
    db.session.remove()
    return world


def spends_in(url: str, folder: Path) -> set[uuid.UUID]:
    """The purchases of a restored database that agrees with itself, each with its audit."""
    app = create_app(settings(folder, url))
    with app.app_context():
        there = set(db.session.scalars(select(Spend.id)))
        assert set(db.session.scalars(select(AuditRecord.subject_id).filter_by(deed=Deed.SPEND_LOGGED))) == there
        assert faults() == []
        db.session.remove()
        db.engine.dispose()
    return there


@pytest.mark.timeout(600)
@pytest.mark.pages
def test_backups_under_load_hold_every_row_committed_before_they_began(
    app: Flask, world: World, database_url: str, tmp_path: Path, empty_url: Callable[[], str]
) -> None:
    load, made = load_for(world), list[tuple[Path, set[uuid.UUID]]]()
    with serving(database_url, tmp_path, workers=3) as server:
        sign_in_all(load, server.url)
        with load.working(server.url):
            for number in range(BACKUPS):
                load.wait_for(10)
                file = tmp_path / f"backup-{number}"
                file.touch(mode=0o600)
                # In this process, so that nothing is committed between this line and the backup's own moment.
                before = {each.spend_id for each in load.accepted}
                words, result = engine_of(db.engine).make(db.engine, file)
                assert (result, words != "") == ([], True)
                made.append((file, before))
                load.wait_for(1)
    load.require_books(resolved=False)
    for file, before in made:
        url = empty_url()
        done = console("restore", str(file), **settings_for(url, tmp_path))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "The books agree." in done.stdout
        assert before <= spends_in(url, tmp_path)


def test_a_backup_is_one_private_file_that_is_never_written_over(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path, engine_name: str
) -> None:
    (tmp_path / "backups").mkdir()
    file = tmp_path / "backups" / "backup"
    done = command("backup", str(file), **settings_for(database_url, tmp_path))
    assert done.returncode == 0, done.stderr
    assert "keys are not in it" in done.stdout
    assert [each.name for each in file.parent.iterdir()] == ["backup"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = file.read_bytes()
    again = command("backup", str(file), **settings_for(database_url, tmp_path))
    assert (again.returncode, "exists already" in again.stderr) == (2, True)
    assert file.read_bytes() == kept
    if engine_name == "sqlite":
        backup = sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)
        assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert backup.execute("SELECT count(*) FROM spend").fetchone() == (1,)


@pytest.mark.pages
def test_a_database_with_rows_is_replaced_only_when_that_is_said(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path
) -> None:
    made = console("backup", str(tmp_path / "one"), **settings_for(database_url, tmp_path))
    assert (made.returncode, made.stderr) == (0, "")
    bought(lived_in.alice, lived_in.family, 30_00)
    db.session.remove()
    db.engine.dispose()
    refused = console("restore", str(tmp_path / "one"), **settings_for(database_url, tmp_path))
    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)
    assert len(spends_in(database_url, tmp_path)) == 2
    done = console("restore", "--replace", str(tmp_path / "one"), **settings_for(database_url, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert len(spends_in(database_url, tmp_path)) == 1


def test_a_database_somebody_works_with_is_not_replaced(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path
) -> None:
    command("backup", str(tmp_path / "one"), **settings_for(database_url, tmp_path))
    with db.engine.connect() as connection:
        connection.execute(text("SELECT count(*) FROM person"))
        done = command("restore", "--replace", str(tmp_path / "one"), **settings_for(database_url, tmp_path))
    assert (done.returncode, "Stop the server" in done.stderr) == (1, True), done.stderr
    db.engine.dispose()
    assert len(spends_in(database_url, tmp_path)) == 1


def test_a_backup_that_cannot_be_believed_changes_nothing(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path, empty_url: Callable[[], str], engine_name: str
) -> None:
    on = "" if engine_name == "sqlite" else " ON audit_record"
    gone = triggers.names("audit_record", engine_name)[0]
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE budget_period SET spent_pence = spent_pence - 1"))
        connection.execute(text(f"DROP TRIGGER {gone}{on}"))
    made = command("backup", str(tmp_path / "bad"), **settings_for(database_url, tmp_path))
    if engine_name == "sqlite":
        assert (made.returncode, "the books in it do not agree" in made.stdout) == (1, True)
    url = empty_url()
    done = command("restore", str(tmp_path / "bad"), **settings_for(url, tmp_path))
    assert done.returncode == 1
    assert f"the trigger {gone} is missing" in done.stdout
    assert "do not agree" in done.stderr
    with create_app(settings(tmp_path, url)).app_context():
        assert (newest(db.engine), rows_in(db.engine)) == (None, 0)
        db.engine.dispose()
    done = command("restore", "--with-faults", str(tmp_path / "bad"), **settings_for(url, tmp_path))
    assert done.returncode == 0, done.stderr
    with create_app(settings(tmp_path, url)).app_context():
        assert faults() != []
        with db.engine.connect() as connection:
            assert triggers.missing(connection) == []
        db.session.remove()
        db.engine.dispose()


def test_a_backup_of_an_older_program_is_brought_to_this_ones_schema(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path, empty_url: Callable[[], str]
) -> None:
    first, newest_of_all = REVISIONS[0], REVISIONS[-1]
    flask_migrate.downgrade(revision=first)
    db.engine.dispose()
    made = command("backup", str(tmp_path / "older"), **settings_for(database_url, tmp_path))
    assert made.returncode == 0, made.stderr
    url = empty_url()
    done = command("restore", str(tmp_path / "older"), **settings_for(url, tmp_path))
    assert (done.returncode, f"which was at migration {first}" in done.stdout) == (0, True), done.stderr
    assert len(spends_in(url, tmp_path)) == 1
    with create_app(settings(tmp_path, url)).app_context():
        assert newest(db.engine) == newest_of_all
        db.engine.dispose()


def test_a_backup_of_a_newer_program_is_refused(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path, empty_url: Callable[[], str]
) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = command("backup", str(tmp_path / "newer"), **settings_for(database_url, tmp_path))
    assert made.returncode == 0, made.stderr
    done = command("restore", str(tmp_path / "newer"), **settings_for(empty_url(), tmp_path))
    assert (done.returncode, "9999" in done.stderr) == (1, True)


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"x" * 4096, b"PGDMP" + b"x" * 4096])
def test_what_is_no_backup_is_said_in_words(
    app: Flask, tmp_path: Path, content: bytes, empty_url: Callable[[], str]
) -> None:
    (tmp_path / "no").write_bytes(content)
    done = command("restore", str(tmp_path / "no"), **settings_for(empty_url(), tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Nothing was restored.")
    assert done.stderr.count("\n") == 1


def test_half_a_backup_is_refused(
    app: Flask, lived_in: World, database_url: str, tmp_path: Path, empty_url: Callable[[], str]
) -> None:
    command("backup", str(tmp_path / "whole"), **settings_for(database_url, tmp_path))
    whole = (tmp_path / "whole").read_bytes()
    (tmp_path / "half").write_bytes(whole[: len(whole) * 2 // 3])
    done = command("restore", str(tmp_path / "half"), **settings_for(empty_url(), tmp_path))
    assert (done.returncode, "Nothing was restored" in done.stderr) == (1, True)
    assert done.stderr.count("\n") == 1, done.stderr


def test_nothing_is_backed_up_of_an_empty_database_or_without_pg_dump(
    app: Flask,
    lived_in: World,
    database_url: str,
    tmp_path: Path,
    empty_url: Callable[[], str],
    engine_name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = command("backup", str(tmp_path / "none"), **settings_for(empty_url(), tmp_path))
    assert (done.returncode, "nothing to back up" in done.stderr) == (1, True)
    if engine_name == "postgresql":
        monkeypatch.setenv("PATH", str(tmp_path))
        assert shutil.which("pg_dump") is None
        done = command("backup", str(tmp_path / "none"), **settings_for(database_url, tmp_path))
        assert (done.returncode, "pg_dump was not found" in done.stderr) == (1, True)
    assert not (tmp_path / "none").exists()
