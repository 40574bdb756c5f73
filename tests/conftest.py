"""Both engines for every test that touches the database: each test gets its own copy of a migrated one."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask

from budgettracker import create_app
from budgettracker.database import db
from tests.client import PageClient
from tests.postgres import Server, start_server
from tests.world import World, small_world

ENGINES = ("sqlite", "postgresql")
# Every test has a program of its own; compiled templates are kept between them, served programs included.
os.environ.setdefault("TEMPLATE_CACHE_FOLDER", tempfile.mkdtemp(prefix="templates"))


def settings(folder: Path, url: str) -> dict[str, object]:
    """Settings of a program under test: everything it writes lies in one folder of its own."""
    return {
        "APP_ENV": "testing",
        "TESTING": True,
        "SECRET_KEY": "a key for tests that is long enough to pass",
        "SQLALCHEMY_DATABASE_URI": url,
        "INSTANCE_FOLDER": str(folder),
        "RECEIPTS_FOLDER": str(folder / "receipts"),
        "EXPORTS_FOLDER": str(folder / "workbooks"),
        "STUDY_KEYS": str(folder / "study-keys"),
        "ARGON2_QUICK": True,
    }


def _migrate(folder: Path, url: str) -> None:
    app = create_app(settings(folder, url))
    with app.app_context():
        flask_migrate.upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy."""
    folder = tmp_path_factory.mktemp("template")
    _migrate(folder, f"sqlite:///{folder / 'template.sqlite'}")
    return folder / "template.sqlite"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real PostgreSQL: TEST_POSTGRES_URL if given, else one started for these tests."""
    with start_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated, empty database to copy."""
    name = f"template_{uuid.uuid4().hex[:12]}"
    postgres.create(name)
    _migrate(tmp_path_factory.mktemp("pg"), postgres.url(name))
    return name


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The engine this test runs on."""
    return str(request.param)


@pytest.fixture
def database_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of this test's own."""
    if engine_name == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, tmp_path / "test.sqlite")
        yield f"sqlite:///{tmp_path / 'test.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"test_{uuid.uuid4().hex[:12]}"
    server.create(name, template=request.getfixturevalue("postgres_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The program on a database of its own, with an application context for actions and queries."""
    program = create_app(settings(tmp_path, database_url))
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that checks every page it is given."""
    return PageClient(app)


@pytest.fixture
def world(app: Flask) -> World:
    """The small invented world of tests/world.py, committed."""
    return small_world()
