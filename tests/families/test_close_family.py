"""Families closed, with the last day of work and a reason."""

import json
from datetime import date

from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.families import actions
from budgettracker.families.models import Family
from tests.factories.families import TODAY, WHEN, refusal
from tests.factories.world import World


def test_closing_counts_its_last_day_and_needs_a_reason(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with refusal("end_reason"):
        actions.close_family(world.alice, family, TODAY, "  ", **WHEN)
    with transaction():
        actions.close_family(world.alice, family, TODAY, "plan ended", **WHEN)
    assert family.open_on(TODAY)
    assert not family.open_on(date(2026, 6, 16))
    with refusal("closed_on") as twice:
        actions.close_family(world.bob, family, TODAY, "plan ended", **WHEN)
    assert str(twice.value) == "The family was already closed on 15 June 2026."


def test_closing_before_the_opening_is_refused_in_words(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with refusal("closed_on") as early:
        actions.close_family(world.alice, family, date(2019, 12, 31), "plan ended", **WHEN)
    assert str(early.value) == "The family was opened on 1 January 2020. Choose that day or a later one."


def test_words_of_a_reason_stay_out_of_the_audit(world: World) -> None:
    with transaction():
        actions.close_family(None, db.session.get_one(Family, world.family_id), TODAY, "moved to aunt May", **WHEN)
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=world.family_id)).one()
    assert "aunt" not in line.body
    assert json.loads(line.body)["changes"]["end_reason"] == [None, "other words"]
