"""One arena for all tests of a module on each engine: making it anew for every route would take minutes."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgettracker.database import db
from tests.access.arena import Arena, arena
from tests.postgres import Server


@pytest.fixture(scope="module")
def here(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """On SQLite: the database is put back after each deed."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(sqlite_template, folder / "test.sqlite")
    made = arena(folder, f"sqlite:///{folder / 'test.sqlite'}")
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def there(postgres: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """On PostgreSQL."""
    name = f"access_{uuid.uuid4().hex[:12]}"
    postgres.create(name, template=postgres_template)
    made = arena(tmp_path_factory.mktemp("access"), postgres.url(name))
    yield made
    with made.app.app_context():
        db.engine.dispose()
    postgres.drop(name)


@pytest.fixture(params=["here", "there"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Arena:
    """Both engines, one after the other."""
    found: Arena = request.getfixturevalue(request.param)
    return found
