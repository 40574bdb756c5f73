"""One whole world for all tests of a worker on each engine: making it anew for every test would take minutes."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.whole_world import WholeWorld, whole_world_on_postgresql, whole_world_on_sqlite
from tests.postgres import Server


@pytest.fixture(scope="session")
def whole_world_here(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeWorld]:
    """The whole world on SQLite."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(sqlite_template, folder / "test.sqlite")
    whole_world = whole_world_on_sqlite(folder, folder / "test.sqlite")
    yield whole_world
    whole_world.leave()


@pytest.fixture(scope="session")
def whole_world_there(
    postgres: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WholeWorld]:
    """The whole world on PostgreSQL."""
    name = f"access_{uuid.uuid4().hex[:12]}"
    postgres.create(name, template=postgres_template)
    whole_world = whole_world_on_postgresql(tmp_path_factory.mktemp("access"), postgres, name)
    yield whole_world
    whole_world.leave()
    postgres.drop(name)


@pytest.fixture
def here(whole_world_here: WholeWorld) -> Iterator[WholeWorld]:
    """The whole world on SQLite, put back after the test."""
    yield whole_world_here
    whole_world_here.put_back()


@pytest.fixture
def there(whole_world_there: WholeWorld) -> Iterator[WholeWorld]:
    """The whole world on PostgreSQL, put back after the test."""
    yield whole_world_there
    whole_world_there.put_back()


@pytest.fixture(params=["here", "there"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> WholeWorld:
    """Both engines, one after the other."""
    whole_world: WholeWorld = request.getfixturevalue(request.param)
    return whole_world
