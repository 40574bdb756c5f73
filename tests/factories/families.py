"""Families opened and corrected as people do it, with one fact changed at a time."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import actions
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from tests.factories.world import NOON, World

TODAY = date(2026, 6, 15)
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


def added(world: World, reference: str = "WM-100", **changes: Any) -> Family:
    """Alice opens a family in her team; `changes` are arguments of the deed."""
    values: dict[str, Any] = {"name": "Petrov", "opened_on": date(2026, 6, 1), **WHEN, **changes}
    by = values.pop("by", world.alice)
    return actions.add_family(by, values.pop("team", world.team), reference, values.pop("name"), **values)


def brought_in(world: World, reference: str = "WM-100", **facts: Any) -> Family:
    """A family of the time before the program, in Alice's team; `facts` are those of a PastFamily."""
    past = actions.PastFamilies(None, world.authority, **WHEN)
    family = actions.PastFamily(reference=reference, **{"name": "Petrov", "opened_on": date(2026, 6, 1), **facts})
    id_ = past.add(family, past.require(family), world.team)
    past.write()
    return db.session.get_one(Family, id_)


def corrected(world: World, family: Family, **changes: Any) -> Family:
    """Alice corrects a family, everything else left as it stands."""
    values: dict[str, Any] = {
        "reference": family.reference,
        "name": family.details.name,
        "opened_on": family.opened_on,
        "scheme": world.scheme,
        "arm": Arm.BUDGET,
        "allocated_on": family.allocated_on,
        "legal_basis": family.legal_basis,
        "cohort_reason": family.cohort_reason,
        **WHEN,
        **changes,
    }
    by = values.pop("by", world.alice)
    return actions.correct_family(by, family, **values)


def deeds(family: Family) -> list[str]:
    """What the audit says was done to a family, in order."""
    lines = select(AuditRecord.deed).filter_by(subject_id=family.id).order_by(AuditRecord.sequence)
    return list(db.session.scalars(lines))


def refusal(field: str | None) -> Any:
    """The block is refused, on this field."""
    return pytest.raises(Refusal, check=lambda error: error.field == field)


def own_family(world: World) -> Family:
    """Alice's family, read anew."""
    return db.session.get_one(Family, world.family_id)
