"""Nobody hands a family over to decide its limit: who led it lately decides it no more than who leads it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from budgettracker.budgets import actions
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import sums_sign
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import hand_over
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, browser, go_live
from tests.factories.world import NOON, World

TODAY = NOON.date()
WORDS = "You led the work with this family in the 30 days before this limit was asked for, or since"


def handed(world: World, to: Person, when: datetime) -> None:
    """By Mary, her own families too."""
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        was = family.lead_worker_id
        hand_over(world.mary, [family], world.team, to, TODAY, was_led_by=was, on=TODAY, at=when)


def asked(world: World) -> LimitChange:
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        return actions.propose_limit(world.alice, family, world.scheme, 4_000_00, "Why", on=TODAY, at=NOON)


def approve(by: Person, change: LimitChange) -> None:
    with transaction():
        actions.approve_limit(by, change, on=TODAY, at=NOON)


@pytest.mark.parametrize("before", [True, False], ids=["before it was asked for", "since"])
def test_who_handed_the_family_over_does_not_decide_its_limit(app: Flask, world: World, before: bool) -> None:
    at(app, NOON)
    handed(world, world.mary, NOON - timedelta(days=20))
    change = None if before else asked(world)
    handed(world, world.bob, NOON - timedelta(days=1) if before else NOON + timedelta(minutes=1))
    change = change or asked(world)
    with pytest.raises(Refusal, match=WORDS):
        approve(world.mary, change)
    mary = browser(app, world.mary)
    for page in ("/decisions", f"/limits/{change.id}"):
        text = mary.get(page).text
        assert WORDS in text, page
        assert "Sam Stone (senior manager)" in text, page
        assert "Mary Moss (manager), Sam Stone" not in text, page
    approve(world.sam, change)
    assert change.decided_by_id == world.sam.id


@pytest.mark.parametrize("before", [True, False], ids=["before the import", "since"])
def test_who_handed_the_family_over_does_not_confirm_its_opening_balance(
    app: Flask, world: World, before: bool
) -> None:
    at(app, NOON)
    handed(world, world.sam, NOON - timedelta(days=20))
    handed(world, world.bob, NOON - timedelta(days=1) if before else NOON + timedelta(minutes=1))
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        named = {"proposed_by": world.alice, "approved_by": world.mary}
        change = record_past_limit(
            world.fiona, family, world.scheme, 3_000_00, "Before", **named, approved_on=TODAY, at=NOON
        )
    go_live(world)
    period = db.session.get_one(BudgetPeriod, change.period_id)
    assert period.opening_waits
    with transaction(), pytest.raises(Refusal, match=WORDS):
        actions.confirm_opening(world.sam, period, sums_sign(period), on=TODAY, at=NOON)
    assert WORDS in browser(app, world.sam).get("/limits/opening").text


def test_who_handed_the_family_over_does_not_confirm_a_limit_that_one_person_set(app: Flask, world: World) -> None:
    at(app, NOON)
    change = asked(world)
    approve(world.mary, change)
    with transaction():
        change.one_hand, change.decided_by_id = True, change.proposed_by_id
    handed(world, world.sam, NOON + timedelta(minutes=1))
    handed(world, world.bob, NOON + timedelta(minutes=2))
    with transaction(), pytest.raises(Refusal, match=WORDS):
        actions.confirm_limit(world.sam, change, on=TODAY, at=NOON)
    sam = browser(app, world.sam)
    assert f"/limits/{change.id}/confirm" not in sam.get(f"/limits/{change.id}").html
    assert WORDS in sam.get(f"/limits/{change.id}/confirm").text


def test_who_led_it_long_ago_decides_it(world: World) -> None:
    handed(world, world.mary, NOON - timedelta(days=40))
    handed(world, world.bob, NOON - timedelta(days=31))
    approve(world.mary, asked(world))
