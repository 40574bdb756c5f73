"""A child added: reference, need, status, scope, and which of the children is the index child."""

from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families import actions
from tests.factories.families import WHEN, own_family
from tests.factories.world import World


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
