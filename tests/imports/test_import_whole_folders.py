"""The sample folders into the books: the messy and the small one whole and once, the broken one not at all."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import BudgetPeriod
from budgettracker.commands.books import faults
from budgettracker.costing.run.models import RunEntry
from budgettracker.database import db, transaction
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family
from budgettracker.people.models import Authority, Person
from budgettracker.spend.kinds import Review, SpendKind
from budgettracker.spend.models import Refund, Spend
from budgettracker.studies.actions import run_study
from budgettracker.studies.models import Study
from budgettracker.studies.queries import study_named
from budgettracker.worktime.models import Activity, WorkEntry, WorkShare
from tests.factories.folders import DATA
from tests.factories.imports import MESSY, MESSY_ROWS, NOW, SMALL, TODAY, counts, import_from, problems_in
from tests.factories.world import World
from tests.imports.mistakes import EXPECTED
from tests.standing import standing

BROKEN = DATA / "broken_council"


@pytest.fixture
def messy(app: Flask) -> None:
    def come_in() -> tuple[list[str], bool]:
        outcome = import_from(MESSY, "Westmoor")
        return problems_in(outcome), outcome.new_authority

    assert standing("the messy council", come_in) == ([], True)


def family(reference: str) -> Family:
    return db.session.scalars(select(Family).filter_by(reference=reference)).one()


def spend(reference: str) -> Spend:
    return db.session.scalars(select(Spend).filter_by(reference=reference)).one()


def test_the_messy_folder_comes_in_whole_and_the_books_agree(messy: None) -> None:
    assert faults() == []
    result = counts()
    assert (result["person"], result["scheme"], result["family"], result["child"]) == (8, 2, 10, 16)
    assert (result["post_cost"], result["limit_change"], result["spend"], result["refund"]) == (5, 9, 39, 2)
    assert (result["work_entry"], result["study"], result["study_authority"]) == (190, 2, 2)
    assert not db.session.scalars(select(Person).where(Person.password_hash.is_not(None))).all()
    assert db.session.scalar(select(func.sum(Spend.paid_pence))) == 1_108_137


def test_each_kind_of_row_says_what_its_file_says(messy: None) -> None:
    one = family("WM-003")
    assert (one.details.name, one.team.name, one.end_reason) == ("Brontë", "Edge of Care", "Plan ended")
    assert one.lead_worker is not None
    assert (one.lead_worker.name, one.arm, str(one.closed_on)) == ("Tom Fielding", Arm.BUDGET, "2026-03-20")
    assert family("WM-008").arm == Arm.COMPARISON
    assert family("WM-008").scheme_id is None
    child = db.session.scalars(select(Child).filter_by(family_id=family("WM-002").id, reference="C3")).one()
    assert (child.birth_month, child.need_code, child.in_scope) == ("2009-02", "N3", False)
    rent = spend("S-005")
    assert (rent.paid_pence, rent.details.supplier, rent.payment_method) == (123_450, "Castle Housing", "bank_transfer")
    assert rent.details.decision_reason == "Cheaper than losing the tenancy"
    assert spend("S-038").kind == SpendKind.OTHER_HELP
    back = db.session.scalars(select(Refund).filter_by(reference="S-007")).one()
    assert (back.spend_id, back.amount_pence, str(back.refunded_on)) == (spend("S-003").id, 4_900, "2026-03-18")
    evaluator = db.session.scalars(select(Person).filter_by(email="bea.novak@westmoor.example")).one()
    assert evaluator.authority_id is None
    owen = db.session.scalars(select(Person).filter_by(email="owen.price@westmoor.example")).one()
    assert str(owen.active_to) == "2026-05-31"
    kinds = dict(db.session.execute(select(Activity.name, Activity.kind)).tuples().all())
    assert (kinds["Home visit"], kinds["Case recording"], kinds["Supervision"]) == ("direct", "indirect", "general")


def test_a_group_session_keeps_its_families_in_order_with_their_minutes(messy: None) -> None:
    rows = db.session.execute(
        select(WorkEntry.reference, Family.reference, WorkShare.weight)
        .join(WorkShare, WorkShare.entry_id == WorkEntry.id)
        .join(Family, Family.id == WorkShare.family_id)
        .where(WorkEntry.session_reference == "G-2026-02")
        .order_by(WorkEntry.reference, WorkShare.position)
    ).all()
    references = [reference for _, reference, _ in rows]
    assert len(rows) == 10
    assert references[:5] == sorted(references[:5])
    assert sorted(weight for _, _, weight in rows[:5]) == [60, 60, 90, 120, 120]


def test_the_same_folder_twice_changes_nothing(messy: None) -> None:
    before = counts()
    again = import_from(MESSY, "westmoor")
    assert (problems_in(again), again.words, again.record_id, again.new_authority) == ([], "", None, False)
    assert counts() == before


def test_every_import_and_every_row_is_audited(messy: None) -> None:
    authority = db.session.scalars(select(Authority)).one()
    line = db.session.scalars(select(AuditRecord).filter_by(deed=Deed.FOLDER_IMPORTED)).one()
    assert (line.subject_id, line.by_id) == (authority.id, None)
    words = json.loads(line.body)["changes"]
    assert words["rows"] == MESSY_ROWS
    assert words["digest"] == "0" * 64
    lines = dict(db.session.execute(select(AuditRecord.deed, func.count()).group_by(AuditRecord.deed)).tuples().all())
    assert (lines[Deed.WORK_LOGGED], lines[Deed.SPEND_IMPORTED], lines[Deed.SPEND_REFUNDED]) == (190, 39, 2)
    assert (lines[Deed.LIMIT_SET], lines[Deed.FAMILY_ADDED], lines[Deed.FAMILY_CLOSED]) == (9, 10, 1)
    bodies = " ".join(db.session.scalars(select(AuditRecord.body)))
    assert not [word for word in ("Harper", "Brontë", "Nadia", "Castle Housing", "tenancy") if word in bodies]


@pytest.mark.parametrize("name", ["Westmoor winter pilot", "Westmoor devolved budget only"])
def test_its_studies_can_be_costed(messy: None, name: str) -> None:
    with transaction():
        study = study_named(name)
        assert study is not None
        run = run_study(None, study, on=TODAY, at=NOW)
        assert db.session.scalar(select(func.count()).select_from(RunEntry).where(RunEntry.run_id == run.id))


def test_the_broken_folder_is_reported_whole_and_changes_nothing(app: Flask, world: World) -> None:
    before = counts()
    outcome = import_from(BROKEN, "Eastmoor")
    names = {(one.file, one.row, one.column) for one in outcome.folder.problems}
    assert {expected[:3] for expected in EXPECTED} <= names
    for file, row, column, words in EXPECTED:
        reasons = [
            one.reason for one in outcome.folder.problems if (one.file, one.row, one.column) == (file, row, column)
        ]
        assert any(words in reason for reason in reasons), (file, row, column)
    assert outcome.words == ""
    assert counts() == before


def test_a_folder_put_right_comes_in(app: Flask, world: World) -> None:
    before = counts()
    assert import_from(SMALL).words
    assert counts() != before
    assert faults() == []


def test_one_wrong_cell_in_a_good_folder_undoes_all_of_it(app: Flask, tmp_path: Path) -> None:
    for file in SMALL.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    spend_file = tmp_path / "spend.csv"
    spend_file.write_text(spend_file.read_text().replace(",Travel,", ",Zoo,"))
    before = counts()
    outcome = import_from(tmp_path)
    assert problems_in(outcome) == [
        "spend.csv, row 4, category: “Zoo” is not a category of the authority's schemes: Bedding; Travel."
    ]
    assert counts() == before
    spend_file.write_text(spend_file.read_text().replace(",Zoo,", ",travel,"))
    assert problems_in(import_from(tmp_path)) == []
    assert db.session.scalar(select(func.count()).select_from(Study)) == 1


def test_an_import_leaves_the_other_authorities_alone(app: Flask, world: World) -> None:
    def theirs() -> list[object]:
        rows = db.session.execute(select(Family.id, Family.reference).where(Family.authority_id == world.elsewhere.id))
        periods = db.session.execute(select(BudgetPeriod.id, BudgetPeriod.limit_pence)).all()
        return [*map(tuple, rows), *map(tuple, periods)]

    import_from(SMALL)
    db.session.rollback()
    before = theirs()
    import_from(MESSY, "Westmoor council")
    assert [row for row in theirs() if row in before] == before


def test_money_that_left_against_the_rules_waits_for_a_manager(messy: None) -> None:
    heating = spend("S-016")
    assert (heating.route, heating.review, heating.decided_by_id) == ("single", Review.OPEN, None)
    approved = spend("S-005")
    assert (approved.route, approved.review) == ("single", Review.NONE)
    assert spend("S-001").review == Review.NONE
