"""One arena for all tests of a module on each engine: making it anew for every route would take minutes."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.arena import Arena, arena_on_postgresql, arena_on_sqlite
from tests.postgres import Server


@pytest.fixture(scope="module")
def here(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """On SQLite: the database is put back after each deed."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(sqlite_template, folder / "test.sqlite")
    made = arena_on_sqlite(folder, folder / "test.sqlite")
    yield made
    made.leave()


@pytest.fixture(scope="module")
def there(postgres: Server, postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arena]:
    """On PostgreSQL: a deed is followed by a copy of the database as it was."""
    name = f"access_{uuid.uuid4().hex[:12]}"
    postgres.create(name, template=postgres_template)
    made = arena_on_postgresql(tmp_path_factory.mktemp("access"), postgres, name)
    yield made
    made.leave()
    for each in (name, f"{name}_first"):
        postgres.drop(each)


@pytest.fixture(params=["here", "there"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> Arena:
    """Both engines, one after the other."""
    found: Arena = request.getfixturevalue(request.param)
    return found
