"""check-receipts names receipts whose file is gone, and sweeps only files that belong to nothing and are old."""

import os
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from budgettracker.commands import main
from budgettracker.database import db, transaction
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Receipt, Spend
from budgettracker.web import now
from tests.factories.spend import bought, limit, picture
from tests.factories.world import World


@pytest.fixture
def folder(app: Flask, world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where one receipt is kept, on the database the command is told of."""
    for name, value in {"DATABASE_URL": database_url, "INSTANCE_FOLDER": str(tmp_path), "APP_ENV": "testing"}.items():
        monkeypatch.setenv(name, value)
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 60_00)
    place = Path(app.config["RECEIPTS_FOLDER"])
    with transaction():
        actions.add_receipt(world.alice, spend, read_receipt(picture()), place, at=now())
    return place


def check(*words: str) -> Result:
    db.session.remove()
    return CliRunner().invoke(main, ["check-receipts", *words])


def test_all_is_well(folder: Path) -> None:
    done = check()
    assert (done.exit_code, done.output) == (0, "Receipts: 1, each with its file.\n")


def test_a_receipt_that_is_gone_or_cut_short_is_named(folder: Path) -> None:
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    done = check()
    assert (done.exit_code, f"{file.name} is not as long as it was" in done.output) == (1, True)
    file.unlink()
    done = check("--sweep")
    assert (done.exit_code, f"{file.name} is missing" in done.output) == (1, True)


def test_only_old_files_that_belong_to_nothing_are_swept(folder: Path) -> None:
    (receipt,) = folder.iterdir()
    old, fresh = folder / "old.pdf.part", folder / "fresh.pdf"
    old.touch()
    fresh.touch()
    for file in (old, receipt):
        os.utime(file, (time.time() - 100_000,) * 2)
    assert "Files that belong to no receipt: 1. --sweep" in check().output
    assert old.exists()
    done = check("--sweep")
    assert (done.exit_code, "Removed." in done.output) == (0, True)
    assert sorted(folder.iterdir()) == sorted([receipt, fresh])


def test_a_receipt_whose_commit_failed_leads_nowhere(folder: Path, world: World) -> None:
    spend = db.session.query(Receipt).one().spend_id

    def add_and_fail() -> None:
        with transaction():
            row = db.session.get_one(Spend, spend)
            actions.add_receipt(world.alice, row, read_receipt(picture("PNG")), folder, at=now())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert db.session.query(Receipt).count() == 1
    (left,) = folder.glob("*.png")
    os.utime(left, (time.time() - 100_000,) * 2)
    assert check("--sweep").exit_code == 0
    assert not left.exists()
