"""Outside a shop at 50 KB a second: what the pages of a purchase weigh, and what is asked about again."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import Open, session_of
from tests.factories.world import World

pytestmark = pytest.mark.browser
FIRST, NEXT = 70_000, 10_000
"""Bytes over the line, headers included: the first page with everything it needs, and each page after it."""


@dataclass
class Line:
    """What a browser asked the server for since the last page, and how many bytes came."""

    answered: dict[str, str] = field(default_factory=dict)
    """Addresses by the browser's number of the request."""
    kept: set[str] = field(default_factory=set)
    """Requests that the browser answered from what it had kept."""
    bytes: int = 0

    def listen(self, page: Page) -> None:
        """Count what travels to a page."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._answered)
        session.on("Network.requestServedFromCache", lambda event: self.kept.add(event["requestId"]))
        session.on("Network.loadingFinished", self._came)

    def _answered(self, event: dict[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            self.answered[event["requestId"]] = event["response"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])

    def visit(self, page: Page, path: str) -> list[str]:
        """Open a page; gives the addresses that the server was asked for."""
        self.answered, self.kept, self.bytes = {}, set(), 0
        page.goto(path, wait_until="networkidle")
        return [address for number, address in self.answered.items() if number not in self.kept]


def test_a_first_page_and_those_after_it_are_light(open_page: Open, app: Flask, world: World) -> None:
    page, line = open_page(None), Line()
    line.listen(page)
    answer = line.visit(page, "/sign-in")
    assert any(address.endswith(".css") for address in answer)
    assert 10_000 < line.bytes <= FIRST, answer
    family = f"/families/{world.family_id}"
    of_a_worker = (
        "/my-families",
        family,
        f"{family}/spend/new",
        f"{family}/spend/several",
        "/time",
        "/time/new",
        "/families",
    )
    of_a_manager = ("/team", "/decisions", f"{family}/hand-over", "/time/months")
    for person, paths in ((world.alice, of_a_worker), (world.mary, of_a_manager)):
        page.context.add_cookies([{"name": "session", "value": session_of(app, person.email), "url": page.url}])
        for path in paths:
            answer = line.visit(page, path)
            assert [address.partition("?")[0].endswith(path) for address in answer] == [True], answer
            assert 500 < line.bytes <= NEXT, (path, line.bytes)
