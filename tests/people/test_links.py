"""One-time links and new passwords: each works once, for a week, and every older session ends."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.queries import waiting_about
from budgettracker.database import db, transaction
from budgettracker.people.actions.invite import invite
from budgettracker.people.models import OneTimeLink, Person
from tests.client import PageClient
from tests.factories.world import PASSWORD, World
from tests.people.conftest import Clock

NEW = "seven blue lanterns"


@pytest.fixture
def admin(client: PageClient, world: World, clock: Clock) -> PageClient:
    """A browser in which Adam, the administrator, is signed in."""
    client.sign_in("adam.able@example.org")
    return client


def make_link(admin: PageClient, world: World) -> str:
    """Adam asks for a link for Bob, Mary confirms it where it waits, and Adam makes it; the address his page shows."""
    keys = admin.get(f"/people/{world.bob.id}").form("/link")
    seen = admin.follow(admin.post(f"/people/{world.bob.id}/link", keys).location)
    if (waiting := waiting_about(world.bob.id, "link")) is not None:
        at = admin.flask.application.config["CLOCK"]()
        with transaction():
            confirm(world.mary, waiting, on=at.date(), at=at)
        keys = admin.get(f"/people/{world.bob.id}").form("/link")
        seen = admin.follow(admin.post(f"/people/{world.bob.id}/link", keys).location)
    shown = seen.page.find(".//code")
    assert shown is not None
    return urlsplit(shown.text or "").path


def can_sign_in(app: Flask, password: str) -> bool:
    return PageClient(app).send("/sign-in", email="bob.brown@example.org", password=password).status == 303


def test_a_new_persons_link_sets_their_password_once(app: Flask, admin: PageClient, world: World) -> None:
    admin.send("/people/add", name="Nia Noor", email="nia@example.org", roles=["practitioner"])
    nia = db.session.scalars(select(Person).filter_by(name="Nia Noor")).one()
    keys = admin.get(f"/people/{nia.id}").form("/link")
    page = admin.follow(admin.post(f"/people/{nia.id}/link", keys).location)
    path = urlsplit(page.page.find(".//code").text or "").path  # type: ignore[union-attr]
    visitor = PageClient(app)
    for _ in range(3):
        assert "This link is for Nia Noor" in visitor.get(path).text
    assert visitor.send(path, new_password="short").status == 422
    seen = visitor.send(path, new_password=NEW)
    assert seen.status == 303
    assert "Your password is set" in visitor.follow(seen.location).text
    assert visitor.get(path).status == 410
    assert visitor.send("/sign-in", email="nia@example.org", password=NEW).status == 303
    deeds = db.session.scalars(select(AuditRecord.deed).filter_by(subject_id=nia.id).order_by("sequence")).all()
    assert deeds == [
        Deed.PERSON_ADDED,
        Deed.CONFIRMATION_ASKED,
        Deed.PERSON_ROLES_CHANGED,
        Deed.CONFIRMATION_ASKED,
        Deed.PERSON_INVITED,
        Deed.PASSWORD_CHANGED,
    ]


def test_a_link_used_in_two_windows_sets_the_first_password_only(app: Flask, admin: PageClient, world: World) -> None:
    path = make_link(admin, world)
    first, second = PageClient(app), PageClient(app)
    forms = [browser.get(path).form() for browser in (first, second)]
    assert first.post(path, {**forms[0], "new_password": NEW}).status == 303
    assert second.post(path, {**forms[1], "new_password": "another nine lamps"}).status == 410
    assert can_sign_in(app, NEW)
    assert not can_sign_in(app, "another nine lamps")


def test_the_link_is_shown_once_and_kept_only_as_a_digest(admin: PageClient, world: World) -> None:
    token = make_link(admin, world).rsplit("/", 1)[1]
    again = admin.get(f"/people/{world.bob.id}/link")
    assert token not in again.html
    assert "cannot be brought back" in again.text
    kept = db.session.scalars(select(OneTimeLink)).one()
    assert token not in (kept.token_digest, str(kept.id))
    assert token not in "".join(db.session.scalars(select(AuditRecord.body)))


def test_a_reset_leaves_the_old_password_until_it_is_used_and_ends_every_session_then(
    app: Flask, admin: PageClient, world: World
) -> None:
    bob = PageClient(app)
    bob.sign_in("bob.brown@example.org")
    path = make_link(admin, world)
    assert can_sign_in(app, PASSWORD)
    assert bob.get("/account").status == 200
    assert PageClient(app).send(path, new_password=NEW).status == 303
    assert bob.get("/account").status == 302
    assert not can_sign_in(app, PASSWORD)
    assert can_sign_in(app, NEW)


def test_a_reset_lets_in_somebody_who_was_held_up(app: Flask, admin: PageClient, world: World) -> None:
    for _ in range(6):
        can_sign_in(app, "wrong wrong wrong")
    assert not can_sign_in(app, PASSWORD)
    PageClient(app).send(make_link(admin, world), new_password=NEW)
    assert can_sign_in(app, NEW)


def test_a_newer_link_replaces_an_older_one(app: Flask, admin: PageClient, world: World) -> None:
    older, newer = make_link(admin, world), make_link(admin, world)
    assert admin.get(older).status == 410
    assert admin.get(newer).status == 200


def test_a_link_works_for_seven_days(app: Flask, admin: PageClient, world: World, clock: Clock) -> None:
    path = make_link(admin, world)
    clock.on(days=6, hours=23)
    assert PageClient(app).get(path).status == 200
    clock.on(hours=1)
    assert PageClient(app).get(path).status == 410


def test_a_suspended_persons_link_is_dead(app: Flask, admin: PageClient, world: World, clock: Clock) -> None:
    path = make_link(admin, world)
    with transaction():
        db.session.get_one(Person, world.bob.id).suspended_at = clock.moment
    assert PageClient(app).get(path).status == 410
    keys = admin.get(f"/people/{world.alice.id}").form("/link")
    seen = admin.post(f"/people/{world.bob.id}/link", keys)
    assert seen.status == 422
    assert "This person is suspended" in seen.text


def test_made_up_links_open_nothing(client: PageClient, world: World) -> None:
    for path in ("/password/made-up", "/password/" + "a" * 400, "/password/%00%ff"):
        assert client.get(path).status in (404, 410)


def test_changing_ones_password_ends_every_other_session_and_renews_this_one(app: Flask, world: World) -> None:
    phone, desk = PageClient(app), PageClient(app)
    for browser in (phone, desk):
        browser.sign_in("alice.archer@example.org")
    before = desk.flask.get_cookie("session")
    assert before is not None
    seen = desk.send("/account/password", password=PASSWORD, new_password=NEW)
    assert seen.status == 303
    assert "Other devices were signed out" in desk.follow(seen.location).text
    assert phone.get("/account").status == 302
    thief = PageClient(app)
    thief.flask.set_cookie("session", before.value)
    assert thief.get("/account").status == 302
    assert desk.get("/account").status == 200
    desk.sign_out()
    assert desk.send("/sign-in", email="alice.archer@example.org", password=PASSWORD).status == 422
    assert desk.send("/sign-in", email="alice.archer@example.org", password=NEW).status == 303


def test_a_wrong_old_password_changes_nothing_and_is_counted(client: PageClient, world: World) -> None:
    client.sign_in("alice.archer@example.org")
    for _ in range(5):
        seen = client.send("/account/password", password="wrong wrong wrong", new_password=NEW)
        assert seen.status == 422
        assert "This is not your password" in seen.text
        assert NEW not in seen.html
    assert client.send("/account/password", password=PASSWORD, new_password=NEW).status == 429
    assert client.get("/account").status == 200
    client.sign_out()
    assert db.session.get_one(Person, world.alice.id).password_hash is not None
    assert client.send("/sign-in", email="alice.archer@example.org", password=NEW).status == 429


def test_a_guessable_password_is_refused_on_the_page_and_not_shown_again(client: PageClient, world: World) -> None:
    client.sign_in("alice.archer@example.org")
    for password, words in (("Alice Archer 1", "mostly a name"), ("elevenchars", "12 characters or more")):
        seen = client.send("/account/password", password=PASSWORD, new_password=password)
        assert seen.status == 422
        assert words in seen.text
        assert password not in seen.html
    assert client.send("/account/password", password=PASSWORD, new_password="zażółć gęślą jaźń").status == 303


def test_an_operators_link_needs_nobody_signed_in(app: Flask, client: PageClient, world: World, clock: Clock) -> None:
    with transaction():
        token = invite(None, world.eve, at=clock.moment)
    assert client.send(f"/password/{token}", new_password=NEW).status == 303
    assert client.send("/sign-in", email="eve.evans@example.org", password=NEW).status == 303
