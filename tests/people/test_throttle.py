"""Attempts to sign in are counted in the database, for every worker, and the right owner never waits long."""

import threading
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select

from budgettracker import create_app
from budgettracker.database import db, transaction
from budgettracker.people.actions.sign_in import count_attempt
from budgettracker.people.models import FailedSignIn, Person
from budgettracker.people.rules.hashing import NOBODYS, STRONG, Hashing
from tests.client import PageClient, Seen
from tests.conftest import settings
from tests.factories import world as making
from tests.factories.world import PASSWORD, World
from tests.people.conftest import Clock

ALICE = "alice.archer@example.org"


def attempt(client: PageClient, password: str, email: str = ALICE, address: str = "192.0.2.1") -> Seen:
    """Try to sign in from an address."""
    form = {**client.get("/sign-in").form(), "email": email, "password": password}
    sent = client._alone(client.flask.post, "/sign-in", data=form, environ_base={"REMOTE_ADDR": address})
    return client._seen(sent)


def failures() -> int:
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)) or 0


def test_after_five_failures_even_the_right_password_waits_and_after_a_quarter_of_an_hour_it_works(
    client: PageClient, world: World, clock: Clock
) -> None:
    for _ in range(5):
        assert attempt(client, "wrong wrong wrong").status == 422
    seen = attempt(client, PASSWORD)
    assert seen.status == 429
    assert 0 < int(seen.response.headers["Retry-After"]) <= 901
    assert "You can try again in" in seen.text
    assert failures() == 5
    clock.on(minutes=14)
    for _ in range(20):
        assert attempt(client, "wrong wrong wrong").status == 429
    clock.on(minutes=1)
    assert attempt(client, PASSWORD).status == 303, "attempts made while waiting do not prolong it"
    assert failures() == 0


def test_four_failures_do_not_lock_and_the_right_password_starts_the_count_anew(
    client: PageClient, world: World, clock: Clock
) -> None:
    for _ in range(2):
        for _ in range(4):
            assert attempt(client, "wrong wrong wrong").status == 422
        assert attempt(client, PASSWORD).status == 303
        client.sign_out()


def test_another_address_and_another_account_are_not_held_up(client: PageClient, world: World, clock: Clock) -> None:
    for _ in range(5):
        attempt(client, "wrong wrong wrong")
    assert attempt(client, PASSWORD).status == 429
    assert attempt(client, PASSWORD, email="bob.brown@example.org").status == 303
    client.sign_out()
    assert attempt(client, PASSWORD, address="192.0.2.2").status == 303


def test_an_ipv6_network_counts_as_one_address(client: PageClient, world: World, clock: Clock) -> None:
    for last in range(5):
        attempt(client, "wrong wrong wrong", address=f"2001:db8:1:2::{last}")
    assert attempt(client, PASSWORD, address="2001:db8:1:2:ffff::1").status == 429
    assert attempt(client, PASSWORD, address="2001:db8:1:3::1").status == 303


def test_one_address_cannot_try_account_after_account(client: PageClient, world: World, clock: Clock) -> None:
    with transaction():
        for number in range(100):
            assert count_attempt(f"{number:064x}", "5" * 64, at=clock.moment) == 0
    with transaction():
        assert count_attempt("a" * 64, "5" * 64, at=clock.moment) > 0
        assert count_attempt("a" * 64, "6" * 64, at=clock.moment) == 0


def test_unknown_accounts_are_held_up_in_the_same_words(client: PageClient, world: World, clock: Clock) -> None:
    rows = []
    for email in (ALICE, "nobody@example.org"):
        for _ in range(5):
            attempt(client, "wrong wrong wrong", email=email)
        rows.append(attempt(client, "wrong wrong wrong", email=email))
    assert [seen.status for seen in rows] == [429, 429]
    assert rows[0].text == rows[1].text


def test_two_programs_on_one_database_count_together_and_a_restart_forgets_nothing(
    app: Flask, client: PageClient, world: World, database_url: str, tmp_path: Path
) -> None:
    for _ in range(3):
        attempt(client, "wrong wrong wrong")
    other = create_app(settings(tmp_path, database_url))
    second = PageClient(other)
    try:
        for _ in range(2):
            assert attempt(second, "wrong wrong wrong").status == 422
        assert attempt(second, PASSWORD).status == 429
        assert attempt(client, PASSWORD).status == 429
    finally:
        with other.app_context():
            db.engine.dispose()


def test_many_attempts_at_once_do_not_slip_under_the_limit(app: Flask, client: PageClient, world: World) -> None:
    token = client.get("/sign-in").form()["csrf_token"]
    cookie = client.flask.get_cookie("session")
    assert cookie is not None
    statuses: list[int] = []
    together = threading.Barrier(12)

    def guess() -> None:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        together.wait()
        data = {"csrf_token": token, "email": ALICE, "password": "wrong wrong wrong"}
        statuses.append(browser.post("/sign-in", data=data).status_code)

    guessing = [threading.Thread(target=guess) for _ in range(12)]
    for each in guessing:
        each.start()
    for each in guessing:
        each.join()
    assert sorted(statuses) == [422] * 5 + [429] * 7


def test_every_attempt_hashes_one_password_whether_the_account_is_known_unknown_or_disabled(
    app: Flask, client: PageClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction():
        db.session.get_one(Person, world.bob.id).suspended_at = making.NOON
        db.session.get_one(Person, world.carol.id).password_hash = None
    hashed: list[str] = []
    verify = PasswordHasher.verify

    def counting(hasher: PasswordHasher, kept: str, password: bytes) -> bool:
        hashed.append(kept)
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    for name in ("alice.archer", "nobody", "bob.brown", "carol.cole"):
        hashed.clear()
        assert attempt(client, "wrong wrong wrong", email=f"{name}@example.org").status == 422
        assert [kept.split("$")[3] for kept in hashed] == ["m=8,t=1,p=1"]


def test_a_password_hash_takes_at_least_46_mebibytes_and_is_argon2id() -> None:
    kept = Hashing().make(PASSWORD)
    assert kept.startswith("$argon2id$")
    memory = int(kept.split("m=")[1].split(",")[0])
    assert memory >= 46 * 1024
    assert Hashing().right(kept, PASSWORD)
    assert not Hashing().right(kept, PASSWORD + " ")
    assert not Hashing().right(None, "the password of nobody at all")
    assert not STRONG.check_needs_rehash(NOBODYS), "made with the settings of today, or it is told by the time it takes"


def test_a_hash_made_with_weaker_settings_is_made_anew_at_the_next_sign_in(
    app: Flask, client: PageClient, world: World
) -> None:
    app.extensions["hashing"] = Hashing()
    client.sign_in(ALICE)
    kept = db.session.get_one(Person, world.alice.id).password_hash
    assert kept is not None
    assert "m=65536" in kept
    client.sign_out()
    client.sign_in(ALICE)
