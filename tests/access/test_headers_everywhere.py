"""The safety headers on every route and every error page, the cookie of production, and logs that say nothing of anybody."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from budgettracker import create_app
from budgettracker.database import db
from budgettracker.delivery import fingerprint
from budgettracker.errors import Busy
from tests.access.headers import check_headers
from tests.access.table import TABLE
from tests.access.whole_world import WholeWorld
from tests.client import PageClient
from tests.conftest import settings
from tests.factories.world import PASSWORD, World

NIGHTLY = bool(os.environ.get("NIGHTLY"))
FORMS = [endpoint for endpoint, row in TABLE.items() if row.do or row.refused]


@pytest.mark.parametrize("endpoint", FORMS)
def test_every_form_sent_as_no_page_sends_it(here: WholeWorld, endpoint: str) -> None:
    """What each page answers to everybody who looks, and each form to everybody who sends it, the matrix looks at."""
    row = TABLE[endpoint]
    for actor in (
        ("anonymous", "carol", min(row.do or row.refused)) if NIGHTLY else ("anonymous", min(row.do or row.refused))
    ):
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
    here: WholeWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, status: int, error: Exception
) -> None:
    monkeypatch.setitem(here.app.view_functions, "people.account", broken(error))
    monkeypatch.setattr(here.app, "testing", False)
    monkeypatch.setitem(here.app.config, "PROPAGATE_EXCEPTIONS", False)
    with caplog.at_level(logging.DEBUG, "budgettracker"):
        answer = here.ask("alice", "/account")
    assert answer.status_code == status
    check_headers(answer, status)
    for each in (answer.text, caplog.text):
        assert "Canary" not in each
        assert here.made.emails["alice"] not in each
    assert "people.account" in caplog.text, "the operator learns where it was"


def every_answer(whole_world: WholeWorld) -> Iterator[tuple[TestResponse, int]]:
    """One answer of each status the program gives, the last of them from a program that is broken."""
    ask, search = whole_world.ask, "/families/search"
    yield ask("alice", "/families"), 200
    yield ask("alice", f"/static/{STYLE}"), 200
    yield ask("alice", "/static/nothing.css"), 404
    yield ask("alice", "/nothing"), 404
    yield ask("carol", whole_world.address(TABLE["home.family"])), 404
    yield ask("alice", "/people"), 403
    yield ask("alice", search, {"form_key": ""}), 400
    yield ask("alice", search, {"csrf_token": "wrong"}), 400
    yield ask("alice", "/families", {}), 405
    yield ask("alice", search, {"text": "x" * 201}), 422
    yield ask("otto", "/people/add", whole_world.body(TABLE["people.add_person"])), 422
    yield ask("alice", search, {"text": "x" * 2_000_000}), 413
    yield ask("alice", search, {"text": "x", "form_key": "once"}), 303
    yield ask("alice", search, {"text": "y", "form_key": "once"}), 409
    yield ask("anonymous", "/families"), 302
    yield ask("anonymous", "/password/none"), 410
    for _ in range(6):
        last = ask("anonymous", "/sign-in", {"email": "bob.brown@example.org", "password": "wrong wrong wrong"})
    yield last, 429
    for status, error in FAULTS:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(whole_world.app.view_functions, "people.account", broken(error))
            patch.setitem(whole_world.app.config, "PROPAGATE_EXCEPTIONS", False)
            yield ask("alice", "/account"), status
    whole_world.put_back()


STYLE = f"built/{fingerprint()}/app.css"


def test_every_answer_there_is(here: WholeWorld) -> None:
    seen = set()
    for answer, status in every_answer(here):
        assert answer.status_code == status
        check_headers(answer, status, static=answer.request.path.startswith("/static/"))
        seen.add(status)
    assert {400, 403, 404, 405, 409, 413, 422, 429, 500, 503} < seen


def test_in_production_every_answer_asks_for_https(here: WholeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    for answer, _ in every_answer(here):
        assert "Strict-Transport-Security" not in answer.headers
    monkeypatch.setitem(here.app.config, "APP_ENV", "production")
    for answer, status in every_answer(here):
        # A built file's headers are made when the program starts: see below, in production.
        if answer.request.path != f"/static/{STYLE}":
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000"), status


def test_addresses_name_things_by_their_uuid_alone(here: WholeWorld) -> None:
    """Addresses stay in histories, in logs of proxies and on screens: the matrix looks at the links of every page."""
    kinds = {
        (name, type(converter).__name__)
        for rule in here.app.url_map.iter_rules()
        for name, converter in rule._converters.items()
    }
    assert {(name, kind) for name, kind in kinds if kind != "UUIDConverter"} <= {
        ("filename", "PathConverter"),  # a style sheet, a script, a picture of ours
        ("token", "UnicodeConverter"),  # a one-time link, which is random
        ("kind", "UnicodeConverter"),  # one word of a few
        ("number", "IntegerConverter"),  # a costing run of a study: first, second, third
        ("row", "IntegerConverter"),  # a line of a finance file: the third, the fourth
        ("other", "IntegerConverter"),  # the run beside it
        ("table", "UnicodeConverter"),  # one word of a few: a table for a funder
        ("day", "UnicodeConverter"),  # a Monday, of one's own week
        ("year_and_month", "UnicodeConverter"),  # a month to close or reopen
    }


def test_nobodys_words_are_logged(here: WholeWorld, caplog: pytest.LogCaptureFixture) -> None:
    """Everybody opens everything and sends everything; the program's own log stays free of who and what."""
    with caplog.at_level(logging.DEBUG, "budgettracker"):
        for endpoint in (
            "spend.log_spend",
            "people.add_person",
            "families.add_family",
            "people.sign_in",
            "imports.import_files",
        ):
            row = TABLE[endpoint]
            for actor in ("anonymous", "alice", "carol", "adam", "fiona"):
                here.ask(actor, here.address(row), here.body(row))
                here.ask(actor, f"/people?search=Canaryname&next={actor}")
            here.put_back()
    words = " ".join(record.getMessage() for record in caplog.records)
    for word in (*here.markers("anonymous"), "nia@example.net", "Canaryname", "correct horse"):
        assert word not in words


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
        file = form._alone(browser.get, f"/static/{STYLE}", **ask)
        assert file.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        check_headers(file, "a file in production", static=True)
        elsewhere = {"base_url": "https://tracker.example", "headers": {"Referer": "https://evil.example/"}}
        assert form._alone(browser.post, "/sign-out", data={"csrf_token": token}, **elsewhere).status_code == 400
        db.engine.dispose()


def test_signing_out_takes_a_token_so_that_no_other_site_can_do_it(here: WholeWorld) -> None:
    client = here.clients["alice"]
    client.set_cookie("session", here.cookies["alice"])
    assert client.post("/sign-out").status_code == 400
    assert here.ask("alice", "/account").status_code == 200
