"""On a phone outside a shop: no signal, Back, a double tap, signing out in another tab. Nothing typed is lost or doubled."""

import contextlib
import json
import random
import re
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError
from sqlalchemy import select

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.world import PASSWORD, World

pytestmark = pytest.mark.browser
ALICE, BOB = "alice.archer@example.org", "bob.brown@example.org"
COAT, PURPOSE = "Warm coats for Zebedee", "A cold walk to school"
RECORDED = "Recorded £"
LOCAL = "Object.fromEntries(Object.entries(localStorage))"
ELSEWHERE = """async () => [sessionStorage.length, document.cookie.length, (await caches.keys()).length,
    (await indexedDB.databases()).length, (await navigator.serviceWorker.getRegistrations()).length]"""


@pytest.fixture
def width() -> int:
    """A phone."""
    return 360


@pytest.fixture
def no_fault() -> tuple[str, ...]:
    """The network is taken away here, and a form is sent with the token of a session that is over (400)."""
    return ("422", "400", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")


@pytest.fixture(autouse=True)
def address(world: World) -> str:
    """The page for logging a purchase of a family whose limit is £5,000.00."""
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 5_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
    return f"/families/{world.family_id}/spend/new"


def fill(page: Page, amount: str = "45,50", what: str = COAT) -> None:
    """Answer the questions of an ordinary purchase."""
    page.get_by_label("How much?").fill(amount)
    page.get_by_label("What was bought?").fill(what)
    page.get_by_label("Category").select_option("Household goods")
    page.get_by_label("What should it help with?").fill(PURPOSE)
    page.get_by_label("How is it paid?").select_option("Purchase card")


def press(page: Page) -> None:
    page.get_by_role("button", name="Record this spend").click()


def is_filled(page: Page, amount: str = "45,50", what: str = COAT) -> None:
    """Everything that was typed is there."""
    expect(page.get_by_label("How much?")).to_have_value(amount)
    expect(page.get_by_label("What was bought?")).to_have_value(what)
    expect(page.get_by_label("What should it help with?")).to_have_value(PURPOSE)
    expect(page.get_by_label("Category").locator("option:checked")).to_have_text("Household goods")
    expect(page.get_by_label("How is it paid?").locator("option:checked")).to_have_text("Purchase card")


def recorded(app: Flask) -> dict[str, list[int]]:
    """The pence of each purchase under what was bought."""
    amounts: dict[str, list[int]] = {}
    with app.app_context():
        for what, pence in db.session.execute(select(SpendDetails.bought_what, Spend.planned_pence).join(Spend)):
            amounts.setdefault(str(what), []).append(pence)
    return amounts


def kept(page: Page) -> dict[str, dict[str, Any]]:
    """What the device keeps of forms, by name."""
    return {name: json.loads(text) for name, text in page.evaluate(LOCAL).items()}


def kept_soon(page: Page) -> None:
    """What was typed is encrypted and kept a moment later."""
    page.wait_for_function("localStorage.length > 0")
    page.wait_for_timeout(100)


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(context: BrowserContext) -> None:
    """In another tab."""
    other = context.new_page()
    other.goto("/my-families")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_text("You have signed out.")).to_be_visible()
    other.close()


def test_an_ordinary_purchase_takes_seven_actions(open_page: Open, address: str, app: Flask) -> None:
    page = open_page(ALICE)
    actions = 0

    def act(deed: Any) -> None:
        nonlocal actions
        actions += 1
        deed()

    act(page.get_by_role("link", name=re.compile("Log spend")).first.click)
    act(lambda: page.get_by_label("How much?").fill("45,50"))
    act(lambda: page.get_by_label("What was bought?").fill(COAT))
    act(lambda: page.get_by_label("Category").select_option("Household goods"))
    act(lambda: page.get_by_label("What should it help with?").fill(PURPOSE))
    act(lambda: page.get_by_label("How is it paid?").select_option("Purchase card"))
    act(lambda: press(page))
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert actions == 7
    assert recorded(app) == {COAT: [45_50]}


def test_without_signal_the_form_stays_and_is_sent_when_it_is_back(open_page: Open, address: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto(address)
    fill(page)
    page.context.set_offline(True)
    press(page)
    expect(page.get_by_text("There is no signal")).to_be_visible()
    is_filled(page)
    page.get_by_role("button", name="Record this spend").scroll_into_view_if_needed()
    assert recorded(app) == {}
    page.context.set_offline(False)
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert recorded(app) == {COAT: [45_50]}
    assert kept(page) == {}
    page.go_back()
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("My families")


def test_an_answer_that_is_lost_doubles_nothing(open_page: Open, address: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto(address)
    fill(page)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/spend/new", lose)
    press(page)
    expect(page.get_by_text("No answer came")).to_be_visible()
    look(page, "survives-no-answer")
    is_filled(page)
    assert recorded(app) == {COAT: [45_50]}
    page.unroute("**/spend/new")
    page.goto("/my-families")
    page.goto(address)
    expect(page.get_by_text("It was sent, and no answer came.")).to_be_visible()
    is_filled(page)
    look(page, "survives-comes-back")
    press(page)
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert recorded(app) == {COAT: [45_50]}


def test_what_is_kept_is_this_and_no_more(open_page: Open, address: str, world: World) -> None:
    """A list of what is stored on the device: everything else a browser can store stays empty."""
    page = open_page(ALICE)
    page.goto(address)
    key = page.locator("main input[name=form_key]").input_value()
    fill(page, "4321.99")
    page.get_by_label("Receipt").set_input_files(
        {"name": "zebedee.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 zebra"}
    )
    kept_soon(page)
    (name, copy), *others = kept(page).items()
    assert others == []
    assert name == f"form:{address}"
    assert set(copy) == {"at", "owner", "key", "sealed"}
    assert copy["key"] == key
    text = json.dumps(kept(page)).lower()
    sought = ("zebedee", "coat", "4321", "zebra", "school", "alice", "okafor", "wm-001", str(world.alice.id))
    assert [words for words in sought if words in text] == []
    assert page.evaluate(ELSEWHERE) == [0, 0, 0, 0, 0]
    page.reload()
    expect(page.get_by_text("Choose the file again: a file is not kept.")).to_be_visible()
    is_filled(page, "4321.99")
    page.get_by_role("button", name="Start with an empty form").click()
    expect(page.get_by_label("How much?")).to_have_value("")
    assert kept(page) == {}


@pytest.mark.parametrize(
    "how", ["after 12 hours", "at sign-out", "when another person signs in", "when the authority says so"]
)
def test_what_is_kept_goes(open_page: Open, address: str, how: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto(address)
    fill(page)
    kept_soon(page)
    if how == "at sign-out":
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_text("You have signed out.")).to_be_visible()
    elif how == "when the authority says so":
        admin = open_page("adam.able@example.org")
        admin.goto("/devices")
        look(admin, "devices")
        admin.get_by_label("Keep what is typed on the device").uncheck()
        admin.get_by_role("button", name="Save").click()
        expect(admin.get_by_text("Forms on devices: not kept")).to_be_visible()
        page.goto(address)
        fill(page)
        page.wait_for_timeout(200)
    elif how == "after 12 hours":
        page.evaluate("""() => { const name = Object.keys(localStorage)[0]
            const copy = JSON.parse(localStorage.getItem(name))
            localStorage.setItem(name, JSON.stringify({...copy, at: copy.at - 12 * 60 * 60 * 1000})) }""")
        page.goto(address)
        expect(page.get_by_label("How much?")).to_have_value("")
    else:
        page.context.clear_cookies()
        page.goto("/sign-in")
        assert len(kept(page)) == 1, "it waits for its owner while nobody is signed in"
        sign_in(page, BOB)
        expect(page.get_by_role("heading", level=1)).to_have_text("My families")
    page.wait_for_load_state()
    assert kept(page) == {}


def test_signing_out_in_another_tab_brings_the_form_back_to_the_same_person(
    open_page: Open, address: str, app: Flask
) -> None:
    page = open_page(ALICE)
    page.goto(address)
    fill(page)
    kept_soon(page)
    sign_out(page.context)
    assert kept(page) == {}
    page.get_by_label("How much?").fill("46")
    page.wait_for_timeout(200)
    assert kept(page) == {}, "a form that is still open keeps nothing after signing out"
    press(page)
    expect(page.get_by_text("what you sent last comes back, filled in")).to_be_visible()
    assert recorded(app) == {}
    sign_in(page, ALICE)
    expect(page.get_by_text("Here is what you typed")).to_be_visible()
    is_filled(page, "46")
    press(page)
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert recorded(app) == {COAT: [46_00]}


def test_another_person_in_the_other_tab_neither_sends_nor_sees_it(open_page: Open, address: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto(address)
    fill(page)
    sign_out(page.context)
    other = page.context.new_page()
    other.goto("/sign-in")
    sign_in(other, BOB)
    expect(other.get_by_role("heading", level=1)).to_have_text("My families")
    press(page)
    expect(page.get_by_text("Somebody else is signed in")).to_be_visible()
    other.goto(address)
    expect(other.get_by_label("How much?")).to_have_value("")
    assert kept(other) == {}
    assert recorded(app) == {}


def test_a_refusal_takes_the_place_of_the_page_and_back_asks_nothing(open_page: Open, address: str, app: Flask) -> None:
    page = open_page(ALICE)
    page.goto(address)
    length = page.evaluate("history.length")
    fill(page, "5,000.01")
    press(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    is_filled(page, "5,000.01")
    look(page, "survives-refused")
    assert page.evaluate("history.length") == length
    page.get_by_role("button", name="Ask for a higher limit", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ask for a higher limit")
    page.get_by_role("link", name="Back to the purchase").click()
    is_filled(page, "5,000.01")
    page.get_by_role("button", name="Record this spend").click()
    page.get_by_role("button", name="Ask for a higher limit", exact=True).click()
    page.get_by_label(re.compile("Why|Reason", re.I)).fill("More coats")
    page.get_by_role("button", name="Send it to the manager").click()
    # The page before has a link of the same name, so the answer is waited for.
    expect(page.get_by_role("heading", level=1)).to_have_text("Asked for a limit of £5,000.01")
    page.get_by_role("link", name="Back to the purchase").click()
    is_filled(page, "5,000.01")
    page.get_by_label("How much?").fill("50")
    press(page)
    expect(page.get_by_text(RECORDED)).to_be_visible()
    assert recorded(app) == {COAT: [50_00]}


WAYS = ("offline", "offline, tapped twice", "offline, Back", "lost", "back", "double", "reload", "signed out", "none")
"""What happens to a purchase between typing and its answer: without a network first, then with it."""


def without_network(page: Page, address: str, way: str) -> None:
    """Send a purchase with the network away, in one of three ways, and let it come back."""
    page.context.set_offline(True)
    if way == "offline, tapped twice":
        page.get_by_role("button", name="Record this spend").dblclick(no_wait_after=True)
    elif way == "offline":
        press(page)
    else:
        kept_soon(page)
        with contextlib.suppress(PlaywrightError):  # there is no page to go back to
            page.go_back()
        page.context.set_offline(False)
        page.goto(address)
        expect(page.get_by_text("Here is what you typed")).to_be_visible()
        press(page)
        return
    expect(page.get_by_text("There is no signal")).to_be_visible()
    page.context.set_offline(False)


def spoil(page: Page, address: str, way: str) -> None:
    """Let one of these ways befall a purchase, and send it until it is recorded."""
    if way.startswith("offline"):
        without_network(page, address, way)
    elif way == "lost":
        page.route("**/spend/new", lambda route: (route.fetch(max_redirects=0), route.abort()))
        press(page)
        expect(page.get_by_text("No answer came")).to_be_visible()
        page.unroute("**/spend/new")
        press(page)
    elif way in ("back", "reload"):
        kept_soon(page)
        page.go_back() if way == "back" else page.reload()
        page.goto(address)
        expect(page.get_by_text("Here is what you typed")).to_be_visible()
        press(page)
    elif way == "double":
        page.get_by_role("button", name="Record this spend").dblclick(no_wait_after=True)
    elif way == "signed out":
        sign_out(page.context)
        press(page)
        sign_in(page, ALICE)
        expect(page.get_by_text("Here is what you typed")).to_be_visible()
        press(page)
    else:
        press(page)
    expect(page.get_by_text(RECORDED)).to_be_visible()


def play(page: Page, address: str, app: Flask, rounds: int) -> None:
    """So many purchases, each way in turn before any comes again, in an order drawn by chance."""
    chance = random.Random(7)
    ways: list[str] = []
    for number in range(rounds):
        if not ways:
            ways = chance.sample(WAYS, len(WAYS))
        page.goto("/my-families")
        page.goto(address)
        fill(page, f"1,{number:02d}", f"{COAT} {number}")
        spoil(page, address, ways.pop())
    assert recorded(app) == {f"{COAT} {number}": [100 + number] for number in range(rounds)}
    assert kept(page) == {}


def test_whatever_happens_on_the_way_nothing_is_lost_or_doubled(open_page: Open, address: str, app: Flask) -> None:
    play(open_page(ALICE), address, app, len(WAYS))


@pytest.mark.nightly
def test_a_hundred_rounds_of_it(open_page: Open, address: str, app: Flask) -> None:
    play(open_page(ALICE), address, app, 100)
