"""A child corrected: the family goes on pointing at its index child."""

from typing import Any

from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Child
from tests.factories.families import WHEN, own_family
from tests.factories.world import World


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
    lines = db.session.scalars(
        select(AuditRecord.deed).filter_by(subject_id=child.id).order_by(AuditRecord.sequence)
    ).all()
    assert lines == ["child.added", "child.corrected", "child.corrected"]
