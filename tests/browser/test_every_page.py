"""Every page there is, on a desk and on a phone: axe finds nothing, nothing scrolls sideways, the console is silent."""

import os

import pytest
from playwright.sync_api import Page

from tests.access.table import TABLE
from tests.browser.conftest import faults_axe_finds, fits, look
from tests.browser.walk import DESK, FORMS, PAGES, PHONE, Walk, lookers

pytestmark = pytest.mark.browser
SEND_EMPTY = """form => {
    for (const box of form.querySelectorAll("input[type=text], input:not([type]), textarea")) box.value = "";
    form.noValidate = true;
    form.requestSubmit();
}"""


NIGHTLY = bool(os.environ.get("NIGHTLY"))


def look_at_both_widths(page: Page, name: str, *, axe: bool = True) -> None:
    """Nothing scrolls sideways on a desk or on a phone; axe looks at it on the phone, and at night on the desk too."""
    for width, see in ((DESK, look if NIGHTLY else fits), (PHONE, look if axe else fits)):
        page.set_viewport_size({"width": width, "height": 800})
        see(page, name)


def came_back(page: Page) -> bool:
    """Is it the form again, with what is wrong in it?"""
    return page.locator(".govuk-error-summary").count() > 0


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_and_its_form_sent_empty_are_for_everybody(walk: Walk, endpoint: str) -> None:
    row = TABLE[endpoint]
    address, actor = walk.whole_world.address(row), lookers(row)[0]
    if not walk.is_page(actor, address):
        assert endpoint not in FORMS
        return
    page = walk.open(actor, address)
    # A form that comes back holds all that it held before, and what is wrong with it: by day axe looks at that alone.
    look_at_both_widths(page, f"every-{endpoint}", axe=NIGHTLY or endpoint not in FORMS)
    assert walk.faults() == []
    if endpoint in FORMS:
        if actor != row.page_of:
            page = walk.open(row.page_of, address)
        with page.expect_navigation():
            page.locator("main form").last.evaluate(SEND_EMPTY)
        look_at_both_widths(page, f"every-{endpoint}-sent")
        assert walk.faults() == []
        again = came_back(page)
        walk.whole_world.put_back()
        if not NIGHTLY and not again:
            look(walk.open(actor, address, PHONE), f"every-{endpoint}")


@pytest.mark.parametrize(
    "actor,address", [("alice", "/nothing"), ("alice", "/people"), ("anonymous", "/password/none")]
)
def test_pages_that_refuse_are_for_everybody_too(walk: Walk, actor: str, address: str) -> None:
    page = walk.open(actor, address)
    look_at_both_widths(page, f"refused{address.replace('/', '-')}")


def test_there_are_pages_and_a_planted_fault_is_found(walk: Walk) -> None:
    pages = [name for name in PAGES if walk.is_page(lookers(TABLE[name])[0], walk.whole_world.address(TABLE[name]))]
    assert len(pages) > 55
    page = walk.open("alice", "/my-families", PHONE)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/x.png\">')")
    assert any("image-alt" in fault for fault in faults_axe_finds(page))
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<p>' + 'w'.repeat(900) + '</p>')")
    page.evaluate("document.querySelector('main p:last-child').style.overflowWrap = 'normal'")
    with pytest.raises(AssertionError, match="scrolls sideways"):
        look(page, "every-planted")
