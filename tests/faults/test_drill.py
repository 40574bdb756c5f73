"""The steps written in docs/operating.md are run as they stand, in their order, on both engines."""

import os
import re
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker import create_app
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Receipt, Spend
from budgettracker.studies.keys import key_for, make_key
from budgettracker.web import now
from tests.conftest import settings
from tests.factories.spend import bought, limit, picture
from tests.factories.world import World
from tests.live import ROOT
from tests.postgres import Server

pytestmark = [pytest.mark.usefixtures("client_programs"), pytest.mark.own_database]
STEPS = re.findall(r"```sh drill\n(.*?)```", (ROOT / "docs" / "operating.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def restored_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database to restore into."""
    if engine_name == "sqlite":
        (tmp_path / "restored").mkdir()
        yield f"sqlite:///{tmp_path / 'restored' / 'database.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres")
    name = f"restored_{uuid.uuid4().hex[:12]}"
    server.create(name)
    yield server.url(name)
    server.drop(name)


def run(folder: Path, database_url: str, restored_url: str, *steps: str) -> subprocess.CompletedProcess[str]:
    """The steps as one script, with an installed `budgettracker` and the settings of a server in production."""
    (folder / "bin").mkdir(exist_ok=True)
    program = folder / "bin" / "budgettracker"
    program.write_text(f"#!{sys.executable}\nfrom budgettracker.commands import main\nmain()\n")
    program.chmod(0o755)
    environ = {
        **os.environ,
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        # The tests' own PostgreSQL does not sync, which production refuses.
        "APP_ENV": "production" if database_url.startswith("sqlite") else "development",
        "SECRET_KEY": "zV9mQ4tX1pL7sK2dR8wC5bN0yH3gJ6fA",
        "DATABASE_URL": database_url,
        "INSTANCE_FOLDER": str(folder / "instance"),
        "RECEIPTS_FOLDER": str(folder / "receipts"),
        "EXPORTS_FOLDER": str(folder / "workbooks"),
        "STUDY_KEYS": str(folder / "study-keys"),
        "BACKUPS": str(folder / "backups"),
        "KEY_BACKUPS": str(folder / "elsewhere"),
        "RESTORED": str(folder / "restored"),
        "RESTORED_DATABASE_URL": restored_url,
    }
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(steps)],
        env=environ,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.mark.nightly
def test_the_written_steps_back_up_restore_and_upgrade(
    app: Flask, world: World, database_url: str, restored_url: str, tmp_path: Path
) -> None:
    assert len(STEPS) == 4, "back up, keep keys, restore, upgrade"
    if database_url.startswith("sqlite"):
        (tmp_path / "test.sqlite").chmod(0o600)
    limit(world, 1_000_00)
    spend, study = bought(world.alice, world.family, 60_00), uuid.uuid4()
    key = make_key(study, app.config["STUDY_KEYS"], production=False)
    with transaction():
        safe = read_receipt(picture())
        receipt = actions.add_receipt(world.alice, spend, safe, Path(app.config["RECEIPTS_FOLDER"]), at=now())
    name, spend_id = receipt.file_name, spend.id
    db.session.remove()
    db.engine.dispose()
    done = run(tmp_path, database_url, restored_url, *STEPS)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("The books agree.") == 3, "restored, checked, and checked after the upgrade"
    assert "Receipts: 1, each with its file." in done.stdout
    backups = {file.name for file in (tmp_path / "backups").rglob("*") if file.is_file()}
    assert name in backups
    assert "database" in backups
    for file in (tmp_path / "backups").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0
        assert not file.is_file() or key not in file.read_bytes(), "no key beside the database"
    assert (tmp_path / "restored" / "receipts" / name).read_bytes() == safe.content
    assert key_for(study, tmp_path / "restored" / "study-keys", production=True) == key
    restored = create_app(settings(tmp_path / "restored", restored_url))
    with restored.app_context():
        assert list(db.session.scalars(select(Spend.id))) == [spend_id]
        assert list(db.session.scalars(select(Receipt.file_name))) == [name]
        assert faults() == []
        db.session.remove()
        db.engine.dispose()


def test_a_step_that_fails_ends_the_drill(database_url: str, restored_url: str, tmp_path: Path) -> None:
    (tmp_path / "study-keys").mkdir(mode=0o700)
    done = run(tmp_path, f"{database_url}-of-nobody", restored_url, *STEPS)
    assert done.returncode != 0
    assert "The books agree." not in done.stdout
