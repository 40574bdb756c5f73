"""One arena for all tests of a worker on each engine: making it anew for every test would take minutes."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.arena import Arena, arena_on_postgresql, arena_on_sqlite
from tests.postgres import Server


@pytest.fixture(scope="session")
def arena_here(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """The arena on SQLite."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(sqlite_template, folder / "test.sqlite")
    arena = arena_on_sqlite(folder, folder / "test.sqlite")
    yield arena
    arena.leave()


@pytest.fixture(scope="session")
def arena_there(postgres: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """The arena on PostgreSQL."""
    name = f"access_{uuid.uuid4().hex[:12]}"
    postgres.create(name, template=postgres_template)
    arena = arena_on_postgresql(tmp_path_factory.mktemp("access"), postgres, name)
    yield arena
    arena.leave()
    postgres.drop(name)


@pytest.fixture
def here(arena_here: Arena) -> Iterator[Arena]:
    """The arena on SQLite, put back after the test."""
    yield arena_here
    arena_here.put_back()


@pytest.fixture
def there(arena_there: Arena) -> Iterator[Arena]:
    """The arena on PostgreSQL, put back after the test."""
    yield arena_there
    arena_there.put_back()


@pytest.fixture(params=["here", "there"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Arena:
    """Both engines, one after the other."""
    arena: Arena = request.getfixturevalue(request.param)
    return arena
