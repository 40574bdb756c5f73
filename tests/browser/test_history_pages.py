"""Histories at 360 and 1280 px: looked at by axe, kept as pictures, and reached from their records."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from budgettracker.budgets import actions as budgets
from budgettracker.database import transaction
from budgettracker.families.actions.hand_over import hand_over
from budgettracker.schemes.actions import change_bands
from budgettracker.schemes.rules import Bounds
from budgettracker.web import now, today
from tests.browser.conftest import Open, look
from tests.factories.families import corrected
from tests.factories.world import World

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def lived_in(world: World) -> None:
    """A limit, another team, and other bands."""
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 5_000_00, "x", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
        bands = [Bounds("practitioner", 300_00, 900_00, 30), Bounds("manager", None, None, None)]  # type: ignore[arg-type]
        change_bands(world.adam, world.scheme, bands, today() + timedelta(days=1), on=today(), at=now())
        family = corrected(world, world.family, reference="WM-009", legal_basis="Section 17", on=today(), at=now())
        hand_over(world.mary, [family], world.team, world.bob, today(), was_led_by=world.alice.id, on=today(), at=now())


def test_a_family_and_its_history(open_page: Open, world: World) -> None:
    page = open_page(world.audrey.email)
    page.goto(f"/families/{world.family_id}")
    page.get_by_role("link", name=re.compile("^History")).click()
    expect(page.get_by_text("Lead worker: from Alice Archer to Bob Brown")).to_be_visible()
    look(page, "history-of-a-family")
    page.get_by_role("link", name="Show who looked too").click()
    expect(page.get_by_text("looked at the family").first).to_be_visible()
    look(page, "history-with-looking")


@pytest.mark.parametrize(
    "name, address",
    [
        ("scheme", lambda world: f"/schemes/{world.scheme.id}"),
        ("person", lambda world: f"/people/{world.bob.id}"),
    ],
)
def test_an_administrators_record_and_its_history(
    open_page: Open, world: World, name: str, address: Callable[[World], str]
) -> None:
    page = open_page(world.adam.email)
    page.goto(address(world))
    page.get_by_role("link", name=re.compile("^History")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("History of")
    look(page, f"history-of-a-{name}")
