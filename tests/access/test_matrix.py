"""Every route, by everybody, looked at and sent a form that is right: who may, and for the rest that nothing happens."""

import os
import re
from collections.abc import Iterable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from budgettracker import errors
from budgettracker.access import permissions_of
from budgettracker.database import db
from tests.access.headers import check_headers
from tests.access.table import ACTORS, AFTER_CLOSING, GONE, NOBODY, TABLE, TOM
from tests.access.whole_world import WholeWorld
from tests.page import tree_of

TOKEN = re.compile(r"[A-Za-z0-9_.-]{80,}=*")
"""Tokens of forms and sessions are drawn, and once in thousands of pages spell the beginning of a reference."""
NIGHTLY = bool(os.environ.get("NIGHTLY"))


@pytest.fixture
def short_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """By day a page of refusal is its status and what it was given: laying out 10,000 of them took half of this file.

    `test_every_page_of_refusal` looks at them as they are; at night all of them are.
    """
    if not NIGHTLY:
        monkeypatch.setattr(errors, "error_page", lambda code, **values: (f"{code} {values}", code))


in_short = pytest.mark.usefixtures("short_refusals")


def methods_of(app: Flask, endpoint: str) -> set[str]:
    return {method for rule in app.url_map.iter_rules(endpoint) for method in rule.methods or set()}


def test_every_route_is_in_the_table(here: WholeWorld) -> None:
    routes = {rule.endpoint for rule in here.app.url_map.iter_rules()} - {"static"}
    assert routes == set(TABLE), "say in tests/access/table.py who may use the route"
    for endpoint, row in TABLE.items():
        methods = methods_of(here.app, endpoint)
        assert bool(row.look) == ("GET" in methods), endpoint
        # Where a file is read and answered, nobody `do`es anything: those who may are refused without a file.
        assert bool(row.do | row.refused) == ("POST" in methods), endpoint


def refusal(whole_world: WholeWorld, endpoint: str, actor: str) -> set[int]:
    """How somebody is refused who may not: sent to sign in, not their role (403), not theirs (404)."""
    if actor in GONE:
        return {302, 303}
    needed = getattr(whole_world.app.view_functions[endpoint], "access", None)
    return {404} if needed in permissions_of(whole_world.roles(actor)) else {403}


def check_refused(whole_world: WholeWorld, endpoint: str, actor: str, answer: TestResponse) -> None:
    assert answer.status_code in refusal(whole_world, endpoint, actor), (actor, answer.status_code)
    if actor in GONE:
        assert answer.headers["Location"].startswith("/sign-in")


def check_silent(
    whole_world: WholeWorld, actor: str, answer: TestResponse, *, all_words: bool = False, shows: tuple[str, ...] = ()
) -> None:
    """Nothing of the other side is in the answer, its headers included; `shows` is what this page may tell them."""
    words = TOKEN.sub("", answer.data.decode("utf-8", "replace") + str(answer.headers))
    hidden = [
        word for word in whole_world.markers("anonymous" if all_words else actor) if all_words or word not in shows
    ]
    own = whole_world.made.emails.get(actor)
    assert [word for word in hidden if word in words and word != own] == [], actor


LINK = re.compile(r'(?:href|action|src|formaction)="([^"]*)"')
NEVER_IN_A_LINK = ("Alice", "Archer", "Canary", "45.00", "%40", "@")


def links_of(answer: TestResponse) -> list[str]:
    """Where a page leads, and where its forms, pictures and styles lie."""
    return [*LINK.findall(answer.text), answer.headers.get("Location", "")] if answer.mimetype == "text/html" else []


def check_links(whole_world: WholeWorld, actor: str, links: list[str]) -> None:
    """Addresses stay in histories, in logs of proxies and on screens: they say nothing of anybody."""
    together = "\n".join(links).casefold()
    named = (*whole_world.markers("anonymous"), *NEVER_IN_A_LINK)
    assert [word for word in named if word.casefold() in together] == [], actor


KEPT_AT_A_LOOK = {
    "studies.run_lines": {"run_figure", "run_figure_page"},
    "studies.run_reconciliation": {"run_beside_paid"},
}
"""What a run comes to, which whoever may look at it first leaves for the next (docs/decisions/0025)."""


def look(whole_world: WholeWorld, endpoint: str, at: str, actors: tuple[str, ...]) -> None:
    row = TABLE[endpoint]
    for actor in actors:
        with whole_world.changes() as changed:
            answer = whole_world.ask(actor, at)
            result = changed()
        kept = KEPT_AT_A_LOOK.get(endpoint, set()) if actor in row.look else set()
        assert result <= kept, (actor, "looking changes nothing")
        if result:
            whole_world.put_back()
        if not row.look:
            assert answer.status_code == 405, (actor, answer.status_code)
        elif actor in row.look:
            assert answer.status_code in row.answers, (actor, answer.status_code)
            check_links(whole_world, actor, links_of(answer))
        else:
            check_refused(whole_world, endpoint, actor, answer)
        check_headers(answer, actor)
        check_silent(whole_world, actor, answer, all_words=actor not in row.look, shows=whole_world.shown(row, actor))


def send(whole_world: WholeWorld, endpoint: str, at: str, actor: str, *, ended: bool = False) -> set[str]:
    """Send the form; gives the tables that changed. `ended`: the family's work has, so the deed itself is refused."""
    row = TABLE[endpoint]
    body = whole_world.body(row, at)
    with whole_world.changes() as changed:
        answer = whole_world.ask(actor, at, body)
        result = changed()
    accepted, refused = (NOBODY, row.refused | row.do) if ended else (row.do, row.refused)
    if not row.do and not row.refused:
        assert answer.status_code == 405, (actor, answer.status_code)
    elif actor in accepted | row.nothing:
        assert answer.status_code == 303, (actor, answer.status_code, answer.text)
    elif actor in refused:
        assert answer.status_code == 422, (actor, answer.status_code)
    else:
        check_refused(whole_world, endpoint, actor, answer)
    if actor in row.nothing:
        assert result == {"form_key"}, actor
    elif actor not in accepted:
        assert result == set(), (actor, "a refused form changes nothing")
    check_headers(answer, actor)
    insiders = row.do | row.refused | row.nothing | row.look
    check_silent(whole_world, actor, answer, all_words=actor not in insiders, shows=whole_world.shown(row, actor))
    return result


WRITES_NOTHING = {("people.sign_out", actor) for actor in GONE}
"""Whoever is not signed in may sign out, and that is nothing."""
FORMS = [endpoint for endpoint, row in TABLE.items() if row.do]


def of_each_kind(whole_world: WholeWorld, endpoint: str) -> tuple[str, ...]:
    """Who asks by day where everybody has looked on SQLite: one of those who may, and of each home one of each refusal.

    At night everybody does. What is refused is decided in the same program on both engines.
    """
    row, homes = TABLE[endpoint], whole_world.made.homes
    may = row.look or row.do - row.nothing
    refused = {
        (homes.get(actor), *refusal(whole_world, endpoint, actor)): actor
        for actor in ACTORS
        if actor not in row.look | row.do
    }
    chosen = {*refused.values(), *sorted(may)[:1]}
    return ACTORS if NIGHTLY else tuple(actor for actor in ACTORS if actor in chosen)


@in_short
@pytest.mark.parametrize("endpoint", TABLE)
def test_who_may_look(here: WholeWorld, endpoint: str) -> None:
    look(here, endpoint, here.address(TABLE[endpoint]), ACTORS)


@in_short
@pytest.mark.parametrize("endpoint", TABLE)
def test_who_may_look_on_postgresql(there: WholeWorld, endpoint: str) -> None:
    look(there, endpoint, there.address(TABLE[endpoint]), of_each_kind(there, endpoint))


def test_every_page_of_refusal(here: WholeWorld) -> None:
    """As it is, each way of being refused once for each of them: the page around it tells nothing either."""
    for actor in ACTORS:
        ways: dict[int, str] = {}
        for endpoint, row in TABLE.items():
            if row.look and actor not in row.look:
                ways.setdefault(min(refusal(here, endpoint, actor)), endpoint)
        assert ways, actor
        for endpoint in ways.values():
            look(here, endpoint, here.address(TABLE[endpoint]), (actor,))


def test_there_are_links_to_look_at(here: WholeWorld) -> None:
    assert len(links_of(here.ask("alice", here.address(TABLE["home.my_families"])))) > 20
    with pytest.raises(AssertionError, match="Okafor"):
        check_links(here, "alice", ["/families", "/families?named=okafor"])


def do(whole_world: WholeWorld, endpoint: str, at: str, actors: Iterable[str]) -> None:
    """Send the form as each of them, to the database as it stood at first."""
    row = TABLE[endpoint]
    for actor in actors:
        result = send(whole_world, endpoint, at, actor)
        if actor in row.do and (endpoint, actor) not in WRITES_NOTHING:
            assert result, (actor, "the form of the one who may is recorded")
        if result:
            whole_world.put_back()


def do_once(whole_world: WholeWorld, endpoint: str, at: str, actors: Iterable[str], patch: pytest.MonkeyPatch) -> None:
    """Send the form as each: what the first of those who may has recorded, the others only try.

    Putting the database back and reading it again takes ten times as long as the deed; at night all are recorded.
    """
    row = TABLE[endpoint]
    may = row.do - row.nothing
    others = set() if NIGHTLY or not may else may - {min(may)}
    do(whole_world, endpoint, at, [actor for actor in actors if actor not in others])
    tried: list[str] = []

    def undone() -> None:
        tried.append(endpoint)
        db.session.rollback()

    with patch.context() as patched:
        patched.setattr(db.session, "commit", undone)
        for actor in sorted(others & set(actors)):
            tried.clear()
            assert send(whole_world, endpoint, at, actor) == set(), actor
            assert tried or (endpoint, actor) in WRITES_NOTHING, (actor, "the form of the one who may is recorded")


@in_short
@pytest.mark.parametrize("endpoint", TABLE)
def test_who_may_do(here: WholeWorld, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By day, where everybody has tried to look at the form, one of each way of being refused sends it: it is one view."""
    row = TABLE[endpoint]
    some = {*of_each_kind(here, endpoint), *row.do, *row.refused, *row.nothing} if row.look else set(ACTORS)
    actors = sorted(some) if row.do else ("anonymous", "alice", "adam", "eve")
    do_once(here, endpoint, here.address(row), actors, monkeypatch)


@in_short
@pytest.mark.parametrize("endpoint", FORMS)
def test_who_may_do_on_postgresql(there: WholeWorld, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = TABLE[endpoint]
    first = sorted(row.do - row.nothing)[:1]
    actors = {*of_each_kind(there, endpoint), *first, *row.refused, *row.nothing}
    do_once(there, endpoint, there.address(row), sorted(actors), monkeypatch)


def after_the_work(whole_world: WholeWorld, endpoint: str, lookers: tuple[str, ...]) -> None:
    """A page and its form of a family whose work has ended: these look, everybody sends the form."""
    row = TABLE[endpoint]
    at = row.at.format(**whole_world.made.closed)
    look(whole_world, endpoint, at, lookers)
    if row.do and endpoint in AFTER_CLOSING:
        do(whole_world, endpoint, at, [actor for actor in ACTORS if actor not in row.do or actor == min(row.do)])
    elif row.do:
        for actor in ACTORS:
            send(whole_world, endpoint, at, actor, ended=True)


OF_A_FAMILY = [endpoint for endpoint, row in TABLE.items() if row.of_a_family]
FIRST_OF_ITS_FEATURE = {endpoint.split(".")[0]: endpoint for endpoint in reversed(OF_A_FAMILY) if TABLE[endpoint].do}
"""By day on PostgreSQL a form of each feature; at night all."""


@in_short
@pytest.mark.parametrize("endpoint", OF_A_FAMILY)
def test_a_family_whose_work_has_ended(here: WholeWorld, endpoint: str) -> None:
    after_the_work(here, endpoint, ACTORS)


@in_short
@pytest.mark.parametrize("endpoint", OF_A_FAMILY if NIGHTLY else FIRST_OF_ITS_FEATURE.values())
def test_a_family_whose_work_has_ended_on_postgresql(there: WholeWorld, endpoint: str) -> None:
    after_the_work(there, endpoint, of_each_kind(there, endpoint))


def test_nobody_is_left_out_of_the_table() -> None:
    assert {"alice", "bob", "carol", "dave", "mary", "sam", "fiona", "audrey", "eve", "adam"} | GONE | TOM <= set(
        ACTORS
    )


WHAT_IS_SENT = {
    "budgets.propose_limits_for_cohort",
    "families.add_family",
    "ledger.close_finance_month",
    "ledger.make_weekly_file",
    "people.add_person",
    "people.cover",
    "worktime.ask_for_month",
    "worktime.calendar_file",
    "worktime.log_group",
    "worktime.log_time",
    "worktime.quick_entry",
    "worktime.week",
}
"""Where what is sent is refused, not who sends it: the table fills in somebody else's family, month or activity."""


def test_no_page_offers_a_form_that_is_not_for_who_looks(here: WholeWorld) -> None:
    """Whoever a deed is not for is told so on its page, and who may, instead of being refused after sending."""
    looked = 0
    for endpoint in sorted(set(TABLE) - WHAT_IS_SENT):
        row = TABLE[endpoint]
        for actor in sorted(row.look & row.refused):
            answer = here.ask(actor, here.address(row))
            forms = [form for form in tree_of(answer.text).iter("form") if not form.get("action")]
            assert not forms, (endpoint, actor, "would be refused for who they are")
            looked += 1
    assert looked > 10
