"""Somebody's thumb on a page, every action counted."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """Somebody's thumb: each tap, each answer typed or chosen is one action."""

    page: Page
    actions: int = 0

    def tap(self, what: Locator) -> None:
        self.actions += 1
        what.click()

    def link(self, name: str) -> None:
        self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def button(self, name: str) -> None:
        self.tap(self.page.get_by_role("button", name=name, exact=True))

    def choose(self, label: str, option: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).select_option(option)

    def type(self, label: str, text: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def tick(self, label: str) -> None:
        self.actions += 1
        self.page.get_by_label(label, exact=True).check()

    def file(self, label: str, content: bytes) -> None:
        self.actions += 1
        self.page.get_by_label(label).set_input_files({"name": "slip.jpg", "mimeType": "image/jpeg", "buffer": content})

    def at_most(self, number: int) -> None:
        """What has been done since took no more than so many actions; the next is counted anew."""
        assert 0 < self.actions <= number, self.actions
        self.actions = 0
