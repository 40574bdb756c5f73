"""Work time comes in many rows at a time, and stands in the books as if each entry had been logged by itself."""

import json
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.audit import queries as audit
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.imports.actions import import_folder, import_work_time
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.models import Person
from budgettracker.worktime.actions import Part, Work, log_time, withdraw_entry
from budgettracker.worktime.models import Activity, Intervention, WorkEntry
from tests.factories.imports import NOW, TODAY, counts, import_from, kelby_files, problems_in, write_tables
from tests.factories.world import World

WORK = (
    "entry_ref,email,worked_on,activity,contact_minutes,preparation_minutes,travel_minutes,family_refs,family_minutes,"
    "session_ref,places,miles,expenses,intervention,note\n"
)


def entry(reference: str) -> WorkEntry:
    return db.session.scalars(select(WorkEntry).filter_by(reference=reference)).one()


def test_an_imported_entry_is_like_a_logged_one(app: Flask, world: World, tmp_path: Path) -> None:
    row = "W-1,alice.archer@example.org,2026-02-02,Group,60,15,10,WM-002;other;WM-001,30;20;35,G-1,6,7.5,1.20,Parenting,Well"
    folder = write_tables(tmp_path, worktime=WORK + row)
    outcome = import_from(folder, "Westmoor", by=world.fiona)
    assert problems_in(outcome) == []
    one = entry("W-1")
    with transaction():
        work = Work(
            worked_on=one.worked_on,
            activity_id=one.activity_id,
            parts=(Part(world.comparison.id, 30), Part(None, 20), Part(world.family.id, 35)),
            contact_minutes=60,
            preparation_minutes=15,
            travel_minutes=10,
            miles_hundredths=750,
            expenses_pence=120,
            intervention_id=one.intervention_id,
            session_reference="G-1",
            places=6,
            note="Well",
        )
        log_time(world.fiona, world.alice, work, on=TODAY, at=NOW, reference="W-2")
    one, other = entry("W-1"), entry("W-2")
    columns = {column.name for column in WorkEntry.__table__.columns} - {"id", "reference"}
    assert {name: getattr(one, name) for name in columns} == {name: getattr(other, name) for name in columns}
    shares = [[(share.family_id, share.position, share.weight) for share in each.shares] for each in (one, other)]
    assert shares[0] == shares[1] == [(world.family.id, 0, 35), (world.comparison.id, 1, 30), (None, 2, 20)]
    assert one.details is not None
    assert one.details.note == "Well"
    (line,) = audit.history_of(one.id)
    (alone,) = [each for each in audit.history_of(other.id) if each.deed == line.deed]
    assert (line.deed, line.by_id, line.at) == (alone.deed, world.fiona.id, NOW)
    told_of, told_alone = (json.loads(each.body)["changes"] for each in (line, alone))
    assert {name: told_of[name] for name in told_of if name in told_alone} == {
        name: told_alone[name] for name in told_alone if name in told_of
    }
    assert "person" in told_of
    assert faults() == []
    parenting = db.session.scalars(select(Intervention).filter_by(name="Parenting")).one()
    assert one.intervention_id == parenting.id
    assert db.session.get_one(Activity, one.activity_id).kind == "direct"


def test_entries_to_families_to_others_and_to_nobody_say_so(app: Flask, tmp_path: Path) -> None:
    rows = (
        "A,joe@kelby.example,2026-02-02,Visit,60,,,K-1,,,,,,,\n"
        "B,joe@kelby.example,2026-02-02,Visit,60,,,other,,,,,,,\n"
        "C,joe@kelby.example,2026-02-02,Meeting,,60,,,,,,,,,\n"
        "D,joe@kelby.example,2026-02-02,Both,60,,,K-1,,,,,,,\n"
        "E,joe@kelby.example,2026-02-02,both,,60,,,,,,,,,\n"
    )
    outcome = import_from(kelby_files(tmp_path, worktime=WORK + rows))
    assert problems_in(outcome) == []
    assert [str(note) for note in outcome.folder.notes if "capitals" in str(note)] == [
        "worktime.csv, row 6, activity: “both” and “Both” (row 5) differ in capitals only and are taken as one."
    ]
    assert [entry(each).for_whom for each in "ABCDE"] == ["families", "other", "nobody", "families", "nobody"]
    assert entry("D").activity_id == entry("E").activity_id
    assert entry("D").activity.kind == "indirect"
    assert (entry("A").activity.kind, entry("C").activity.kind) == ("direct", "general")


def test_many_rows_are_checked_in_parts_and_told(app: Flask, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(import_work_time, "BATCH", 50)
    rows = "".join(
        f"W-{number},joe@kelby.example,2026-{number // 20 % 5 + 1:02d}-{number % 20 + 1:02d},Visit,5,,,K-1;K-2,,,,,,,\n"
        for number in range(130)
    )
    heard: list[tuple[str, int]] = []
    with transaction():
        outcome = import_folder(
            None,
            read_folder(kelby_files(tmp_path, families=_opened_in_january(), worktime=WORK + rows)),
            "Kelby",
            "d",
            on=TODAY,
            at=NOW,
            progress=lambda what, count: heard.append((what, count)),
        )
    assert problems_in(outcome) == []
    assert heard == [("worktime, checked", 50), ("worktime, checked", 100)]
    result = counts()
    assert (result["work_entry"], result["work_share"]) == (130, 260)
    assert faults() == []


def _opened_in_january() -> str:
    return (
        "family_ref,name,team,lead_email,opened_on,scheme,arm,allocated_on\n"
        "K-1,Ash,West,iris@kelby.example,2026-01-01,Fund,budget,\nK-2,Beech,West,joe@kelby.example,2026-01-01,,comparison,"
    )


def test_time_outside_a_familys_open_days_is_kept(app: Flask, tmp_path: Path) -> None:
    rows = "A,joe@kelby.example,2026-01-02,Visit,60,,,K-1,,,,,,,\n"
    assert problems_in(import_from(kelby_files(tmp_path, worktime=WORK + rows))) == []
    assert db.session.scalars(select(Family).filter_by(reference="K-1")).one().opened_on > entry("A").worked_on


def test_an_entry_withdrawn_since_does_not_come_back(app: Flask, tmp_path: Path) -> None:
    folder = kelby_files(tmp_path, worktime=WORK + "A,joe@kelby.example,2026-02-02,Visit,60,,,K-1,,,,,,,\n")
    import_from(folder)
    with transaction():
        joe = db.session.scalars(select(Person).filter_by(email="joe@kelby.example")).one()
        withdraw_entry(joe, entry("A"), at=NOW)
    before = counts()
    assert problems_in(import_from(folder)) == []
    assert counts() == before
    assert entry("A").withdrawn_at is not None
