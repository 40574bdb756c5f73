"""Scripts typed into every text field of every form, and standing in every column of text, run on no page that shows them."""

import html
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from budgettracker.database import db, transaction
from tests.access.columns import columns_of_text
from tests.access.table import MATCHED_BY_WORDS, TABLE
from tests.access.whole_world import WholeWorld
from tests.browser.payloads import ALL, SCRIPTS, SHORT
from tests.browser.walk import KINDS, PAGES, Walk, lookers
from tests.page import fields_of, tree_of

pytestmark = pytest.mark.browser
SHOWN = re.compile(r"window\.ran|onerror|onfocus")
REACHED = re.compile(r"(?<![0-9a-f])1337(?![0-9a-f])")
"""What a template of a template would make of seven times 191; in an id the digits mean nothing."""
RECORD = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A record's number, part of which is the time it was made: its digits may be 1337 by chance."""
NIGHTLY = bool(os.environ.get("NIGHTLY"))
NOT_KEPT = {"people.sign_in", "people.set_password", "people.change_password", "families.search", "worktime.week"}
"""Forms of passwords, searches and times: none of them keeps words."""
"""Forms that keep nothing of what is typed; what they show again is looked at below."""
INSTEAD = {"spend.buy_order"}
"""Forms that do to the same request what another does: a request is bought by its worker or by business support."""
RAN = """() => ({
    ran: window.ran || null,
    images: document.querySelectorAll("img[src='x']").length,
    frames: document.querySelectorAll("iframe").length,
    base: document.querySelectorAll("base").length,
    links: document.querySelectorAll("a[href^='javascript']").length,
    scripts: [...document.scripts].filter(script => !script.src && !script.nonce).length,
    handlers: [...document.querySelectorAll("*")].filter(each =>
        [...each.attributes].some(attribute => attribute.name.startsWith("on"))).length,
})"""
NOTHING = {"ran": None, "images": 0, "frames": 0, "base": 0, "links": 0, "scripts": 0, "handlers": 0}


def in_the_tree(page: str) -> dict[str, Any]:
    """What a browser would find to run in a page's source, counted as RAN counts it."""
    every = list(tree_of(page).iter())
    names = Counter(each.tag for each in every)
    return {
        "ran": None,
        "images": sum(each.tag == "img" and each.get("src") == "x" for each in every),
        "frames": names["iframe"],
        "base": names["base"],
        "links": sum(each.tag == "a" and (each.get("href") or "").startswith("javascript") for each in every),
        "scripts": sum(each.tag == "script" and not each.get("src") and not each.get("nonce") for each in every),
        "handlers": sum(any(name.startswith("on") for name in each.attrib) for each in every),
    }


@pytest.fixture(autouse=True)
def put_back(walk: Walk) -> Iterator[None]:
    """The world is as it was at first after each test, one that failed included."""
    yield
    walk.whole_world.put_back()


def boxes(whole_world: WholeWorld, endpoint: str) -> list[str]:
    """The names of the boxes of a page's form that take words; of rows that repeat themselves the first."""
    row = TABLE[endpoint]
    form = list(tree_of(whole_world.ask(row.page_of, whole_world.address(row)).text).iter("form"))[-1]
    result = [
        each
        for each in form.iter("input")
        if each.get("type", "text") in ("text", "search", "email")
        and each.get("inputmode") not in ("decimal", "numeric")
    ]
    names = [each.get("name") or "" for each in (*result, *form.iter("textarea"))]
    return [name for name in names if name and not re.search(r"-(day|month|year)$|^rows-[1-9]", name)]


def send(whole_world: WholeWorld, endpoint: str, typed: dict[str, str]) -> TestResponse:
    row = TABLE[endpoint]
    return whole_world.ask(row.page_of, whole_world.address(row), {**whole_world.body(row), **typed})


def refused_boxes(answer: TestResponse, names: Iterable[str]) -> set[str]:
    """Those of these boxes that the words at the top of a refused form lead to."""
    links = [link.get("href") or "" for link in tree_of(answer.text).findall(".//*[@class='govuk-error-summary']//a")]
    return {name for name in names if any(href == f"#{name}" or href.startswith(f"#{name}-") for href in links)}


def taken_by(whole_world: WholeWorld, endpoint: str, first: int) -> dict[str, str]:
    """The boxes of a form that take scripts, all of them at once, with what they take; nothing is recorded.

    A box for one line gets one of the scripts, each the next one; a box for less the short one. A number follows, since
    two teams may not have one name. A box that is refused gets the next of these, and at last nothing.
    """
    left = {
        name: [ALL, f"{SCRIPTS[number % len(SCRIPTS)]}{number}", f"{SHORT}{number}"]
        for number, name in enumerate(boxes(whole_world, endpoint), first)
    }
    while left:
        typed = {name: words[0] for name, words in left.items()}
        answer = send(whole_world, endpoint, typed)
        if answer.status_code == 303:
            whole_world.put_back()
            return typed
        refused = refused_boxes(answer, left)
        assert refused, (endpoint, "a refusal leads to its box")
        left = {name: words[1:] if name in refused else words for name, words in left.items()}
        left = {name: words for name, words in left.items() if words}
    return {}


def type_everywhere(whole_world: WholeWorld) -> set[str]:
    """Send every form with scripts in all its boxes that take them, one form after the other; gives the boxes."""
    taken: dict[str, dict[str, str]] = {}
    for number, endpoint in enumerate(FORMS):
        if typed := taken_by(whole_world, endpoint, number * MOST_BOXES):
            taken[endpoint] = typed
    in_order = sorted(taken, key=lambda endpoint: LATER.get(endpoint, 0))
    answers = {endpoint: send(whole_world, endpoint, taken[endpoint]).status_code for endpoint in in_order}
    assert [endpoint for endpoint, status in answers.items() if status != 303] == []
    return {f"{endpoint}.{name}" for endpoint, names in taken.items() for name in names}


MOST_BOXES = 97
"""More boxes than any form has, and a number that moves on from one script to the next with each form."""
FORMS = [endpoint for endpoint, row in TABLE.items() if row.do and row.page_of and endpoint not in NOT_KEPT | INSTEAD]
LATER = {
    "spend.withdraw_spend": 1,
    "spend.end_plan": 1,
    "budgets.withdraw_limit": 1,
    "spend.close_family": 2,
    "spend.restrict_family": 2,
}
"""Forms that end what others are about, or keep it from them."""


def put_everywhere(whole_world: WholeWorld) -> set[str]:
    """The scripts in every column of text that takes it, with the row's number; gives the columns."""
    names = set()
    with whole_world.app.app_context(), transaction():
        for table, column in columns_of_text():
            try:
                with db.session.begin_nested():
                    written = text(f'UPDATE "{table}" SET "{column}" = :payload || rowid')
                    db.session.execute(written, {"payload": ALL})
            except DBAPIError:
                continue  # a list of codes, or a row that stays as it is
            names.add(f"{table}.{column}")
    return names


def visit_everything(walk: Walk, kinds: int, opened: Callable[[str], bool] = lambda _: True) -> set[str]:
    """Look at every page that shows a script, as so many kinds of people who may; gives the pages.

    The first of them opens it in the browser, of some pages only those that are `opened`; the source of what others get is
    looked at by day, and at night all of it is opened.
    """
    shown = set()
    for endpoint in PAGES:
        row = TABLE[endpoint]
        address = walk.whole_world.address(row)
        for actor in lookers(row)[:kinds]:
            answer = walk.whole_world.ask(actor, address)
            if answer.mimetype != "text/html" or not SHOWN.search(html.unescape(answer.text)):
                continue
            assert not REACHED.search(RECORD.sub("", answer.text)), (endpoint, "a template of a template")
            if not NIGHTLY and (endpoint in shown or not opened(endpoint)):
                assert in_the_tree(answer.text) == NOTHING, (endpoint, actor)
                shown.add(endpoint)
                continue
            page = walk.open(actor, address)
            assert page.evaluate(RAN) == NOTHING, (endpoint, actor)
            # The browser says of an answer like "not found" that it failed, where the table names that answer.
            named = {*row.answers, 404} if endpoint in MATCHED_BY_WORDS else {*row.answers}
            missing = answer.status_code >= 400 and answer.status_code in named
            assert (walk.faults() if missing else walk.complaints) == [], (endpoint, actor)
            shown.add(endpoint)
    return shown


@pytest.mark.nightly
def test_nothing_typed_into_any_form_runs_on_any_page(walk: Walk) -> None:
    typed = type_everywhere(walk.whole_world)
    # What stands in every column is opened on every page below.
    shown = visit_everything(walk, 1, lambda endpoint: endpoint in OF_EACH_FEATURE.values())
    assert len(typed) > 30, sorted(typed)
    assert len(shown) > 30, sorted(shown)


def test_nothing_in_any_column_runs_on_any_page(walk: Walk) -> None:
    columns = put_everywhere(walk.whole_world)
    shown = visit_everything(walk, len(KINDS) if NIGHTLY else 2)
    assert len(columns) > 25, sorted(columns)
    assert len(shown) > 40, sorted(shown)


REFUSED = [endpoint for endpoint, row in TABLE.items() if row.do and row.page_of]
OF_EACH_FEATURE = {endpoint.split(".")[0]: endpoint for endpoint in REFUSED}
"""One form of each feature."""


@pytest.mark.parametrize("endpoint", REFUSED)
def test_what_is_shown_again_after_a_refusal_holds_nothing_that_runs(walk: Walk, endpoint: str) -> None:
    row, whole_world = TABLE[endpoint], walk.whole_world
    form = list(tree_of(whole_world.ask(row.page_of, whole_world.address(row)).text).iter("form"))[-1]
    kinds = ("text", "email", "search", "password")
    typed = [each for each in form.iter("input") if each.get("type", "text") in kinds] + list(form.iter("textarea"))
    body = whole_world.body(row) | fields_of(form) | {name: ALL for each in typed if (name := each.get("name"))}
    answer = whole_world.ask(row.page_of, form.get("action") or whole_world.address(row), body)
    if answer.status_code != 303:
        assert in_the_tree(answer.text) == NOTHING


@pytest.mark.parametrize("endpoint", REFUSED if NIGHTLY else OF_EACH_FEATURE.values())
def test_what_is_shown_again_after_a_refusal_does_not_run(walk: Walk, endpoint: str) -> None:
    row = TABLE[endpoint]
    page = walk.open(row.page_of, walk.whole_world.address(row))
    with page.expect_navigation():
        page.locator("main form").last.evaluate(FILL, ALL)
    assert page.evaluate(RAN) == NOTHING
    assert walk.faults() == []


FILL = """(form, words) => {
    for (const box of form.querySelectorAll("input, textarea")) {
        if (["text", "email", "search", "password"].includes(box.type) || box.tagName === "TEXTAREA") box.value = words;
    }
    form.noValidate = true;
    form.requestSubmit();
}"""


def test_what_would_run_is_found_in_a_source() -> None:
    harm = '<img src="x" onerror="x"><a href="javascript:x">x</a><iframe></iframe><script>x</script>'
    page = "<!doctype html><html><head><title>It</title>{}</head><body><p>{}</p></body></html>"
    assert in_the_tree(page.format('<base href="//x.example">', harm)) == dict.fromkeys(NOTHING, 1) | {"ran": None}
    assert in_the_tree(page.format("", html.escape(ALL + harm))) == NOTHING


def test_a_script_that_does_run_is_noticed(walk: Walk) -> None:
    page = walk.open("alice", "/my-families")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran=1\">')"
    )
    page.wait_for_timeout(200)
    seen = page.evaluate(RAN)
    assert (seen["images"], seen["handlers"]) == (1, 1)
    assert any("Content Security Policy" in words for words in walk.complaints), (
        "the policy stops it, and the browser says so"
    )
    page.close()


@pytest.mark.parametrize("payload", SCRIPTS)
def test_the_payloads_run_where_nothing_stops_them(walk: Walk, payload: str) -> None:
    page = walk.chromium.new_page()
    page.set_content(f"<p>{payload}</p>{html.unescape(payload)}")
    page.wait_for_function("window.ran === 1", timeout=5_000)
    page.close()
