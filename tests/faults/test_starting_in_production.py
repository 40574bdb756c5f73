"""In production the server refuses to start with anything missing or unsafe, and names the setting; else it starts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from budgettracker import create_app
from budgettracker.commands import main, server
from budgettracker.database import db
from tests.conftest import settings
from tests.live import Browser, serving

KEY = "zV9mQ4tX1pL7sK2dR8wC5bN0yH3gJ6fA"
Start = Callable[..., Result]


@pytest.fixture
def engine_name() -> str:
    """The tests' own PostgreSQL does not sync, which production refuses: see tests/house/test_durability.py."""
    return "sqlite"


@pytest.fixture
def good(app: Flask, database_url: str, tmp_path: Path) -> dict[str, str | None]:
    """Settings with which it starts."""
    db.session.remove()
    db.engine.dispose()
    (tmp_path / "test.sqlite").chmod(0o600)
    for folder in ("keys", "receipts", "workbooks"):
        (tmp_path / folder).mkdir(mode=0o700)
    return {
        "APP_ENV": "production",
        "SECRET_KEY": KEY,
        "DATABASE_URL": database_url,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
        "STUDY_KEYS": str(tmp_path / "keys"),
        "RECEIPTS_FOLDER": str(tmp_path / "receipts"),
        "EXPORTS_FOLDER": str(tmp_path / "workbooks"),
        "FLASK_DEBUG": None,
    }


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Start:
    """`budgettracker serve` with these settings, up to the moment it would listen."""
    monkeypatch.setattr(server, "run", lambda app: print(f"listening as {app.config['APP_ENV']}"))

    def serve(given: dict[str, str | None], **more: str | None) -> Result:
        return CliRunner(env={**given, **more}).invoke(main, ["serve"])

    return serve


def test_with_good_settings_it_starts(start: Start, good: dict[str, str | None]) -> None:
    done = start(good)
    assert (done.exit_code, done.output) == (0, "listening as production\n")


SETTINGS = {
    "no secret key": ("SECRET_KEY", None),
    "a short secret key": ("SECRET_KEY", KEY[:31]),
    "a monotonous secret key": ("SECRET_KEY", "abc" * 20),
    "a sample secret key": ("SECRET_KEY", "change-me-please-change-me-secret-key"),
    "a sample secret key many times": ("SECRET_KEY", "secret-key" * 4),
    "debug": ("FLASK_DEBUG", "1"),
    "an insecure cookie": ("SESSION_COOKIE_SECURE", "0"),
    "no database": ("DATABASE_URL", None),
    "no database address": ("DATABASE_URL", "my database"),
    "an unknown kind of database": ("DATABASE_URL", "oracle://somewhere/x"),
    "an address with a port that is none": ("DATABASE_URL", "postgresql://tracker@db:port/tracker"),
    "a database in memory": ("DATABASE_URL", "sqlite://"),
    "a database where none can be": ("DATABASE_URL", "sqlite:////proc/nowhere/x.sqlite"),
    "no study keys": ("STUDY_KEYS", None),
    "study keys that are not there": ("STUDY_KEYS", "/nowhere/at/all"),
    "another environment": ("APP_ENV", "prod"),
    "no number of writers": ("WRITERS", "many"),
    "no number of proxies": ("TRUSTED_PROXIES", "-1"),
}


@pytest.mark.parametrize("what", SETTINGS)
def test_it_refuses_a_setting_by_its_name(start: Start, good: dict[str, str | None], what: str) -> None:
    name, value = SETTINGS[what]
    done = start(good, **{name: value})
    assert done.exit_code == 2, done.output
    assert done.output.startswith("Error: ")
    assert done.output.count("\n") == 1
    assert name in done.output
    assert KEY not in done.output
    assert start(good).exit_code == 0, "and with the good one it starts"


PLACES = {
    "keys": "STUDY_KEYS",
    "receipts": "RECEIPTS_FOLDER",
    "workbooks": "EXPORTS_FOLDER",
    "test.sqlite": "DATABASE_URL",
    "test.sqlite-wal": "DATABASE_URL",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("bits", [0o040, 0o004])
def test_it_refuses_what_others_can_read(
    start: Start, good: dict[str, str | None], tmp_path: Path, place: str, bits: int
) -> None:
    there = tmp_path / place
    if not there.exists():
        there.touch(mode=0o600)
    before = there.stat().st_mode
    there.chmod(before | bits)
    done = start(good)
    assert (done.exit_code, PLACES[place] in done.output) == (2, True), done.output
    there.chmod(before)
    assert start(good).exit_code == 0


def test_it_refuses_a_schema_that_is_not_at_its_migration(
    start: Start, good: dict[str, str | None], app: Flask
) -> None:
    with db.engine.begin() as connection:
        was = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    done = start(good)
    assert (done.exit_code, "budgettracker upgrade" in done.output) == (1, True)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :was"), {"was": was})
    assert start(good).exit_code == 0


def test_a_file_that_is_no_database_is_said_in_words(start: Start, good: dict[str, str | None], tmp_path: Path) -> None:
    (tmp_path / "test.sqlite").write_bytes(b"not a database at all " * 100)
    done = start(good)
    assert (done.exit_code, done.output) == (2, "Error: The file that DATABASE_URL names is not an SQLite database.\n")


def test_a_database_that_cannot_be_reached_is_said_in_words(start: Start, good: dict[str, str | None]) -> None:
    done = start(good, DATABASE_URL="postgresql://nobody:hidden-word@127.0.0.1:9/none")
    assert (done.exit_code, done.output.count("\n")) == (1, 1), done.output
    assert "DATABASE_URL" in done.output
    assert "hidden-word" not in done.output


@pytest.mark.parametrize("name, value", [("PORT", "http"), ("PORT", "70000"), ("WORKERS", "0"), ("WORKERS", "many")])
def test_where_and_how_it_listens_must_be_meant(good: dict[str, str | None], name: str, value: str) -> None:
    done = CliRunner(env={**good, name: value}).invoke(main, ["serve"])
    assert (done.exit_code, done.output.count("\n")) == (2, 1), done.output
    assert name in done.output


def test_the_real_server_starts_in_production_and_says_nothing_about_itself(
    good: dict[str, str | None], tmp_path: Path
) -> None:
    given: dict[str, Any] = {name: value for name, value in good.items() if value is not None}
    with serving(given.pop("DATABASE_URL"), tmp_path, **given) as running:
        browser = Browser(running.url)
        health, ready = browser.get("/healthz"), browser.get("/readyz")
        assert (health.status, health.text) == (200, "ok\n")
        assert (ready.status, ready.text) == (200, "ready\n")
        assert browser.get("/sign-in").status == 200
    log = (tmp_path / "server.log").read_text()
    assert KEY not in log
    assert not (tmp_path / "instance" / "secret-key").exists()


def test_no_key_is_made_for_a_program_that_was_given_one(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path / "stray"))
    create_app(settings(tmp_path, app.config["SQLALCHEMY_DATABASE_URI"]))
    assert not (tmp_path / "stray").exists()
    create_app()
    assert (tmp_path / "stray" / "secret-key").stat().st_mode & 0o777 == 0o600
