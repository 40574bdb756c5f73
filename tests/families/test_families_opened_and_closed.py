"""Families opened, corrected, closed and reopened, with worded refusals and an audit line each."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families import actions
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from tests import world as make
from tests.world import NOON, World

TODAY = date(2026, 6, 15)
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


def added(world: World, reference: str = "WM-100", **changes: Any) -> Family:
    values: dict[str, Any] = {"name": "Petrov", "opened_on": date(2026, 6, 1), **WHEN, **changes}
    by = values.pop("by", world.alice)
    return actions.add_family(by, values.pop("team", world.team), reference, values.pop("name"), **values)


def deeds(family: Family) -> list[str]:
    lines = select(AuditRecord.deed).filter_by(subject_id=family.id).order_by(AuditRecord.sequence)
    return list(db.session.scalars(lines))


def corrected(world: World, family: Family, **changes: Any) -> Family:
    values: dict[str, Any] = {
        "reference": family.reference,
        "name": family.details.name,
        "team": world.team,
        "lead_worker": world.alice,
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


def refusal(field: str | None) -> Any:
    return pytest.raises(Refusal, check=lambda error: error.field == field)


def test_a_family_is_added_with_the_usual_legal_basis_and_an_audit_line_without_its_name(world: World) -> None:
    with transaction():
        family = added(world, "  WM-100 ", lead_worker=world.bob, scheme=world.scheme, arm=Arm.BUDGET)
    assert (family.reference, family.details.name, family.details.name_folded) == ("WM-100", "Petrov", "petrov")
    assert family.legal_basis == "Section 17, Children Act 1989"
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=family.id)).one()
    assert line.deed == "family.added"
    assert "Petrov" not in line.body
    assert json.loads(line.body)["changes"]["reference"] == [None, "WM-100"]


def test_in_wales_the_legal_basis_is_part_4_of_the_welsh_act(world: World) -> None:
    with transaction():
        db.session.get_one(Authority, world.authority.id).nation = "wales"
    with transaction():
        assert added(world).legal_basis == "Part 4, Social Services and Well-being (Wales) Act 2014"


def test_a_reference_in_use_is_refused_and_no_name_is_told(world: World) -> None:
    with transaction():
        make.family(world.other_team, "WM-200", "Silva")
    with refusal("reference") as own:
        added(world, "wm-001")
    assert str(own.value).startswith("wm-001 is already used by a family of your team.")
    with refusal("reference") as other:
        added(world, "WM-200")
    assert str(other.value).startswith("WM-200 is already used in the authority.")
    assert "Silva" not in str(other.value)
    assert "South" not in str(other.value)


def test_the_same_reference_in_another_authority_is_no_matter(world: World) -> None:
    with transaction():
        assert added(world, "EF-001").reference == "EF-001"


def test_two_people_who_use_a_reference_at_the_same_moment_get_one_refusal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The look before the write saw nothing: the database still says no, and the answer is in words.
    monkeypatch.setattr("budgettracker.families.actions.family._require_free", lambda *_: None)
    with refusal("reference"), transaction():
        added(world, "WM-001")
    assert db.session.scalars(select(Family).filter_by(reference="WM-001")).all() == [world.family]


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"reference": " "}, "reference"),
        ({"reference": "R" * 51}, "reference"),
        ({"name": "\t"}, "name"),
        ({"name": "N" * 201}, "name"),
        ({"opened_on": date(2026, 6, 16)}, "opened_on"),
        ({"arm": Arm.BUDGET}, "scheme_id"),
        ({"allocated_on": TODAY}, "arm"),
    ],
)
def test_what_cannot_be_kept_is_refused_on_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    with refusal(field):
        added(world, **changes)


def test_the_lead_worker_is_somebody_of_the_team_unless_history_is_imported(world: World) -> None:
    with refusal("lead_worker_id"):
        added(world, lead_worker=world.carol)
    with refusal("lead_worker_id"):
        added(world, lead_worker=world.dave, imported=True)
    with transaction():
        assert added(world, lead_worker=world.carol, imported=True, by=None).lead_worker_id == world.carol.id


def test_only_imported_history_may_come_without_a_name(world: World) -> None:
    with transaction():
        assert added(world, name=" ", imported=True).details.name == ""


def test_a_scheme_of_another_authority_is_refused(world: World) -> None:
    with transaction():
        theirs = make.scheme(world.elsewhere)
    with refusal("scheme_id"):
        added(world, scheme=theirs, arm=Arm.BUDGET)


def test_a_correction_records_what_changed_and_keeps_names_out_of_the_audit(world: World) -> None:
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        corrected(world, family, name="Okafor-Bell", lead_worker=world.bob)
    assert family.details.name_folded == "okafor-bell"
    line = db.session.scalars(select(AuditRecord).filter_by(subject_id=family.id)).one()
    changes = json.loads(line.body)["changes"]
    assert changes == {"lead_worker_id": [str(world.alice.id), str(world.bob.id)], "name": "corrected"}


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
        family = added(world, scheme=None, arm=Arm.COMPARISON, imported=True, lead_worker=world.alice)
    with transaction():
        corrected(world, family, name="Petrova", scheme=None, arm=Arm.COMPARISON)
    assert (family.details.name, family.arm, family.scheme_id) == ("Petrova", "comparison", None)


def test_a_family_moves_to_another_team_with_a_lead_worker_of_that_team(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with refusal("lead_worker_id"):
        corrected(world, family, team=world.other_team)
    with transaction():
        corrected(world, family, team=world.other_team, lead_worker=world.carol, by=world.sam)
    assert (family.team_id, family.lead_worker_id) == (world.other_team.id, world.carol.id)


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


def test_reopening_needs_a_reason_which_stands_with_the_details(world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with refusal(None):
        actions.reopen_family(world.alice, family, "A new worry", **WHEN)
    with transaction():
        actions.close_family(world.alice, family, TODAY, "plan ended", **WHEN)
    with refusal("reason"):
        actions.reopen_family(world.alice, family, "", **WHEN)
    with transaction():
        actions.reopen_family(world.alice, family, "A new worry", **WHEN)
    assert (family.closed_on, family.end_reason) == (None, None)
    assert family.details.notes == "Reopened on 15 June 2026: A new worry"
    assert deeds(family) == ["family.closed", "family.reopened"]
