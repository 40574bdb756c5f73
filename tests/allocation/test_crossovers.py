"""A crossover: asked for by one, allowed by a senior manager, dated, and counted in the arm as allocated."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from budgettracker.allocation.actions import allocate_family, assess_family, close_draw, start_draw
from budgettracker.allocation.models import Draw
from budgettracker.allocation.queries import draw_faults, flow_of
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import ask_to_cross
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.spend.actions import Purchase, log_spend
from tests.factories.allocation import TODAY, newcomer, study_to_draw
from tests.factories.second_hands import at, browser
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
LATER: dict[str, Any] = {"on": TODAY + timedelta(3), "at": NOON + timedelta(3)}
WHY = "The youngest comes home in July"


def compared(world: World) -> Family:
    """A family that was drawn for comparison; the draw has closed."""
    study = study_to_draw(world)
    draw = start_draw(world.eve, study, list_text="Westmoor,10-16,comparison\nWestmoor,10-16,budget\n", at=NOON)
    for number in (1, 2):
        family = newcomer(world, number)
        assess_family(world.alice, family, eligible=True, **WHEN)
        allocate_family(world.alice, family, **WHEN)
    close_draw(world.eve, draw, at=NOON)
    return db.session.query(Family).filter_by(reference="WM-1001").one()


def request_of(world: World, family: Family, days: int = 0) -> Confirmation:
    return ask_to_cross(world.alice, family, TODAY + timedelta(days), WHY, **WHEN)


def test_a_senior_manager_allows_it_from_a_day_on_and_the_arm_stays(world: World) -> None:
    with transaction():
        family = compared(world)
        with pytest.raises(Refusal, match="Choose today") as refused:
            request_of(world, family, -1)
        assert refused.value.field == "crossed_on"
        wish = request_of(world, family, 3)
        for nobody in (world.alice, world.bob, world.mary):
            with pytest.raises(Refusal):
                confirm(nobody, wish, **WHEN)
        confirm(world.sam, wish, **WHEN)
        assert (family.arm, family.crossed_on) == (Arm.COMPARISON, TODAY + timedelta(3))
        with pytest.raises(Refusal, match="no devolved budget"):
            propose_limit(world.alice, family, world.scheme, 500_00, "Bunk beds", **WHEN)
        limit = propose_limit(world.bob, family, world.scheme, 500_00, "Bunk beds", **LATER)
        approve_limit(world.mary, limit, **LATER)
        bed = Purchase(amount_pence=200_00, bought_what="Bunk beds", bought_on=LATER["on"])
        assert log_spend(world.alice, family, bed, **LATER).paid_pence == 200_00
        with pytest.raises(Refusal, match="Only an open comparison family"):
            request_of(world, family)
        assert (family.arm, draw_faults()) == (Arm.COMPARISON, [])


@pytest.mark.pages
def test_the_pages_ask_allow_and_count_it_as_allocated(app: Flask, world: World) -> None:
    at(app, NOON)
    with transaction():
        family = compared(world)
    alice, mary, sam, eve = (browser(app, each) for each in (world.alice, world.mary, world.sam, world.eve))
    of = f"/families/{family.id}"
    assert "Ask for a budget for this comparison family" in mary.get(of).html
    assert "comparison" not in alice.get(of).html, "who works with a family need not see its arm"
    page = alice.get(f"{of}/crossover")
    assert alice.post(f"{of}/crossover", page.form() | {"reason": ""}).status == 422
    waits = alice.post(f"{of}/crossover", page.form() | {"reason": WHY}).location
    assert WHY in sam.get(waits).text
    assert sam.post(waits, sam.get(waits).form() | {"decision": "confirm"}).status == 303
    assert "From 15 June 2026, by a crossover" in mary.get(of).text
    assert "crossover" not in alice.get(of).html
    assert alice.get(f"{of}/limit/new").status == 200
    assert alice.get(f"{of}/crossover").status == 404
    draw = db.session.query(Draw).one()
    from_draw = eve.get(f"/studies/{draw.study_id}/draw")
    assert "Crossed over" in from_draw.text
    assert flow_of(draw).arms == [(Arm.BUDGET, 1, 0, 1, 0), (Arm.COMPARISON, 1, 1, 1, 0)]
