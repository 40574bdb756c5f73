"""When another process holds SQLite's write lock: reading goes on, a form is answered 503 with what was typed kept."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker import create_app
from budgettracker.database import db
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.conftest import settings
from tests.factories.spend import limit
from tests.factories.world import World


@pytest.fixture
def engine_name() -> str:
    """Only SQLite has one write lock for everybody."""
    return "sqlite"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """A program that waits a second for the lock."""
    program = create_app(settings(tmp_path, database_url) | {"BUSY_SECONDS": 1})
    with program.app_context():
        yield program
        db.session.remove()
        db.engine.dispose()


def test_what_was_typed_is_kept_and_recorded_once_when_it_is_sent_again(
    client: PageClient, world: World, tmp_path: Path
) -> None:
    limit(world, 100_00)
    client.as_("alice.archer@example.org")
    path = f"/families/{world.family_id}/spend/new"
    form = client.get(path).form() | {
        "amount": "45.00",
        "bought_what": "Bunk bed “for two”",
        "purpose": "Sleep",
        "payment_method": "purchase_card",
        "category": str(world.scheme.categories[0].id),
    }
    db.session.remove()
    other = sqlite3.connect(tmp_path / "test.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = client.post(path, form)
    assert busy.status == 503
    assert busy.response.headers["Retry-After"]
    assert "What you typed is kept" in busy.text
    assert client.get("/my-families").status == 200, "reading goes on"
    other.execute("ROLLBACK")
    again = client.post(path, busy.form())
    assert again.status == 303
    assert client.post(path, busy.form()).location == again.location
    assert db.session.scalar(select(func.count()).select_from(Spend)) == 1
    assert "Bunk bed “for two”" in client.get(again.location).text
