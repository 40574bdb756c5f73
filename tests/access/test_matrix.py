"""Every route, by everybody, looked at and sent a form that is right: who may, and for the rest that nothing happens."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from budgettracker.access import permissions_of
from budgettracker.database import db
from budgettracker.people.models import Person
from tests.access.arena import Arena
from tests.access.everything import TODAY
from tests.access.table import ACTORS, GONE, TABLE, TOM, Row

SLICE = ("anonymous", "alice", "carol", "mary", "dave", "audrey", "eve", "adam", "fiona")
"""Who asks on PostgreSQL: one of each kind."""


def methods_of(app: Flask, endpoint: str) -> set[str]:
    return {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods or set()}


def test_every_route_is_in_the_table(here: Arena) -> None:
    routes = {rule.endpoint for rule in here.app.url_map.iter_rules()} - {"static"}
    assert routes == set(TABLE), "say in tests/access/table.py who may use the route"
    for endpoint, row in TABLE.items():
        methods = methods_of(here.app, endpoint)
        assert bool(row.look) == ("GET" in methods), endpoint
        assert bool(row.do) == ("POST" in methods), endpoint


def refusal(arena: Arena, endpoint: str, actor: str) -> set[int]:
    """How somebody is refused who may not: sent to sign in, not their role (403), not theirs (404)."""
    if actor in GONE:
        return {302, 303}
    needed = getattr(arena.app.view_functions[endpoint], "access", None)
    with arena.app.app_context():
        person = db.session.query(Person).filter_by(email=arena.made.emails[actor]).one()
        return {404} if needed in permissions_of(person.roles_on(TODAY)) else {403}


def check_refused(arena: Arena, endpoint: str, actor: str, answer: TestResponse) -> None:
    assert answer.status_code in refusal(arena, endpoint, actor), (actor, answer.status_code)
    if actor in GONE:
        assert answer.headers["Location"].startswith("/sign-in")


def check_silent(arena: Arena, actor: str, answer: TestResponse, *, all_words: bool = False) -> None:
    """Nothing of the other side is in the answer, its headers included."""
    said = answer.data.decode("utf-8", "replace") + str(answer.headers)
    hidden = arena.markers("anonymous" if all_words else actor)
    own = arena.made.emails.get(actor)
    assert [word for word in hidden if word in said and word != own] == [], actor


def look(arena: Arena, endpoint: str, row: Row, actors: tuple[str, ...]) -> None:
    for actor in actors:
        with arena.changes() as changed:
            answer = arena.ask(actor, arena.address(row))
            assert changed() == set(), (actor, "looking changes nothing")
        if not row.look:
            assert answer.status_code == 405, (actor, answer.status_code)
        elif actor in row.look:
            assert answer.status_code in row.answers, (actor, answer.status_code)
        else:
            check_refused(arena, endpoint, actor, answer)
        check_silent(arena, actor, answer, all_words=actor not in row.look)


def send(arena: Arena, endpoint: str, row: Row, actor: str) -> set[str]:
    """Send the form; gives the tables that changed."""
    body = arena.body(row)
    with arena.changes() as changed:
        answer = arena.ask(actor, arena.address(row), body)
        found = changed()
    if not row.do:
        assert answer.status_code == 405, (actor, answer.status_code)
    elif actor in row.do | row.nothing:
        assert answer.status_code == 303, (actor, answer.status_code, answer.text)
    elif actor in row.refused:
        assert answer.status_code == 422, (actor, answer.status_code)
    else:
        check_refused(arena, endpoint, actor, answer)
    if actor in row.nothing:
        assert found == {"form_key"}, actor
    elif actor not in row.do:
        assert found == set(), (actor, "a refused form changes nothing")
    check_silent(arena, actor, answer, all_words=actor not in row.do | row.refused | row.nothing | row.look)
    return found


WRITES_NOTHING = {("people.sign_out", actor) for actor in GONE}
"""Whoever is not signed in may sign out, and that is nothing."""


@pytest.mark.parametrize("endpoint", TABLE)
def test_who_may_look(here: Arena, endpoint: str) -> None:
    look(here, endpoint, TABLE[endpoint], ACTORS)


@pytest.mark.parametrize("endpoint", TABLE)
def test_who_may_do(here: Arena, endpoint: str) -> None:
    row = TABLE[endpoint]
    for actor in ACTORS if row.do else ("anonymous", "alice", "adam", "eve"):
        found = send(here, endpoint, row, actor)
        if actor in row.do and (endpoint, actor) not in WRITES_NOTHING:
            assert found, (actor, "the form of the one who may is recorded")
        if found:
            here.put_back()


@pytest.mark.parametrize("endpoint", TABLE)
def test_the_same_on_postgresql(there: Arena, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = TABLE[endpoint]
    look(there, endpoint, row, SLICE)
    # What is accepted here is undone at once: PostgreSQL takes long to be put back.
    monkeypatch.setattr(db.session, "commit", db.session.rollback)
    for actor in SLICE if row.do else ():
        if actor not in row.nothing:
            assert send(there, endpoint, row, actor) == set(), actor


def test_nobody_is_left_out_of_the_table() -> None:
    assert {"alice", "bob", "carol", "dave", "mary", "sam", "fiona", "audrey", "eve", "adam"} | GONE | TOM <= set(
        ACTORS
    )
