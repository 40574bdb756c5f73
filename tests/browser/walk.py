"""Every page of the table of the matrix in a real browser: the world with one of everything, served in this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.access.table import TABLE, Row
from tests.access.whole_world import WholeWorld

KINDS = ("alice", "mary", "audrey", "adam", "eve", "fiona", "otto", "anonymous")
"""One of each kind of person, in the order in which they are asked to open a page; otto is of another authority."""
DESK, PHONE = 1280, 360


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - its own name
        """Say nothing."""


SETTLED = "document.readyState === 'complete' && !document.querySelector('form[data-sent]')"


def settle(page: Page) -> None:
    """Wait until no form of the page is on its way any more, and the page it led to is there."""
    for _ in range(400):
        # Asked by the browser's debugger each time: the page's policy forbids a script of ours to wait inside it.
        with suppress(Error):
            if page.evaluate(SETTLED):
                return
        page.wait_for_timeout(25)
    raise AssertionError(f"{page.url} is still on its way")


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    """The program on loopback, served in this process with its own clock; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    # Asked to end, it looks up every hundredth of a second; half a second is the usual.
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@dataclass
class Walk:
    """Everybody's browser, signed in, and what its console said."""

    whole_world: WholeWorld
    chromium: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)
    known: dict[tuple[str, str], bool] = field(default_factory=dict)
    """Of the addresses that were asked for: is it a page of its own?"""
    complaints: list[str] = field(default_factory=list)
    """What went wrong in the browser since the last page was opened: errors, refused scripts, dialogs."""

    def open(self, actor: str, address: str, width: int = DESK) -> Page:
        """Open an address in somebody's window, which listens to everything, with their session as it was at first."""
        page = self.pages.get(actor) or self._window(actor)
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": self.whole_world.cookies[actor], "url": self.url}])
        page.set_viewport_size({"width": width, "height": 800})
        # A form of the test before may still be on its way to another page.
        settle(page)
        self.complaints.clear()
        page.goto(address)
        return page

    def _window(self, actor: str) -> Page:
        context = self.chromium.new_context(base_url=self.url)
        self.contexts.append(context)
        page = self.pages[actor] = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._refuse)
        return page

    def _refuse(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            # The browser's own question about an edited week; what was typed there is left behind.
            dialog.accept()
            return
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def faults(self) -> list[str]:
        """What the browser complained of; that an answer was a refusal is none of it."""
        return [words for words in self.complaints if "Failed to load resource" not in words]

    def is_page(self, actor: str, address: str) -> bool:
        """Is it a page of its own, and not a file, a part of a page or a way to another?"""
        if (actor, address) not in self.known:
            answer = self.whole_world.ask(actor, address)
            own = answer.mimetype == "text/html" and answer.status_code == 200 and "<html" in answer.text
            self.known[actor, address] = own
        return self.known[actor, address]

    def close(self) -> None:
        """Close every window."""
        for context in self.contexts:
            context.close()


def lookers(row: Row) -> list[str]:
    """One of each kind who may open the page: whoever fills in its form first."""
    kinds = [actor for actor in KINDS if actor in row.look]
    return sorted(kinds or sorted(row.look)[:1], key=lambda actor: actor != row.page_of)


PAGES = [endpoint for endpoint, row in TABLE.items() if row.look]
FORMS = [endpoint for endpoint, row in TABLE.items() if row.look and row.page_of]
