"""A family that waits for its draw is given no limit: proposed, in a cohort, by an import, confirmed or approved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from budgettracker.allocation.actions import allocate_family, assess_family, close_draw
from budgettracker.budgets import actions, queries, rules
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from tests.factories import world as make
from tests.factories.allocation import TODAY, draw_started, newcomer
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, browser, not_live
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[None]:
    at(app, NOON)
    yield
    db.session.rollback()


def proposed(world: World, family: Family) -> LimitChange:
    return actions.propose_limit(world.alice, family, world.scheme, 500_00, "A cooker", **WHEN)


def imported(world: World, family: Family) -> LimitChange:
    names = {"proposed_by": world.alice, "approved_by": world.mary}
    return record_past_limit(
        None, family, world.scheme, 500_00, "", **names, approved_on=TODAY - timedelta(30), at=NOON
    )


def of_cohort(world: World, family: Family) -> LimitChange:
    return actions.propose_limits_for_cohort(world.alice, [family], world.scheme, 500_00, "All of them", **WHEN)[0]


WAYS: list[Callable[[World, Family], LimitChange]] = [proposed, imported, of_cohort]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("assessed", [False, True])
def test_no_way_gives_a_limit_before_the_arm_is_drawn(
    world: World, way: Callable[[World, Family], LimitChange], assessed: bool
) -> None:
    with transaction():
        draw = draw_started(world)
        family = newcomer(world, 1)
        if assessed:
            assess_family(world.alice, family, eligible=True, **WHEN)
        with pytest.raises(Refusal, match="arm has not been drawn yet"):
            way(world, family)
    with transaction():
        close_draw(world.eve, db.session.merge(draw), at=NOON)
        assert way(world, family).to_pence == 500_00


def test_what_was_proposed_or_imported_before_the_draw_waits_for_it(world: World) -> None:
    not_live()
    with transaction():
        answer, brought = newcomer(world, 1), newcomer(world, 2)
        change = proposed(world, answer)
        imported(world, brought)
        period = queries.period_on(brought.id, TODAY)
        assert period is not None
        assert period.opening_waits
        draw_started(world)
        with pytest.raises(Refusal, match="arm has not been drawn yet"):
            actions.approve_limit(world.mary, change, **WHEN)
        with pytest.raises(Refusal, match="arm has not been drawn yet"):
            actions.confirm_opening(world.sam, period, queries.sums_sign(period), **WHEN)
        with pytest.raises(Refusal, match="has a limit already"):
            assess_family(world.alice, brought, eligible=True, **WHEN)
        lower = actions.propose_limit(world.sam, brought, world.scheme, 400_00, "Lower", **WHEN)
        assert actions.approve_limit(world.mary, lower, **WHEN).to_pence == 400_00
        assess_family(world.alice, answer, eligible=True, **WHEN)
        arm = Arm(allocate_family(world.bob, answer, **WHEN).place.arm)
        db.session.execute(update(Family).where(Family.id == answer.id).values(arm=Arm.COMPARISON))
        db.session.refresh(answer)
        with pytest.raises(Refusal, match=rules.NO_BUDGET):
            actions.approve_limit(world.mary, change, **WHEN)
        db.session.execute(update(Family).where(Family.id == answer.id).values(arm=Arm.BUDGET))
        db.session.refresh(answer)
        assert actions.approve_limit(world.mary, change, **WHEN).to_pence == 500_00
        assert arm in set(Arm)


@pytest.mark.pages
def test_the_pages_say_that_the_draw_comes_first(app: Flask, world: World) -> None:
    with transaction():
        draw_started(world)
        family = newcomer(world, 1)
        make.child(family, "C2")
    alice, of = browser(app, world.alice), f"/families/{family.id}"
    assert "gets one once its arm has been drawn" in alice.get(of).html
    mine = alice.get("/my-families").html
    assert "gets one once its arm has been drawn" in mine
    assert f"{of}/limit/new" not in mine, "it would be refused"
    page = alice.get(f"{of}/limit/new")
    assert rules.WAITS_FOR_DRAW in page.text
    refused = alice.post(f"{of}/limit/new", page.form() | {"limit": "500", "reason": "A cooker"})
    assert (refused.status, rules.WAITS_FOR_DRAW in refused.text) == (422, True)
    assert rules.WAITS_FOR_DRAW in alice.get(f"{of}/limits").text
    assert family.reference not in alice.get("/limits/cohort").html
