"""The safety headers on every route and every error page, the cookie of production, and logs that say nothing of anybody."""

import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from budgettracker import create_app
from budgettracker.database import db
from budgettracker.errors import Busy
from tests.access.arena import Arena
from tests.access.table import TABLE
from tests.client import PageClient
from tests.conftest import settings
from tests.world import PASSWORD, World

EVERYWHERE = {
    "default-src": {"'self'", "'none'"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'", "'none'"},
}


def check_headers(answer: TestResponse, where: object) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    for name, allowed in EVERYWHERE.items():
        said = policy.get(name, policy["default-src"] if name == "object-src" else "")
        assert said in allowed, (where, name, said)
    assert "unsafe" not in str(policy), where
    assert "http" not in str(policy).replace("https:", ""), (where, "no other site")
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.headers["X-Frame-Options"] == "DENY", where
    assert answer.headers["Cache-Control"] == "no-store", where
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), where
    assert "Server" not in answer.headers, where


@pytest.mark.parametrize("endpoint", TABLE)
def test_every_route_looked_at_and_sent_to(here: Arena, endpoint: str) -> None:
    row = TABLE[endpoint]
    for actor in ("anonymous", "carol", min(row.look or row.do)):
        check_headers(here.ask(actor, here.address(row)), (actor, "looked at"))
        check_headers(here.ask(actor, here.address(row), {"csrf_token": "wrong"}), (actor, "without a token"))
        check_headers(here.ask(actor, here.address(row), {"form_key": ""}), (actor, "without a key"))
    here.put_back()


def broken(error: Exception) -> Any:
    def view() -> str:
        raise error

    return view


LOCKED = OperationalError("SELECT 'Canarystatement'", {"name": "Canaryparameter"}, Exception("database is locked"))
FAULTS = [(500, ValueError("Canaryvalue")), (503, Busy()), (503, LOCKED), (500, KeyError("Canarykey"))]


@pytest.mark.parametrize("status,error", FAULTS)
def test_error_pages_have_them_too_and_say_nothing_of_the_fault(
    here: Arena, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, status: int, error: Exception
) -> None:
    monkeypatch.setitem(here.app.view_functions, "people.account", broken(error))
    monkeypatch.setattr(here.app, "testing", False)
    monkeypatch.setitem(here.app.config, "PROPAGATE_EXCEPTIONS", False)
    with caplog.at_level(logging.DEBUG, "budgettracker"):
        answer = here.ask("alice", "/account")
    assert answer.status_code == status
    check_headers(answer, status)
    for said in (answer.text, caplog.text):
        assert "Canary" not in said
        assert here.made.emails["alice"] not in said
    assert "people.account" in caplog.text, "the operator learns where it was"


def test_the_other_error_pages(here: Arena) -> None:
    wrong = [
        (here.ask("alice", "/nothing"), 404),
        (here.ask("alice", "/people"), 403),
        (here.ask("alice", "/families/search", {"form_key": ""}), 400),
        (here.ask("alice", "/families", {}), 405),
        (here.ask("alice", "/families/search", {"text": "x" * 201}), 422),
        (here.ask("alice", "/families/search", {"text": "x" * 2_000_000}), 413),
        (here.ask("alice", "/families/search", {"text": "x", "form_key": "once"}), 303),
        (here.ask("alice", "/families/search", {"text": "y", "form_key": "once"}), 409),
        (here.ask("anonymous", "/password/none"), 410),
    ]
    for answer, status in wrong:
        assert answer.status_code == status
        check_headers(answer, status)
    for _ in range(6):
        answer = here.ask("anonymous", "/sign-in", {"email": "bob.brown@example.org", "password": "wrong wrong wrong"})
    assert answer.status_code == 429
    check_headers(answer, 429)
    here.put_back()


def test_nobodys_words_are_logged(here: Arena, caplog: pytest.LogCaptureFixture) -> None:
    """Everybody opens everything and sends everything; the program's own log stays free of who and what."""
    with caplog.at_level(logging.DEBUG, "budgettracker"):
        for endpoint in ("spend.log_spend", "people.add_person", "families.new", "people.sign_in", "imports.index"):
            row = TABLE[endpoint]
            for actor in ("anonymous", "alice", "carol", "adam", "fiona"):
                here.ask(actor, here.address(row), here.body(row))
                here.ask(actor, f"/people?search=Canaryname&next={actor}")
            here.put_back()
    said = " ".join(record.getMessage() for record in caplog.records)
    for word in (*here.markers("anonymous"), "nia@example.net", "Canaryname", "correct horse"):
        assert word not in said


@pytest.fixture
def production(world: World, database_url: str, tmp_path: Path) -> Flask:
    """The program with the settings of production, over the world that is there."""
    named = {"SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True, "WTF_CSRF_SSL_STRICT": True}
    return create_app({**settings(tmp_path, database_url), "APP_ENV": "production", **named})


def test_production_keeps_its_cookie_to_itself_and_asks_for_https(production: Flask, world: World) -> None:
    browser = production.test_client()
    with production.app_context():
        ask: dict[str, Any] = {
            "base_url": "https://tracker.example",
            "headers": {"Referer": "https://tracker.example/"},
        }
        form = PageClient(production)
        form.flask = browser
        page = form._alone(browser.get, "/sign-in", **ask)
        token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        sent = {"email": world.alice.email, "password": PASSWORD, "csrf_token": token}
        answer = form._alone(browser.post, "/sign-in", data=sent, **ask)
        assert answer.status_code == 303
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        flags = {part.strip().partition("=")[0]: part.strip().partition("=")[2] for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly"} <= set(flags)
        assert flags["Path"] == "/"
        assert flags["SameSite"] in ("Lax", "Strict")
        assert "Domain" not in flags
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        check_headers(answer, "production")
        elsewhere = {"base_url": "https://tracker.example", "headers": {"Referer": "https://evil.example/"}}
        assert form._alone(browser.post, "/sign-out", data={"csrf_token": token}, **elsewhere).status_code == 400
        db.engine.dispose()


def test_signing_out_takes_a_token_so_that_no_other_site_can_do_it(here: Arena) -> None:
    client = here.clients["alice"]
    client.set_cookie("session", here.cookies["alice"])
    assert client.post("/sign-out").status_code == 400
    assert here.ask("alice", "/account").status_code == 200
