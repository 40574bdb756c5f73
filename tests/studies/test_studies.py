"""Studies added and joined: whose deed it is, what is refused, which families belong to one."""

from datetime import date
from typing import Any

import pytest

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.periods import Period
from budgettracker.studies.actions import add_study, join_study, run_study
from budgettracker.studies.models import Study, StudyAuthority
from budgettracker.studies.queries import members_of
from tests.factories.world import NOON, World, child, ended

ON = date(2026, 6, 15)


def study(by: Any, name: str = "Pilot", **more: Any) -> Study:
    values: dict[str, Any] = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 6, 30), **more}
    with transaction():
        return add_study(by, name, at=NOON, **values)


def join(by: Any, to: Study, world: World, **more: Any) -> StudyAuthority:
    values: dict[str, Any] = {"authority": world.authority, "mode": "A", "basis": "The agreement of May", **more}
    with transaction():
        return join_study(by, to, on=ON, at=NOON, **values)


def test_a_study_is_added_and_on_record(world: World) -> None:
    made = study(world.eve, "  Winter   pilot ", intervention=" Devolved  budget ", purpose="Costs")
    assert (made.name, made.intervention, made.profile) == ("Winter pilot", "Devolved budget", "controlled")
    line = db.session.query(AuditRecord).filter_by(subject_id=made.id).one()
    assert (line.deed, line.by_id) == (Deed.STUDY_ADDED, world.eve.id)
    assert "Costs" not in line.body


@pytest.mark.parametrize(
    ("what", "field", "words"),
    [
        ({"name": "  "}, "name", "Enter the study's name"),
        ({"name": "x" * 201}, "name", "at most 200"),
        ({"ends_on": date(2026, 3, 31)}, "ends_on", "before the first"),
        ({"ends_on": date(2046, 3, 31)}, "ends_on", "ten years"),
        ({"starts_on": date(1926, 3, 31)}, "starts_on", "2000 or later"),
        ({"price_year": "2024/25"}, "price_year", "Leave the price year empty"),
        ({"profile": "secret"}, "profile", "Choose internal, controlled or published"),
        ({"purpose": "x" * 2001}, "purpose", "2,000"),
        ({"intervention": "x" * 201}, "intervention", "200"),
    ],
)
def test_a_study_that_says_the_wrong_thing_is_refused_in_words(
    world: World, what: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words) as refused:
        study(world.eve, **what)
    assert refused.value.field == field
    assert db.session.query(Study).count() == 0


def test_a_name_is_used_once_in_the_installation(world: World) -> None:
    study(world.eve)
    with pytest.raises(Refusal, match="already a study called Pilot") as refused:
        study(None)
    assert refused.value.field == "name"


def test_an_authority_joins_by_its_own_signatory_and_both_are_on_record(world: World) -> None:
    made = study(world.eve)
    agreed = join(world.sam, made, world)
    assert (agreed.agreed_by_id, agreed.basis, agreed.mode) == (world.sam.id, "The agreement of May", "A")
    lines = db.session.query(AuditRecord).filter_by(subject_id=made.id).order_by(AuditRecord.sequence).all()
    assert [line.deed for line in lines] == [Deed.STUDY_ADDED, Deed.STUDY_JOINED]
    assert (lines[1].by_id, lines[1].authority_id) == (world.sam.id, world.authority.id)
    assert "agreement of May" not in lines[1].body
    with pytest.raises(Refusal, match="agreed to this study already"):
        join(world.sam, made, world)


def test_only_a_signatory_of_that_authority_agrees(world: World) -> None:
    made = study(world.eve)
    for other in (world.alice, world.mary, world.audrey, world.adam, world.fiona):
        with pytest.raises(Refusal, match="A senior manager agrees"):
            join(other, made, world)
    for elsewhere in (world.eve, world.dave):
        with pytest.raises(NotTheirs):
            join(elsewhere, made, world)
    with pytest.raises(Refusal, match="on what basis"):
        join(world.sam, made, world, basis="  ")
    with pytest.raises(Refusal, match="how the authority logs time"):
        join(world.sam, made, world, mode="C")
    assert db.session.query(StudyAuthority).count() == 0


def test_members_are_families_with_an_arm_open_on_one_of_the_days(world: World) -> None:
    dates = Period(date(2026, 4, 1), date(2026, 7, 1))
    with transaction():
        child(world.family)
        child(world.family, "C2").in_scope = False
        ended(world.comparison, date(2026, 4, 1))
    db.session.expire_all()
    result = members_of(world.authority.id, dates)
    assert [(each.reference, each.arm, each.children_in_scope) for each in result] == [
        ("WM-001", "budget", 1),
        ("WM-002", "comparison", 0),
    ]
    with transaction():
        world.family.arm = None
        ended(world.comparison, date(2026, 3, 31))
    assert members_of(world.authority.id, dates) == ()
    with transaction():
        ended(world.comparison, None)
        world.comparison.opened_on = world.comparison.periods[0].opened_on = date(2026, 6, 30)
    assert [each.reference for each in members_of(world.authority.id, dates)] == ["WM-002"]
    with transaction():
        world.comparison.opened_on = world.comparison.periods[0].opened_on = date(2026, 7, 1)
    assert members_of(world.authority.id, dates) == ()


def test_a_run_is_the_evaluators_and_needs_an_authority(world: World) -> None:
    made = study(world.eve)
    with pytest.raises(Refusal, match="No authority has agreed"):
        run_study(world.eve, made, on=ON, at=NOON)
    with pytest.raises(NotTheirs):
        run_study(world.fiona, made, on=ON, at=NOON)
