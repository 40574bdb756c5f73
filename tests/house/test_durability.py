"""What was acknowledged is on the disk: settings of every connection, and a counted sync for every commit."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from budgettracker import create_app
from budgettracker.commands.schema import what_is_wrong
from budgettracker.database import db
from tests.conftest import settings
from tests.live import ROOT
from tests.postgres import start_server

COMMITS = 20
WRITER = """
import sys
from budgettracker import create_app
from budgettracker.database import transaction
from tests.conftest import settings
from tests.factories.world import authority
from pathlib import Path
app = create_app(settings(Path(sys.argv[1]), sys.argv[2]))
with app.app_context():
    for number in range(int(sys.argv[3])):
        with transaction():
            authority(f"Authority {number}")
"""


def test_every_connection_keeps_what_it_commits(app: Flask, engine_name: str) -> None:
    """The tests' PostgreSQL defaults to synchronous_commit = off: what is seen here, the program asked for."""
    connections = [db.engine.connect() for _ in range(3)]
    for connection in connections:
        if engine_name == "sqlite":
            assert connection.execute(text("PRAGMA synchronous")).scalar() == 2, "FULL"
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        else:
            assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        connection.close()


def counted_syncs(folder: Path, url: str, commits: int) -> int:
    """How often a process that makes so many commits asks the kernel to put a file on the disk."""
    trace = folder / f"trace-{commits}"
    subprocess.run(
        [
            "strace",
            "-f",
            "--seccomp-bpf",  # the kernel stops the program at these calls alone, not at each one it makes
            "-e",
            "trace=fdatasync,fsync",
            "-o",
            trace,
            sys.executable,
            "-c",
            WRITER,
            str(folder),
            url,
            str(commits),
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return trace.read_text().count("sync(")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_sqlite_syncs_the_disk_for_every_commit(app: Flask, database_url: str, tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        if os.environ.get("NO_SKIPS"):
            pytest.fail("strace is needed to count the syncs")
        pytest.skip("strace is needed to count the syncs")
    db.session.remove()
    before = counted_syncs(tmp_path, database_url, 0)
    shutil.copy(tmp_path / "test.sqlite", tmp_path / "again.sqlite")
    after = counted_syncs(tmp_path, f"sqlite:///{tmp_path / 'again.sqlite'}", COMMITS)
    assert after - before >= COMMITS


@pytest.mark.parametrize("fsync", ["on", "off"])
def test_production_refuses_a_postgresql_that_does_not_sync(tmp_path: Path, fsync: str) -> None:
    if os.environ.get("TEST_POSTGRES_URL"):
        pytest.skip("the server given by TEST_POSTGRES_URL keeps its own settings")
    with start_server(f"fsync={fsync}", "full_page_writes=on", "synchronous_commit=on") as server:
        server.create("kept")
        production = settings(tmp_path, server.url("kept")) | {"APP_ENV": "production"}
        app = create_app(production)
        with app.app_context():
            flask_migrate.upgrade()
            words = what_is_wrong()
            db.session.remove()
            db.engine.dispose()
    # What it says of one that syncs is the next thing: the tests sign in as the server's owner.
    assert ("fsync = off" if fsync == "off" else "is a superuser") in str(words)
