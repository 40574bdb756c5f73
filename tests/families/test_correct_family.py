"""Families corrected: what changed is recorded, what is settled stays."""

import json

from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from tests.factories import world as make
from tests.factories.families import TODAY, brought_in, corrected, deeds, refusal
from tests.factories.world import World


def test_a_correction_records_what_changed_and_keeps_names_out_of_the_audit(world: World) -> None:
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        corrected(world, family, name="Okafor-Bell", allocated_on=TODAY)
    assert family.details.name_folded == "okaforbell"
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=family.id)).one()
    changes = json.loads(line.body)["changes"]
    assert changes == {"allocated_on": ["2020-01-01", "2026-06-15"], "name": "corrected"}


def test_a_correction_that_changes_nothing_leaves_no_line(world: World) -> None:
    with transaction():
        corrected(world, db.session.get_one(Family, world.family_id))
    assert deeds(world.family) == []


def test_scheme_and_arm_once_given_stay(world: World) -> None:
    with transaction():
        second = make.scheme(world.authority, "Second scheme")
    family = db.session.get_one(Family, world.family_id)
    with refusal("arm"):
        corrected(world, family, arm=Arm.COMPARISON)
    with refusal("scheme_id"):
        corrected(world, family, scheme=second)
    with refusal("reference"):
        corrected(world, family, reference="WM-002")


def test_an_imported_comparison_family_without_a_scheme_can_still_be_corrected(world: World) -> None:
    with transaction():
        family = brought_in(world, arm=Arm.COMPARISON, lead_worker=world.alice)
    with transaction():
        corrected(world, family, name="Petrova", scheme=None, arm=Arm.COMPARISON)
    assert (family.details.name, family.arm, family.scheme_id) == ("Petrova", "comparison", None)
