"""What the server writes to its log names nobody: every personal word and every secret is a canary that must not appear."""

import http.client
import subprocess
import sys
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from budgettracker.access import Role
from budgettracker.database import db, transaction
from tests.client import PageClient
from tests.factories.spend import limit
from tests.factories.world import PASSWORD, World, family, person
from tests.faults.held import hold
from tests.live import LiveServer, _wait, free_port
from tests.page import fields_of, tree_of

KEY = "kEy1cAnary2zV9mQ4tX1pL7sK2dR8wC5b"
SERVER = """
from budgettracker.access import public
from budgettracker.commands import server
from budgettracker.commands.schema import ready_program
app = ready_program()
@app.route("/breaks")
@public
def breaks():
    raise ValueError("canary-in-an-error")
server.run(app)
"""


@pytest.fixture
def engine_name() -> str:
    """The tests' own PostgreSQL does not sync, which production refuses."""
    return "sqlite"


@dataclass
class Browser:
    """A browser behind the proxy that speaks HTTPS for the server: Secure cookies go back."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Status, text and where it leads."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        address = f"https://127.0.0.1:{self.port}"
        headers = {
            "X-Forwarded-For": "198.51.100.77",
            "X-Forwarded-Proto": "https",
            "Referer": f"{address}{path}",
            "User-Agent": "canary-of-a-browser",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            assert "Secure" in line
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        values = (answer.status, answer.read().decode(), answer.headers.get("Location", ""))
        connection.close()
        return values

    def send(self, path: str, **changes: object) -> tuple[int, str, str]:
        """Load the page, fill in its last form, send it."""
        status, page, _ = self.ask("GET", path)
        assert status == 200, page[:500]
        return self.ask("POST", path, fields_of(list(tree_of(page).iter("form"))[-1]) | changes)


def test_an_errors_words_never_quote_what_a_statement_was_given(app: Flask) -> None:
    with pytest.raises(DBAPIError) as error, db.engine.begin() as connection:
        connection.execute(text("INSERT INTO authority (id, name) VALUES (:id, :name)"), {"id": None, "name": "canary"})
    assert "authority" in str(error.value)
    assert "canary" not in str(error.value)


@pytest.mark.own_program
def test_an_error_while_an_error_is_answered_is_logged_by_its_kind(
    app: Flask, client: PageClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.globals["csp_nonce"] = app.jinja_env.filters["pounds"] = lambda *_: 1 // 0
    try:
        status = client.flask.get("/sign-in").status_code
    except ZeroDivisionError:
        status = 500
    assert status == 500
    assert "uncaught for people.sign_in: ZeroDivisionError" in caplog.text
    assert "Traceback" not in caplog.text


def test_log_lines_carry_no_personal_word_and_no_secret(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    with transaction():
        worker = person(world.authority, "Canaryworker Jones", Role.PRACTITIONER, teams=(world.team,))
        theirs = family(world.team, "CANARY-REF", "Canaryfamily", worker, world.scheme)
        other = World(**{**vars(world), "family": theirs, "alice": worker})
    limit(other, 500_00)
    path, category, email = f"/families/{theirs.id}/spend/new", str(world.scheme.categories[0].id), worker.email
    db.session.remove()
    db.engine.dispose()
    (tmp_path / "test.sqlite").chmod(0o600)
    (tmp_path / "keys").mkdir(mode=0o700)
    port = free_port()
    environ = {
        "PATH": "/usr/bin:/bin",
        "APP_ENV": "production",
        "SECRET_KEY": KEY,
        "DATABASE_URL": database_url,
        "INSTANCE_FOLDER": str(tmp_path / "instance"),
        "STUDY_KEYS": str(tmp_path / "keys"),
        "TRUSTED_PROXIES": "1",
        "PORT": str(port),
    }
    log = tmp_path / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            env=environ,
            cwd=Path(__file__).parents[2],
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    server = LiveServer(f"http://127.0.0.1:{port}", process)
    try:
        _wait(server, log)
        browser = Browser(port)
        assert browser.send("/sign-in", email="canary-stranger@example.org", password="canary-password")[0] == 422
        assert browser.send("/sign-in", email=email, password="canary-wrong-password")[0] == 422
        assert browser.send("/sign-in", email=email, password=PASSWORD)[0] in (302, 303)
        words = {"bought_what": "canary-bed", "purpose": "canary-sleep", "payment_method": "purchase_card"}
        values = {**words, "category": category}
        status, page, _ = browser.send(path, amount="canary-amount", **values)
        assert (status, "canary-bed" in page) == (422, True), "a refused form, with what was typed kept"
        status, _, location = browser.send(path, amount="45.00", **values)
        assert status == 303
        assert "canary-bed" in browser.ask("GET", location)[1]
        held = hold(tmp_path, 60)
        status, page, _ = browser.send(path, amount="46.00", **values)
        assert (status, "canary-bed" in page) == (503, True)
        held.let_go()
        assert browser.ask("GET", "/canary-address?canary-question=1")[0] == 404
        assert browser.ask("GET", "/breaks?canary-question=1")[0] == 500
        assert browser.ask("POST", path, {"bought_what": "canary-forged"})[0] == 400
        assert browser.cookies["__Host-session"]
    finally:
        server.stop()
    text = log.read_text()
    assert "500 for breaks: ValueError" in text, "the operator is told that something broke, and where"
    assert "503 for spend.log_spend" in text
    secrets = [
        "canary",
        KEY,
        PASSWORD,
        "Jones",
        email,
        "198.51.100.77",
        browser.cookies["__Host-session"],
        str(theirs.id),
    ]
    assert [word for word in secrets if word.lower() in text.lower()] == []
