"""Families of the time before the program: written many at a time, and as add_family and close_family would have."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, select

from budgettracker.audit import queries as audit
from budgettracker.audit.models import AuditRecord
from budgettracker.database import Base, Overtaken, db, passing, transaction
from budgettracker.families import actions
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN, added, brought_in, refusal
from tests.factories.world import World

FACTS: dict[str, Any] = {
    "arm": Arm.BUDGET,
    "allocated_on": date(2026, 6, 2),
    "index_child": " C-1 ",
    "cohort_reason": "in the  first cohort",
}


def columns(row: Base) -> dict[str, object]:
    """What a row says, but for ids and the reference, which are another family's."""
    own = ("id", "family_id", "reference", "reference_folded")
    return {
        column.key: getattr(row, column.key) for column in inspect(row).mapper.column_attrs if column.key not in own
    }


def everything(family: Family) -> list[Any]:
    """Every row of a family, and what the audit has of it."""
    db.session.refresh(family)
    lines = db.session.scalars(select(AuditRecord).filter_by(subject_id=family.id).order_by(AuditRecord.sequence)).all()
    rows = [{**line.changes, "deed": line.deed, "by": line.by_id, "at": line.at, "reference": None} for line in lines]
    return [*map(columns, (family, family.details, *family.periods, *family.leads)), *rows]


def test_a_family_brought_in_is_as_one_that_was_added_and_closed(world: World) -> None:
    facts = {**FACTS, "scheme": world.scheme, "lead_worker": world.bob}
    with transaction():
        plain = added(world, "WM-100", by=None, **facts)
        actions.close_family(None, plain, TODAY, "needs_met", **WHEN)
        past = brought_in(world, "WM-101", closed_on=TODAY, end_reason="needs_met", **facts)
    assert everything(past) == everything(plain)
    assert audit.faults() == []


def test_history_names_who_has_left_the_team_and_needs_no_name_and_no_scheme(world: World) -> None:
    with transaction():
        family = brought_in(world, name=" ", lead_worker=world.carol, arm=Arm.COMPARISON)
    assert (family.details.name, family.lead_worker_id, family.scheme_id) == ("", world.carol.id, None)


@pytest.mark.parametrize(
    "facts, field",
    [
        ({"name": "N" * 201}, "name"),
        ({"opened_on": date(2026, 6, 16)}, "opened_on"),
        ({"closed_on": date(2026, 5, 31), "end_reason": "moved"}, "closed_on"),
        ({"closed_on": TODAY, "end_reason": "w" * 101}, "end_reason"),
        ({"reference": "wm-1"}, "reference"),
        ({"allocated_on": TODAY}, "arm"),
    ],
)
def test_what_cannot_be_kept_is_refused_on_its_field(world: World, facts: dict[str, Any], field: str) -> None:
    with refusal(field):
        brought_in(world, **facts)


def test_whoever_and_whatever_is_another_authoritys_is_refused(world: World) -> None:
    with refusal("lead_worker_id"):
        brought_in(world, lead_worker=world.dave)
    with transaction():
        theirs = make.scheme(world.elsewhere)
    with refusal("scheme_id"):
        brought_in(world, scheme=theirs)


def test_a_reference_that_folds_onto_one_above_it_is_refused(world: World) -> None:
    past = actions.PastFamilies(None, world.authority, **WHEN)
    first, second = (actions.PastFamily(reference=each, name="", opened_on=TODAY) for each in ("WM-300", "wm-0300"))
    past.add(first, past.require(first), world.team)
    with refusal("reference"):
        past.require(second)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_reference_that_somebody_used_meanwhile_lets_all_be_done_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.PastFamilies, "_require_free", lambda *_: None)
    with pytest.raises(Overtaken) as clash, transaction():
        brought_in(world, "WM-001")
    assert passing(clash.value)
