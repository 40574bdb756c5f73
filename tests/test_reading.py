"""Looking at a page writes nothing, whatever its view does, and PostgreSQL keeps what it has prepared."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from budgettracker.access import public
from budgettracker.database import db, transaction
from budgettracker.people.models import Authority
from tests.client import PageClient
from tests.factories.world import NOON, World


def authorities() -> int:
    """How many are kept."""
    return db.session.scalar(select(func.count()).select_from(Authority)) or 0


@pytest.mark.own_program
def test_a_view_that_only_reads_keeps_nothing_it_wrote(app: Flask, engine_name: str) -> None:
    @app.get("/writes")
    @public
    def writes() -> str:
        db.session.add(Authority(name="Written while reading", created_at=NOON))
        db.session.flush()
        return "written"

    @app.get("/adds")
    @public
    def adds() -> str:
        db.session.add(Authority(name="Added while reading", created_at=NOON))
        return "added"

    @app.get("/writes-by-name")
    @public
    def writes_by_name() -> str:
        with transaction():
            db.session.add(Authority(name="Written in a named transaction", created_at=NOON))
        return "kept"

    browser = app.test_client()
    app.testing = False
    assert browser.get("/writes").status_code == (500 if engine_name == "postgresql" else 200)
    assert browser.get("/adds").status_code == 200
    assert authorities() == 0
    db.session.rollback()
    assert browser.get("/writes-by-name").status_code == 200
    assert authorities() == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
@pytest.mark.own_program  # its connections are its own: what is prepared is prepared on one of them
def test_what_postgresql_has_prepared_outlives_a_page(app: Flask, world: World, client: PageClient) -> None:
    client.as_(world.alice.email)
    prepared = []
    for _ in range(8):
        assert client.get("/families").status == 200
        prepared.append(db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements")) or 0)
        db.session.commit()
    assert prepared[-1] >= 3
