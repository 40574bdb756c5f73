"""Children of a family: reference, month of birth, need, status, scope, and which of them is the index child."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families import actions, rules
from budgettracker.families.models import Child, Family
from tests.world import NOON, World

TODAY = date(2026, 6, 15)
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


def own_family(world: World) -> Family:
    return db.session.get_one(Family, world.family_id)


@pytest.mark.parametrize("typed", ["4 2015", "04/2015", "April 2015", "apr 2015", "2015-04", "2015/4"])
def test_a_month_of_birth_is_read_however_it_is_written(typed: str) -> None:
    assert rules.birth_month_of(typed, TODAY) == "2015-04"


@pytest.mark.parametrize("typed", ["2015", "13 2015", "0 2015", "ap 2015", "1 4 2015", "4 15", "month 2015", "٤ 2015"])
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="Enter the month and year of birth"):
        rules.birth_month_of(typed, TODAY)


def test_a_child_may_be_expected_within_nine_months_and_be_up_to_26() -> None:
    assert rules.birth_month_of("3 2027", TODAY) == "2027-03"
    assert rules.birth_month_of("6 2000", TODAY) == "2000-06"
    for typed in ("4 2027", "5 2000"):
        with pytest.raises(Refusal, match="Check the year"):
            rules.birth_month_of(typed, TODAY)
    assert rules.birth_month_of(" ", TODAY) is None


def test_a_child_is_added_with_its_codes_and_one_audit_line(world: World) -> None:
    with transaction():
        child = actions.add_child(
            world.alice,
            own_family(world),
            "C1",
            birth_month="4 2015",
            need_code="n1",
            status_at_start="Child_In_Need",
            index_child=True,
            **WHEN,
        )
    assert (child.birth_month, child.need_code, child.status_at_start) == ("2015-04", "N1", "child in need")
    assert own_family(world).index_child == "C1"
    assert [each.reference for each in own_family(world).children] == ["C1"]
    assert db.session.scalars(select(AuditRecord.deed).filter_by(subject_id=child.id)).all() == ["child.added"]


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"reference": " c1 "}, "reference"),
        ({"reference": ""}, "reference"),
        ({"birth_month": "never"}, "birth_month"),
        ({"need_code": "N9"}, "need_code"),
        ({"status_at_start": "fine"}, "status_at_start"),
    ],
)
def test_what_cannot_be_kept_of_a_child_is_refused_on_its_field(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with transaction():
        actions.add_child(world.alice, own_family(world), "C1", **WHEN)
    values: dict[str, Any] = {"reference": "C2", **changes}
    with pytest.raises(Refusal) as refused:
        actions.add_child(world.alice, own_family(world), values.pop("reference"), **values, **WHEN)
    assert refused.value.field == field


def test_correcting_a_child_keeps_the_family_pointing_at_its_index_child(world: World) -> None:
    values: dict[str, Any] = {"birth_month": "2015-04", "need_code": None, "status_at_start": None, "in_scope": True}
    with transaction():
        child = actions.add_child(world.alice, own_family(world), "C1", index_child=True, **WHEN)
    with transaction():
        child = db.session.get_one(Child, child.id)
        actions.correct_child(world.alice, own_family(world), child, reference="C9", index_child=True, **values, **WHEN)
    assert (child.reference, own_family(world).index_child) == ("C9", "C9")
    with transaction():
        actions.correct_child(
            world.alice, own_family(world), child, reference="C9", index_child=False, **values, **WHEN
        )
    assert own_family(world).index_child is None
    with transaction():
        actions.correct_child(
            world.alice, own_family(world), child, reference="C9", index_child=False, **values, **WHEN
        )
    lines = db.session.scalars(select(AuditRecord.deed).filter_by(subject_id=child.id).order_by(AuditRecord.sequence)).all()
    assert lines == ["child.added", "child.corrected", "child.corrected"]
