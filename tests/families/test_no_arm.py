"""Screens that do not need the arm do not show it: pages about two families that differ in their arm alone are the same.

Where the work needs it, it shows: what a limit is asked for, what can be bought, and who may ask for a crossover.
"""

from uuid import UUID

import pytest
from flask import Flask

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import confirm
from budgettracker.database import transaction
from budgettracker.families import actions
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.spend.actions import Purchase, log_other_help
from budgettracker.worktime.actions import Part, Work, log_time
from tests.factories.families import TODAY, WHEN
from tests.factories.second_hands import at, browser
from tests.factories.walks import differences, of_family
from tests.factories.worktime import activity
from tests.factories.world import NOON, World

MONEY = "which money it can be paid from"
NEEDED = {
    "/families/-/limit/new": "a family without a budget needs no limit",
    **dict.fromkeys(("/families/-/spend/new", "/families/-/spend/new?again=-", "/families/-/plans/new"), MONEY),
    **dict.fromkeys(("/families/-/spend/shared", "/families/-/spend/several", "/spend/-/correct"), MONEY),
}
"""Pages on which the work needs to know whether there can be a budget."""
CROSSOVER = {"/families/-": "the link to ask for a crossover", "/families/-/crossover": "where it is asked for"}
"""Pages of whoever decides for the family, besides."""
WORDS = [arm.words for arm in Arm] + [arm.heading for arm in Arm] + ["omparison"]


def in_arm(world: World, reference: str, arm: Arm) -> tuple[Family, list[UUID]]:
    """A family that came into its arm by hand, with what every family has; and its purchase."""
    family = actions.add_family(
        world.mary,
        world.team,
        reference,
        "Birch",
        opened_on=TODAY,
        lead_worker=world.alice,
        scheme=world.scheme,
        arm=arm,
        allocated_on=TODAY,
        on=TODAY,
        at=NOON,
    )
    actions.add_child(world.alice, family, "C1", **WHEN)
    kind = activity(world.authority, "Call or meeting with the family")
    log_time(world.alice, world.alice, Work(TODAY, kind.id, (Part(family.id),), 30), **WHEN)
    help_paid = Purchase(amount_pence=15_00, bought_what="A cot", bought_on=TODAY)
    return family, [log_other_help(world.alice, family, help_paid, **WHEN).id]


@pytest.mark.pages
def test_two_families_that_differ_in_their_arm_alone_read_the_same(app: Flask, world: World) -> None:
    at(app, NOON)
    with transaction():
        both = [in_arm(world, f"WM-070{number}", arm) for number, arm in enumerate(Arm)]
        for (family, _), arm in zip(both, Arm, strict=True):
            drawn = {"arm": [None, arm], "allocated_on": [None, TODAY], "draw": family.id}
            record(world.alice, Deed.FAMILY_ALLOCATED, family, drawn, authority_id=family.authority_id, at=NOON)
    for person in (world.bob, world.mary, world.audrey):
        reader = browser(app, person)
        one, other = (of_family(reader, family.id, its) for family, its in both)
        assert {"/history/family/-", "/families/-/limits"} < set(one)
        needed = NEEDED | (CROSSOVER if person is world.mary else {})
        differ = differences(one, other)
        assert {address: words for address, words in differ.items() if address not in needed} == {}, person.name
        named = {address for address, page in other.items() if any(word in page for word in WORDS)}
        assert named == (set(CROSSOVER) if person is world.mary else set()), person.name


@pytest.mark.pages
def test_the_story_of_a_crossover_names_no_arm(app: Flask, world: World) -> None:
    at(app, NOON)
    with transaction():
        wish = actions.ask_to_cross(world.mary, world.comparison, TODAY, "A bed is needed", **WHEN)
        confirm(world.sam, wish, **WHEN)
    page = browser(app, world.bob).get(f"/history/family/{world.comparison.id}").text
    for words in (
        "asked for a budget from a day on",
        "confirmed a budget from a day on",
        "allowed a budget from a day on",
    ):
        assert words in page
    assert "May have a budget from: 15 June 2026" in page
    assert "omparison" not in page
