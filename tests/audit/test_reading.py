"""What is read is recorded after the answer; a busy database sends it to the spool, and nothing is lost or doubled."""

import contextlib
import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask, Response, abort
from sqlalchemy import func, select

from budgettracker.access import Permission, public, requires
from budgettracker.audit import reading, rules
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.database import brief_transaction, db, transaction
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from tests.client import PageClient
from tests.factories.world import World

pytestmark = pytest.mark.own_program


@pytest.fixture
def reader(app: Flask, client: PageClient, world: World) -> PageClient:
    """A browser in which Alice is signed in; /family shows her family, /refused notes it and then fails."""
    family_id = world.family_id

    @app.route("/family")
    @requires(Permission.SEE_FAMILIES)
    def family() -> Response:
        reading.note_reading(Deed.FAMILY_VIEWED, db.session.get_one(Family, family_id))
        return Response("shown", mimetype="text/plain")

    @app.route("/refused")
    @public
    def refused() -> Response:
        reading.note_reading(Deed.FAMILY_VIEWED, db.session.get_one(Family, family_id))
        abort(404)

    client.as_("alice.archer@example.org")
    return client


@contextlib.contextmanager
def busy(url: str) -> Iterator[None]:
    """Somebody else holds what a reading needs to be written down."""
    if url.startswith("sqlite"):
        other = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()
        return
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE audit_chain IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def recorded(world: World) -> int:
    lines = db.session.scalars(
        select(AuditRecord).filter_by(subject_id=world.family_id).order_by(AuditRecord.sequence)
    ).all()
    end = db.session.get(AuditChain, world.family_id)
    if end is not None:
        chain = [rules.Line(line.sequence, line.body, line.digest) for line in lines]
        assert rules.faults(chain, end.last_sequence, end.last_digest) == []
    assert {line.deed for line in lines} <= {Deed.FAMILY_VIEWED}
    assert {line.by_id for line in lines} <= {world.alice.id}
    assert {line.authority_id for line in lines} <= {world.authority.id}
    return len(lines)


def spooled(app: Flask) -> list[str]:
    path = Path(app.config["INSTANCE_FOLDER"]) / reading.SPOOL
    return path.read_text().splitlines() if path.exists() else []


def test_a_reading_is_recorded_and_a_page_that_was_not_shown_is_none(
    app: Flask, reader: PageClient, world: World
) -> None:
    assert reader.get("/refused").status == 404
    assert recorded(world) == 0
    assert reader.get("/family").status == 200
    assert recorded(world) == 1
    assert spooled(app) == []


def test_a_busy_database_neither_slows_nor_fails_the_page_and_the_reading_comes_in_later(
    app: Flask, reader: PageClient, world: World, database_url: str
) -> None:
    reader.get("/family")
    with busy(database_url):
        start = time.monotonic()
        assert reader.get("/family").status == 200
        assert reader.get("/family").status == 200
        assert time.monotonic() - start < 2
    assert recorded(world) == 1
    waiting = spooled(app)
    assert len(waiting) == 2
    assert set(json.loads(waiting[0])) == {"id", "by", "by_authority", "deed", "kind", "subject", "authority", "at"}
    assert "Okafor" not in "".join(waiting)
    assert reader.get("/family").status == 200
    assert recorded(world) == 4
    assert spooled(app) == []
    path = Path(app.config["INSTANCE_FOLDER"]) / reading.SPOOL
    assert path.stat().st_mode & 0o077 == 0


def test_writing_waits_as_long_as_before_after_a_brief_wait(app: Flask, world: World, database_url: str) -> None:
    with contextlib.suppress(Exception), busy(database_url), brief_transaction():
        db.session.scalar(select(func.count()).select_from(AuditChain).with_for_update(read=True))
    released = threading.Event()
    holding = threading.Event()

    def hold() -> None:
        with busy(database_url):
            holding.set()
            time.sleep(0.6)
        released.set()

    holder = threading.Thread(target=hold)
    holder.start()
    holding.wait()
    with transaction():
        db.session.add(AuditChain(subject_id=world.alice.id, last_sequence=0, last_digest="0" * 64))
        db.session.flush()
    assert released.wait(1)
    holder.join()


def test_a_spool_that_was_replayed_but_not_emptied_doubles_nothing(
    app: Flask, reader: PageClient, world: World, database_url: str
) -> None:
    with busy(database_url):
        reader.get("/family")
    path = Path(app.config["INSTANCE_FOLDER"]) / reading.SPOOL
    before = path.read_bytes()
    reader.get("/family")
    assert recorded(world) == 2
    path.write_bytes(before)
    reader.get("/family")
    assert recorded(world) == 3
    assert spooled(app) == []
    assert not (Path(app.config["INSTANCE_FOLDER"]) / reading.SET_ASIDE).exists()


def test_a_damaged_line_is_set_aside_and_holds_nothing_up(
    app: Flask, reader: PageClient, world: World, database_url: str
) -> None:
    with busy(database_url):
        reader.get("/family")
    path = Path(app.config["INSTANCE_FOLDER"]) / reading.SPOOL
    whole = path.read_text()
    stranger = json.loads(whole)
    stranger["by"] = stranger["id"] = "0198d5a0-0000-7000-8000-000000000000"
    path.write_text('{"id": "torn\n' + whole + json.dumps(stranger) + "\n")
    reader.get("/family")
    assert recorded(world) == 2
    assert spooled(app) == []
    aside = (Path(app.config["INSTANCE_FOLDER"]) / reading.SET_ASIDE).read_text().splitlines()
    assert len(aside) == 2


def test_a_long_spool_comes_in_a_piece_at_a_time(app: Flask, reader: PageClient, world: World) -> None:
    folder = Path(app.config["INSTANCE_FOLDER"])
    alice, family = reading.Reader(world.alice.id, world.authority.id), reading.ReadRow("family", world.family_id)
    with (folder / reading.SPOOL).open("w") as spool:
        for _ in range(reading.AT_ONCE + 10):
            moment = datetime.now(UTC)
            new = reading.Reading(uuid7(), alice, Deed.FAMILY_VIEWED, family, world.authority.id, moment)
            spool.write(new.line())
    reader.get("/family")
    assert recorded(world) == reading.AT_ONCE + 1
    assert len(spooled(app)) == 10
    reader.get("/family")
    assert recorded(world) == reading.AT_ONCE + 12
    assert spooled(app) == []


def test_a_page_is_shown_even_when_the_reading_can_be_kept_nowhere(
    app: Flask, reader: PageClient, world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(reading, "_spool", full)
    with busy(database_url):
        assert reader.get("/family").status == 200
