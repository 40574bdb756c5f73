"""A real Chromium against the program, served in this process: pictures, axe, and the journeys as people make them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from budgettracker.database import db
from tests.access.whole_world import whole_world_on_sqlite
from tests.browser.walk import Walk, answering, settle
from tests.client import PageClient
from tests.factories.world import World
from tests.live import ROOT

PHONE, DESK = 360, 1280
BOTH_WIDTHS = bool(os.environ.get("NIGHTLY") or os.environ.get("PICTURES"))
"""Journeys are walked on the phone by day; on the desk too at night and for pictures. test_every_page.py looks at every
page on both each time."""
WIDTHS = (PHONE, DESK) if BOTH_WIDTHS else (PHONE,)
CHROMIUM = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), "")
"""The shell is Chromium without what only a window needs: the same pages for a quarter less of the processor's time."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "screenshots"


def skip_or_fail(reason: str) -> None:
    """A missing browser is a reason to skip on a laptop and a failure where the checks must run."""
    if os.environ.get("NO_SKIPS"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM or not AXE.exists():
        skip_or_fail("the browser tests need Debian's chromium, and axe-core from npm")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def engine_name() -> str:
    """Pages look the same on both engines: the browser meets the embedded one."""
    return "sqlite"


@pytest.fixture
def server(app: Flask, world: World) -> Iterator[str]:
    """The program with the small world, at its address."""
    db.session.remove()
    with answering(app) as url:
        yield url


Open = Callable[..., Page]


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> int:
    """A phone and a desk."""
    return int(request.param)


@pytest.fixture
def no_fault() -> tuple[str, ...]:
    """What Chromium's console reports as a failed load and is none: a refused form answers 422."""
    return ("422",)


@pytest.fixture
def open_page(chromium: Browser, app: Flask, server: str, width: int, no_fault: tuple[str, ...]) -> Iterator[Open]:
    """Be signed in as somebody and get their browser; anything their console complains about fails the test."""
    contexts = []
    complaints: list[str] = []

    def opened(email: str | None = None, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=server, viewport={"width": width, "height": 800}, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if email is not None:
            context.add_cookies([{"name": "session", "value": session_of(app, email), "url": server}])
            page.goto("/")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [words for words in complaints if not any(part in words for part in no_fault)] == []


def session_of(app: Flask, email: str) -> str:
    """The cookie of somebody who has signed in."""
    client = PageClient(app)
    client.as_(email)
    cookie = client.flask.get_cookie("session")
    assert cookie is not None
    return str(cookie.value)


def look(page: Page, name: str) -> None:
    """Let axe look for what keeps people out, and take a picture where one is wanted; nothing scrolls sideways."""
    fits(page, name)
    assert faults_axe_finds(page) == []


def fits(page: Page, name: str) -> None:
    """The page must not scroll sideways. PICTURES=1 keeps a picture of it, in screenshots/."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    settle(page)
    if os.environ.get("PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=str(PICTURES / f"{name}-{width}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways at {width} px"


def faults_axe_finds(page: Page) -> list[str]:
    """Everything axe finds on a page, best practices included, in one line each."""
    # Evaluated by the browser's own debugger: the page's policy allows no script but ours.
    first = not page.evaluate("'axe' in window")
    if first:
        axe = AXE.read_text(encoding="utf-8")
        page.evaluate(axe + "; undefined")
        # Half a megabyte: whoever has been looked at once begins every further page with it.
        page.context.add_init_script(axe)
    # All pages have the one stylesheet: by day axe fetches and reads it for the first page of each window alone.
    sheets = "true" if first or BOTH_WIDTHS else "false"
    result: dict[str, Any] = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], preload: {sheets}}})")
    assert result["passes"], "axe looked at something"
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in result["violations"]]


@pytest.fixture(scope="module")
def walk(chromium: Browser, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Everybody's browser in a world with one of everything, for all tests of a module."""
    folder = tmp_path_factory.mktemp("walk")
    shutil.copy(sqlite_template, folder / "test.sqlite")
    whole_world = whole_world_on_sqlite(folder, folder / "test.sqlite")
    with answering(whole_world.app) as url:
        made = Walk(whole_world, chromium, url)
        yield made
        made.close()
    whole_world.leave()
