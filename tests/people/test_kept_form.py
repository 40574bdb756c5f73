"""A session that ends in the middle of a form brings the form back, filled, to the same person only."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.database import db, transaction
from budgettracker.people.models import KeptForm, Person
from tests.client import PageClient
from tests.conftest import ENGINES
from tests.factories.world import PASSWORD, World
from tests.people.conftest import Clock

pytestmark = pytest.mark.pages

ADAM = "adam.able@example.org"


@pytest.fixture
def filled(client: PageClient, world: World, clock: Clock) -> dict[str, object]:
    """What Adam has typed on the page for adding a person."""
    client.sign_in(ADAM)
    form = client.get("/people/add").form()
    form.update(
        {
            "name": "Nia <b>Noor</b>",
            "email": "nia@example.org",
            "roles": ["practitioner", "manager"],
            "weekly_hours": "18:30",
        }
    )
    form.update({"active_from-day": "3", "active_from-month": "7"})
    return form


def kept() -> int:
    return db.session.scalar(select(func.count()).select_from(KeptForm)) or 0


def sign_in_at(client: PageClient, location: str, email: str = ADAM) -> str:
    form = {**client.get(location).form(), "email": email, "password": PASSWORD}
    return client.post(location, form).location


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_what_was_typed_comes_back_with_its_key_and_is_recorded_once_sent_again(
    client: PageClient, world: World, clock: Clock, filled: dict[str, object]
) -> None:
    clock.on(minutes=16)
    seen = client.post("/people/add", filled)
    assert seen.status == 303
    assert seen.location.startswith("/sign-in?")
    assert db.session.scalar(select(func.count()).where(Person.email == "nia@example.org")) == 0
    assert "comes back, filled in" in client.get(seen.location).text
    place = sign_in_at(client, seen.location)
    assert place.startswith("/people/add?kept=")
    back = client.get(place)
    assert back.status == 200
    assert "nothing was recorded. Here is what you typed" in back.text
    form = back.form()
    assert {name: form[name] for name in filled if name != "csrf_token"} == {
        name: value for name, value in filled.items() if name != "csrf_token"
    }
    assert kept() == 1
    assert client.post(place, form).status == 303
    assert db.session.scalars(select(Person.name).filter_by(email="nia@example.org")).one() == "Nia <b>Noor</b>"
    assert kept() == 0


def test_a_refused_form_that_came_back_is_still_kept(
    client: PageClient, world: World, clock: Clock, filled: dict[str, object]
) -> None:
    clock.on(minutes=16)
    place = sign_in_at(client, client.post("/people/add", {**filled, "email": "none"}).location)
    form = client.get(place).form()
    assert client.post(place, form).status == 422
    assert kept() == 1


def test_nobody_else_gets_what_was_typed(
    client: PageClient, world: World, clock: Clock, filled: dict[str, object]
) -> None:
    clock.on(minutes=16)
    location = client.post("/people/add", filled).location
    place = sign_in_at(client, location, "alice.archer@example.org")
    assert place == "/"
    client.sign_out()
    mine = sign_in_at(client, location)
    other = PageClient(client.app)
    other.sign_in("alice.archer@example.org")
    seen = other.get(mine)
    assert seen.status == 403
    assert "Nia" not in seen.html


def test_neither_passwords_nor_tokens_are_kept(
    client: PageClient, world: World, clock: Clock, filled: dict[str, object]
) -> None:
    clock.on(minutes=16)
    client.post("/people/add", {**filled, "password": PASSWORD, "new_password": PASSWORD})
    fields = db.session.scalars(select(KeptForm.fields)).one()
    assert "nia@example.org" in fields
    assert PASSWORD not in fields
    assert str(filled["csrf_token"]) not in fields


def test_a_page_of_passwords_is_led_back_to_empty(client: PageClient, world: World, clock: Clock) -> None:
    client.sign_in("alice.archer@example.org")
    form = client.get("/account/password").form()
    clock.on(minutes=61)
    seen = client.post("/account/password", {**form, "password": PASSWORD, "new_password": "kettle orange moon"})
    assert kept() == 0
    assert sign_in_at(client, seen.location, "alice.archer@example.org") == "/account/password"


@pytest.mark.parametrize("how", ["signed out", "suspended", "nobody"])
def test_only_a_session_that_ran_out_keeps_a_form(
    app: Flask, client: PageClient, world: World, clock: Clock, filled: dict[str, object], how: str
) -> None:
    cookie = client.flask.get_cookie("session")
    assert cookie is not None
    if how == "signed out":
        client.post("/sign-out", client.get("/account").form("/sign-out"))
        client.flask.set_cookie("session", cookie.value)
    elif how == "suspended":
        with transaction():
            db.session.get_one(Person, world.adam.id).suspended_at = clock.moment
    else:
        with client.flask.session_transaction() as session:
            session["sid"] = "made up"
    clock.on(minutes=16)
    seen = client.post("/people/add", filled)
    assert seen.status == 303
    assert seen.location == "/sign-in"
    assert kept() == 0


def test_a_button_pressed_too_late_leads_back_to_the_page_it_stood_on(
    client: PageClient, world: World, clock: Clock
) -> None:
    client.sign_in(ADAM)
    page = f"/people/{world.bob.id}"
    form = client.get(page).form("/suspend")
    clock.on(minutes=16)
    sent = client._alone(
        client.flask.post, f"{page}/suspend", data=form, headers={"Referer": f"http://localhost{page}"}
    )
    place = sign_in_at(client, client._seen(sent).location)
    assert place.startswith(f"{page}?kept=")
    assert client.get(place).status == 200
    assert db.session.get_one(Person, world.bob.id).suspended_at is None


@pytest.mark.parametrize("engine_name", ENGINES, indirect=True)
def test_kept_forms_are_cleared_away_after_a_day(
    client: PageClient, world: World, clock: Clock, filled: dict[str, object]
) -> None:
    clock.on(minutes=16)
    client.post("/people/add", filled)
    assert kept() == 1
    clock.on(hours=25)
    client.sign_in("alice.archer@example.org")
    assert kept() == 0


@pytest.mark.parametrize("came_from", ["http://[", "http://localhost:x/people", "//", ""])
def test_a_button_pressed_too_late_on_a_page_nobody_can_name_leads_to_the_start(
    client: PageClient, world: World, clock: Clock, came_from: str
) -> None:
    client.sign_in(ADAM)
    button = client.get("/people/add").form()
    clock.on(minutes=16)
    place, headers = f"/people/{world.bob.id}/suspend", {"Referer": came_from}
    answer = client._alone(client.flask.post, place, data=button, headers=headers)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/sign-in?next=/?kept")
