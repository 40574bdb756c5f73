"""Every answer carries the safety headers, error pages too; the health pages say no more than they must."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from budgettracker import create_app
from budgettracker.database import db
from budgettracker.people.views.health import LEAST_FREE
from tests.client import PageClient
from tests.conftest import settings
from tests.factories.world import World
from tests.page import words
from tests.people.conftest import Clock


def check_headers(response: TestResponse) -> None:
    policy = response.headers["Content-Security-Policy"]
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


def test_pages_and_error_pages_carry_the_headers(app: Flask, client: PageClient, world: World, clock: Clock) -> None:
    client.sign_in("adam.able@example.org")
    bob = world.bob.id
    pages = [
        "/",
        "/people",
        f"/people/{bob}",
        f"/people/{bob}/roles",
        "/teams",
        "/account",
        "/account/password",
        "/healthz",
        "/readyz",
        "/password/none",
    ]
    for path in pages:
        seen = client.get(path)
        assert seen.status < 500
        check_headers(seen.response)
    keys = client.get(f"/people/{bob}").form("/suspend")
    wrong = [
        (client.get("/nothing/here"), 404),
        (client.post("/people/add", {"name": "x"}), 400),
        (client.post("/people/add", {"csrf_token": keys["csrf_token"]}), 400),
        (client.post("/people", keys), 405),
        (client.post(f"/people/{world.dave.id}/suspend", keys), 404),
        (client.post(f"/people/{world.adam.id}/suspend", keys), 422),
        (client.post("/teams/add", {**keys, "name": "x" * 2_000_000}), 413),
    ]
    for seen, status in wrong:
        assert seen.status == status
        check_headers(seen.response)
    client.sign_out()
    client.sign_in("alice.archer@example.org")
    seen = client.get("/people")
    assert seen.status == 403
    check_headers(seen.response)


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: PageClient, world: World) -> None:
    seen = client.send("/sign-in", email="alice.archer@example.org", password="correct horse battery")
    cookie = seen.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "alice" not in cookie.lower()


def test_health_says_ok_and_readiness_asks_the_database(app: Flask, client: PageClient) -> None:
    assert client.get("/healthz").response.text == "ok\n"
    assert client.get("/readyz").response.text == "ready\n"


def test_a_database_that_goes_away_in_the_middle_of_an_answer_is_said_without_asking_it(
    app: Flask, client: PageClient, world: World
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("SELECT", {}, OSError("the server closed the connection"))

    def halfway() -> str:
        event.listen(db.engine, "before_cursor_execute", away)
        return str(db.session.scalar(select(1)))

    client.as_("alice.archer@example.org")
    app.view_functions["home.my_families"] = halfway
    seen = client.get("/my-families")
    assert seen.status == 503
    assert seen.response.headers["Retry-After"]


def test_readiness_says_no_and_no_more_without_database_or_receipts_folder(
    app: Flask, client: PageClient, tmp_path: Path
) -> None:
    (tmp_path / "a file").touch()
    app.config["RECEIPTS_FOLDER"] = str(tmp_path / "a file" / "receipts")
    seen = client.get("/readyz")
    assert (seen.status, seen.response.text) == (503, "not ready\n")


def test_readiness_says_no_when_the_disk_has_no_room(client: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/readyz").status == 200
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=LEAST_FREE - 1))
    seen = client.get("/readyz")
    assert (seen.status, seen.response.text) == (503, "not ready\n")


def test_without_its_database_the_program_answers_in_words(tmp_path: Path) -> None:

    app = create_app(settings(tmp_path, "postgresql+psycopg://nobody@127.0.0.1:9/none"))
    client = PageClient(app)
    with app.app_context():
        assert client.get("/healthz").status == 200
        seen = client.get("/readyz")
        assert (seen.status, seen.response.text) == (503, "not ready\n")
        with client.flask.session_transaction() as session:
            session["sid"] = "any"
        assert client.get("/account").status == 503
        db.engine.dispose()


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 422)])
def test_addresses_that_a_proxy_reports_count_only_when_it_is_trusted(
    world: World, database_url: str, tmp_path: Path, proxies: int, status: int
) -> None:
    app = create_app({**settings(tmp_path, database_url), "TRUSTED_PROXIES": proxies})
    client = PageClient(app)
    with app.app_context():
        for last in range(6):
            form = {**client.get("/sign-in").form(), "email": "alice.archer@example.org", "password": "wrong wrong"}
            headers = {"X-Forwarded-For": f"198.51.100.{last}"}
            sent = client._alone(client.flask.post, "/sign-in", data=form, headers=headers)
        assert client._seen(sent).status == status
        db.engine.dispose()


def test_the_demo_lists_who_one_can_sign_in_as_and_nothing_else_does(
    app: Flask, client: PageClient, world: World
) -> None:
    assert world.alice.name not in client.get("/sign-in").html
    app.config.update(DEMO=True, DEMO_PASSWORD="correct horse battery")
    seen = client.get("/sign-in")
    assert "Alice Archer" in seen.text
    authorities = [words(heading) for heading in seen.page.iter("h3")]
    assert authorities == ["Eastfield", "Westmoor", "Across all authorities"]
    assert seen.text.index("Mary Moss") < seen.text.index("Audrey Ash"), "who works with families comes first"
    form = next(form for form in seen.page.iter("form") if any(i.get("value") == "mary.moss@example.org" for i in form))
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert client.post("/sign-in", sent).status == 303  # type: ignore[arg-type]
    assert "Mary Moss" in client.get("/account").text
