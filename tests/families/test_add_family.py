"""Families opened, with worded refusals and an audit line each."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from budgettracker.audit.models import AuditRecord
from budgettracker.commands.books import alike, faults
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Authority
from tests.factories import world as make
from tests.factories.families import TODAY, added, refusal
from tests.factories.world import World


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
        added(world, "wm \u2013 1")
    assert str(own.value).startswith("wm \u2013 1 is already used by a family of your team, written WM-001.")
    with refusal("reference") as other:
        added(world, "WM-200")
    assert str(other.value).startswith("WM-200 is already used in the authority.")
    assert "Silva" not in str(other.value)
    assert "South" not in str(other.value)


def test_families_of_before_whose_references_fold_onto_one_another_are_a_note_of_the_books_check(world: World) -> None:
    assert alike() == []
    with transaction():
        make.family(world.other_team, "wm-1", "Silva")
    assert alike() == ["note: in Westmoor the families WM-001 and wm-1 have almost the same reference"]
    assert faults() == []


def test_the_same_reference_in_another_authority_is_no_matter(world: World) -> None:
    with transaction():
        assert added(world, "EF-001").reference == "EF-001"


def test_two_people_who_use_a_reference_at_the_same_moment_get_one_refusal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The look before the write saw nothing: the database still says no, and the answer is in words.
    monkeypatch.setattr("budgettracker.families.actions.check_family.require_free", lambda *_: None)
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


def test_the_lead_worker_is_somebody_of_the_team(world: World) -> None:
    with refusal("lead_worker_id"):
        added(world, lead_worker=world.carol)


def test_a_scheme_of_another_authority_is_refused(world: World) -> None:
    with transaction():
        theirs = make.scheme(world.elsewhere)
    with refusal("scheme_id"):
        added(world, scheme=theirs, arm=Arm.BUDGET)
