"""Signing in: the right password opens, all else is refused in the same words, sessions end when they should."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from budgettracker.database import db, transaction
from budgettracker.people.models import FailedSignIn, Person, SignInSession
from tests.client import PageClient
from tests.factories.world import PASSWORD, World
from tests.people.conftest import Clock

NOT_RIGHT = "The email address or the password is not right."


def signed_in(client: PageClient) -> bool:
    """Does the browser's cookie open pages?"""
    return client.get("/account").status == 200


def test_the_right_password_signs_in_and_every_page_before_asks_to(client: PageClient, world: World) -> None:
    answer = client.get("/account")
    assert answer.status == 302
    assert "/sign-in?next=/account" in answer.location
    assert world.alice.name in client.sign_in("alice.archer@example.org").text
    assert signed_in(client)


def test_capitals_and_spaces_in_the_address_do_not_matter(client: PageClient, world: World) -> None:
    assert client.send("/sign-in", email=" Alice.Archer@Example.org ", password=PASSWORD).status == 303
    assert signed_in(client)


def test_unknown_known_and_disabled_accounts_get_the_same_refusal(client: PageClient, world: World) -> None:
    with transaction():
        db.session.get_one(Person, world.bob.id).suspended_at = datetime(2026, 1, 1, tzinfo=UTC)
    names = set()
    for name, password in (
        ("alice.archer", "not the right one"),
        ("nobody", "not the right one"),
        ("bob.brown", PASSWORD),
    ):
        seen = client.send("/sign-in", email=f"{name}@example.org", password=password)
        assert seen.status == 422
        assert password not in seen.html
        names.add(seen.text)
        assert not signed_in(client)
    assert len(names) == 1
    assert NOT_RIGHT in names.pop()
    assert db.session.scalar(select(func.count()).select_from(FailedSignIn)) == 3


def test_the_cookie_of_before_signing_in_is_replaced_and_a_signed_out_one_opens_nothing(
    client: PageClient, world: World
) -> None:
    client.sign_in("alice.archer@example.org")
    kept = client.flask.get_cookie("session")
    assert kept is not None
    first = db.session.scalars(select(SignInSession)).one().token_digest
    assert first not in kept.value
    assert client.post("/sign-out", client.get("/account").form("/sign-out")).status == 303
    assert not signed_in(client)
    client.flask.set_cookie("session", kept.value)
    assert not signed_in(client)
    client.sign_out()
    client.sign_in("alice.archer@example.org")
    tokens = db.session.scalars(select(SignInSession.token_digest)).all()
    assert len(set(tokens)) == 2


def test_an_hour_of_nothing_ends_a_session_and_a_page_in_between_does_not(
    client: PageClient, world: World, clock: Clock
) -> None:
    client.sign_in("alice.archer@example.org")
    for _ in range(3):
        clock.on(minutes=59)
        assert signed_in(client)
    clock.on(minutes=60)
    assert not signed_in(client)


@pytest.mark.parametrize("email", ["adam.able@example.org", "eve.evans@example.org"])
def test_administrators_and_evaluators_are_asked_again_after_a_quarter_of_an_hour(
    client: PageClient, world: World, clock: Clock, email: str
) -> None:
    client.sign_in(email)
    clock.on(minutes=14)
    assert signed_in(client)
    clock.on(minutes=15)
    assert not signed_in(client)


def test_after_twelve_hours_everybody_signs_in_again(client: PageClient, world: World, clock: Clock) -> None:
    client.sign_in("alice.archer@example.org")
    for _ in range(23):
        clock.on(minutes=31)
        assert signed_in(client)
    clock.on(minutes=8)
    assert not signed_in(client)


def test_the_last_seen_time_is_written_at_most_once_a_minute(client: PageClient, world: World, clock: Clock) -> None:
    client.sign_in("alice.archer@example.org")
    start = db.session.scalars(select(SignInSession.seen_at)).one()
    clock.on(seconds=59)
    client.get("/account")
    assert db.session.scalars(select(SignInSession.seen_at)).one() == start
    clock.on(seconds=2)
    client.get("/account")
    assert db.session.scalars(select(SignInSession.seen_at)).one() == clock.moment


def test_a_suspended_person_and_one_whose_last_day_is_over_are_out_at_the_next_request(
    client: PageClient, world: World, clock: Clock
) -> None:
    client.sign_in("alice.archer@example.org")
    with transaction():
        db.session.get_one(Person, world.alice.id).active_to = clock.moment.date() - timedelta(days=1)
    assert not signed_in(client)
    with transaction():
        db.session.get_one(Person, world.alice.id).active_to = clock.moment.date()
    assert signed_in(client)
    with transaction():
        db.session.get_one(Person, world.alice.id).suspended_at = clock.moment
    assert not signed_in(client)


def test_a_form_without_its_token_writes_nothing(client: PageClient, world: World) -> None:
    form = client.get("/sign-in").form()
    fields = {"email": "alice.archer@example.org", "password": PASSWORD}
    for token in ({}, {"csrf_token": "made up"}):
        seen = client.post("/sign-in", {**fields, **token})
        assert seen.status == 400
        assert "Nothing was recorded" in seen.text
    assert db.session.scalar(select(func.count()).select_from(SignInSession)) == 0
    assert client.post("/sign-in", {**form, **fields}).status == 303


def test_signing_in_leads_nowhere_but_here(client: PageClient, world: World) -> None:
    for there in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "x",
        "/\t/elsewhere.example",
        "/sign-in",
        "/people\r\nX: y",
    ):
        form = {**client.get("/sign-in").form(), "email": "alice.archer@example.org", "password": PASSWORD}
        seen = client._seen(client._alone(client.flask.post, "/sign-in", query_string={"next": there}, data=form))
        assert seen.location == "/", there
        client.sign_out()


def test_signing_in_leads_to_the_page_that_was_asked_for(client: PageClient, world: World) -> None:
    answer = client.get("/account?from=somewhere")
    form = client.get(answer.location).form()
    form.update(email="alice.archer@example.org", password=PASSWORD)
    assert client.post(answer.location, form).location == "/account?from=somewhere"
