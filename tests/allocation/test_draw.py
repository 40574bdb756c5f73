"""A draw from its start to its closing: sealed, assessed before allocated, never changed, and nobody ahead of it."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from budgettracker.allocation import actions, queries, rules
from budgettracker.allocation.kinds import NotEligible
from budgettracker.allocation.models import Allocation, DrawPlace
from budgettracker.append_only import APPEND_ONLY
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.families.actions import restrict_family
from budgettracker.families.kinds import Arm, EndReason
from budgettracker.families.models import Family
from budgettracker.studies.kinds import Profile
from budgettracker.studies.models import Study
from tests.factories import world as make
from tests.factories.allocation import TODAY, draw_started, newcomer, study_to_draw
from tests.factories.books import corrupt
from tests.factories.second_hands import at, browser
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


@pytest.fixture(autouse=True)
def noon(app: Flask) -> Iterator[None]:
    at(app, NOON)
    yield
    db.session.rollback()


def drawn(world: World, family: Family) -> Allocation:
    actions.assess_family(world.alice, family, eligible=True, **WHEN)
    return actions.allocate_family(world.bob, family, **WHEN)


def test_families_take_the_places_of_their_stratum_in_order(world: World) -> None:
    with transaction():
        draw = draw_started(world)
        families = [newcomer(world, number, "2015-04" if number % 2 else "2026-09") for number in range(8)]
        places = [drawn(world, family).place for family in families]
    for band, some in (("10-16", places[1::2]), ("unborn", places[0::2])):
        rows = select(DrawPlace).filter_by(draw_id=draw.id, band=band).order_by(DrawPlace.number).limit(4)
        assert [place.id for place in some] == [place.id for place in db.session.scalars(rows)]
    assert [family.arm for family in families] == [place.arm for place in places]
    assert all(family.allocated_on == TODAY for family in families)
    assert queries.draw_faults() == []


def test_the_arm_comes_after_the_assessment_and_never_twice(world: World) -> None:
    with transaction():
        draw_started(world)
        family = newcomer(world, 1)
    with pytest.raises(Refusal, match="Assess the family first"):
        actions.allocate_family(world.alice, family, **WHEN)
    with transaction():
        actions.assess_family(world.alice, family, eligible=False, reason=NotEligible.DECLINED, **WHEN)
    with pytest.raises(Refusal, match="Assess the family first"):
        actions.allocate_family(world.alice, family, **WHEN)
    with transaction():
        allocation = drawn(world, family)
    assert family.arm in set(Arm)
    deeds = select(AuditRecord.deed).filter_by(subject_id=family.id).order_by(AuditRecord.sequence)
    assert list(db.session.scalars(deeds)) == [Deed.FAMILY_ASSESSED, Deed.FAMILY_ASSESSED, Deed.FAMILY_ALLOCATED]
    for again in (actions.allocate_family, lambda *who, **when: actions.assess_family(*who, eligible=True, **when)):
        with pytest.raises(Refusal, match="in an arm already"):
            again(world.alice, family, **WHEN)
    assert queries.allocation_of(family.id) is allocation


def test_who_cannot_be_drawn_is_refused_before_any_arm(world: World) -> None:
    with transaction():
        draw_started(world)
        closed, no_child, twin, first = (newcomer(world, number) for number in range(4))
        make.ended(closed, date(2026, 6, 1))
        no_child.index_child = None
        for family, child in ((first, "NUMBER-77"), (twin, "number-077")):
            make.child(family, child, "2020-01")
            family.index_child = child
        actions.assess_family(world.alice, first, eligible=True, **WHEN)
    for family, words in ((closed, "open and in a scheme"), (no_child, "for which child"), (twin, "another family")):
        with pytest.raises(Refusal, match=words):
            actions.assess_family(world.alice, family, eligible=True, **WHEN)
    with pytest.raises(Refusal, match="Choose why"):
        actions.assess_family(world.alice, no_child, eligible=False, **WHEN)
    with pytest.raises(Refusal, match="in an arm already"):
        actions.assess_family(world.alice, db.session.get_one(Family, world.family_id), eligible=True, **WHEN)


def test_a_child_who_came_in_with_a_restricted_family_is_refused_to_nobody_who_does_not_know_it(world: World) -> None:
    """A refusal would tell whoever tries the number; drawn twice, the child is counted, whichever arms it came into."""
    with transaction():
        draw = draw_started(world)
        first, twin = (newcomer(world, number) for number in range(2))
        for family in (first, twin):
            make.child(family, "NUMBER-77", "2020-01")
            family.index_child = "NUMBER-77"
        drawn(world, first)
        restrict_family(world.alice, first, [world.mary], "Known here", **WHEN)
    with pytest.raises(Refusal, match="another family"):
        actions.assess_family(world.mary, twin, eligible=True, **WHEN)
    assert queries.flow_of(draw).twice == 0
    with transaction():
        actions.assess_family(world.bob, twin, eligible=True, **WHEN)
        actions.allocate_family(world.bob, twin, **WHEN)
    flow = queries.flow_of(draw)
    assert (flow.allocated, flow.twice) == (2, 1)


def test_a_used_up_stratum_and_a_closed_draw_take_nobody(world: World) -> None:
    with transaction():
        study = study_to_draw(world)
        draw = actions.start_draw(world.eve, study, list_text="Westmoor,10-16,budget\n", at=NOON)
        first, second = newcomer(world, 1), newcomer(world, 2)
        assert drawn(world, first).place.arm == Arm.BUDGET
        actions.assess_family(world.alice, second, eligible=True, **WHEN)
    with pytest.raises(Refusal, match="no place left"):
        actions.allocate_family(world.alice, second, **WHEN)
    with transaction():
        actions.close_draw(world.eve, draw, at=NOON)
    for late in (actions.allocate_family, lambda *who, **when: actions.assess_family(*who, eligible=True, **when)):
        with pytest.raises(Refusal, match="No draw is open"):
            late(world.alice, second, **WHEN)
    with pytest.raises(Refusal, match="No draw is open"):
        actions.close_draw(world.eve, draw, at=NOON)


def test_starting_takes_an_authority_and_one_draw_at_a_time(world: World) -> None:
    with transaction():
        draw = draw_started(world)
        other = study_to_draw(world, "Autumn trial")
    with pytest.raises(Refusal, match="another draw"):
        actions.start_draw(world.eve, other, places=20, at=NOON)
    with transaction():
        actions.close_draw(world.eve, draw, at=NOON)
    with pytest.raises(Refusal, match="a draw already"):
        actions.start_draw(world.eve, draw.study, places=20, at=NOON)
    with pytest.raises(Refusal, match="between 4"):
        actions.start_draw(world.eve, other, places=1, at=NOON)
    with transaction():
        assert actions.start_draw(world.eve, other, places=4, at=NOON).digest != draw.digest


def test_the_list_is_sealed_until_the_draw_closes_and_then_proves_its_digest(world: World) -> None:
    with transaction():
        draw = draw_started(world)
    with pytest.raises(NotTheirs):
        queries.list_of(draw)
    assert (queries.flow_of(draw).arms, queries.balance_of(draw)) == ((), [])
    with transaction():
        family, gone = newcomer(world, 1), newcomer(world, 2)
        for each in (family, gone):
            drawn(world, each)
        actions.assess_family(world.alice, newcomer(world, 3), eligible=False, reason=NotEligible.MOVING, **WHEN)
        make.ended(gone, TODAY, EndReason.ASKED_TO_STOP)
        actions.close_draw(world.eve, draw, at=NOON)
    assert rules.digest_of(queries.list_of(draw)) == draw.digest
    flow = queries.flow_of(draw)
    assert (flow.assessed, flow.not_eligible, flow.waiting, flow.allocated) == (3, [(NotEligible.MOVING, 1)], 0, 2)
    assert sum(arm[1] for arm in flow.arms) == 2
    assert sum(arm[3] for arm in flow.arms) == 1, "who asked to stop is not followed, and counted as allocated"
    assert {each.what for each in queries.balance_of(draw)} == {"Stratum", "Status", "Primary need", "Children"}


@pytest.mark.parametrize(
    "table", [name for name in APPEND_ONLY if name.startswith(("draw", "assessment", "allocation"))]
)
def test_the_database_refuses_to_change_or_delete_what_a_draw_holds(world: World, table: str) -> None:
    with transaction():
        draw = draw_started(world)
        drawn(world, newcomer(world, 1))
        actions.close_draw(world.eve, draw, at=NOON)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="only ever added"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert db.session.scalar(text(f"SELECT count(*) FROM {table}"))


@pytest.mark.pages
def test_the_check_of_the_books_sees_a_list_that_is_not_the_one_sealed(world: World) -> None:
    with transaction():
        draw_started(world)
        drawn(world, newcomer(world, 1))
        assert queries.draw_faults() == []
    other = "arm = CASE arm WHEN 'budget' THEN 'comparison' ELSE 'budget' END"
    last = f"UPDATE draw_place SET {other} WHERE number = (SELECT max(number) FROM draw_place)"
    assert corrupt([last, f"UPDATE family SET {other} WHERE reference = 'WM-1001'"]) == 2
    assert {fault.code for fault in queries.draw_faults()} == {"places", "arm"}
    assert corrupt(["UPDATE draw_list SET list_text = replace(list_text, '10-16,budget', '10-16,comparison')"]) == 1
    assert "digest" in {fault.code for fault in queries.draw_faults()}


@pytest.mark.pages
def test_the_pages_assess_first_and_show_no_arm_before_its_time(app: Flask, world: World) -> None:
    with transaction():
        study = study_to_draw(world)
        family = newcomer(world, 1)
    eve, alice = browser(app, world.eve), browser(app, world.alice)
    of, start = f"/families/{family.id}/draw", f"/studies/{study.id}/draw/start"
    assert (
        eve.post(start, eve.get(start).form() | {"source": "made_here", "places": "20"}).location
        == f"/studies/{study.id}/draw"
    )
    page = eve.get(f"/studies/{study.id}/draw")
    digest = queries.draw_of(study.id)
    assert digest is not None
    assert digest.digest in page.html.replace("<wbr>", "")
    assert eve.get(f"/studies/{study.id}/draw/list.csv").status == 404
    assert "The draw" in alice.get(f"/families/{family.id}").html
    refused = alice.post(of, alice.get(of).form() | {"eligible": "no"})
    assert (refused.status, "Choose why the family is not eligible" in refused.html) == (422, True)
    assert alice.post(of, alice.get(of).form() | {"eligible": "yes"}).location == of
    page = alice.get(of)
    assert not any(arm.words in page.html for arm in Arm)
    assert alice.post(f"{of}/allocate", page.form(f"{of}/allocate")).location == of
    assert sum(arm.words in alice.get(of).html for arm in Arm) == 1
    assert not any(arm.heading in eve.get(f"/studies/{study.id}/draw").html for arm in Arm)
    close = f"/studies/{study.id}/draw/close"
    assert eve.post(close, eve.get(close).form() | {"sure": "y"}).status == 303
    page = eve.get(f"/studies/{study.id}/draw")
    assert "it is the one that was sealed" in page.html
    assert all(arm.heading in page.html for arm in Arm)
    assert "5 or fewer" not in page.html
    with transaction():
        db.session.get_one(Study, study.id).profile = Profile.PUBLISHED
    page = eve.get(f"/studies/{study.id}/draw")
    lines = page.html.count("5 or fewer")
    assert lines >= 8, "the flow, the arm of one family, and each line of the balance"
    assert not re.search(r">\s*1\s*<", page.html.split("The flow of families")[1]), "a family alone is counted nowhere"
    assert eve.get(f"/studies/{study.id}/draw/list.csv").status == 200
