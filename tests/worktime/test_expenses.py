"""What work cost: a session's materials wait for a manager, small fares do not, and what is dear is a purchase."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.commands.books import faults
from budgettracker.confirmations.actions import confirm, decline
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.actions import ask_to_seal, close_family
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.models import Family
from budgettracker.imports.actions import Outcome, import_or_wait, release_import
from budgettracker.imports.actions.reverse_import import reverse_import
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.money import pounds
from budgettracker.second_hands import Outcome as SecondHand
from budgettracker.spend.actions import withdraw_spend
from budgettracker.spend.models import Spend
from budgettracker.worktime.actions import Part, Work, correct_entry, log_time, withdraw_entry
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import expenses_asked
from tests.factories.imports import write_tables
from tests.factories.second_hands import at, browser, go_live
from tests.factories.worktime import activity
from tests.factories.world import NOON, World

TODAY = NOON.date()
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}


def work(world: World, pence: int, **more: Any) -> Work:
    kind = activity(world.authority, "Call or meeting with the family")
    return Work(TODAY, kind.id, (Part(world.family_id),), 30, expenses_pence=pence, **more)


def session(world: World, pence: int) -> WorkEntry:
    return log_time(world.alice, world.alice, work(world, pence, session_reference="S1", places=4), **WHEN)


def state(entry: WorkEntry) -> str:
    request = expenses_asked(entry.id)
    return request.state if request else ""


def test_fares_are_small_by_the_entry_and_by_the_month(world: World) -> None:
    with transaction():
        entries = [log_time(world.alice, world.alice, work(world, pence), **WHEN) for pence in (25_00, 25_01, 24_99)]
        assert [state(entry) for entry in entries] == ["", "waiting", ""]
        more = log_time(world.alice, world.alice, work(world, 25_00), **WHEN)
        last = log_time(world.alice, world.alice, work(world, 1), **WHEN)
        assert [state(more), state(last)] == ["", "waiting"], "£100.00 in June is passed by a penny"
        with pytest.raises(Refusal, match="as a purchase") as refused:
            log_time(world.alice, world.alice, work(world, 500_01), **WHEN)
        assert refused.value.field == "expenses"


def test_a_sessions_materials_wait_and_the_asking_follows_the_entry(world: World) -> None:
    with transaction():
        entry = session(world, 18_00)
        request = expenses_asked(entry.id)
        assert request is not None
        (case,) = cases_of([request], TODAY)
        assert db.session.get_one(Family, world.family_id).reference not in case.facts.title
        assert "£18.00" in case.facts.title
        dearer = work(world, 20_00, session_reference="S1", places=4)
        correct_entry(world.alice, entry, dearer, version=1, **WHEN)
        again = expenses_asked(entry.id)
        assert again is not None
        assert (request.state, again.state, again.values["expenses_pence"]) == ("withdrawn", "waiting", 20_00)
        for nobody in (world.alice, world.bob):
            with pytest.raises(Refusal):
                confirm(nobody, again, **WHEN)
        confirm(world.mary, again, **WHEN)
        assert state(entry) == "confirmed"
        other = session(world, 7_00)
        withdraw_entry(world.alice, other, at=NOON)
        assert state(other) == "withdrawn"


HEADS = "entry_ref,email,worked_on,activity,contact_minutes,family_refs,expenses"


def brought(world: World, folder: Path, *pence: int) -> Outcome:
    """A file of visits by one worker in June, each with parking."""
    call, rows = "Call or meeting with the family", ""
    for number, each in enumerate(pence, 1):
        rows += (
            f"\nT-{folder.name}-{number},alice.archer@example.org,2026-06-{number:02},{call},30,WM-001,{each / 100:.2f}"
        )
    with transaction():
        return import_or_wait(
            *(world.fiona, read_folder(write_tables(folder, worktime=HEADS + rows)), "Westmoor", folder.name, folder),
            keep_good=False,
            **WHEN,
        )[0]


def test_small_fares_that_become_a_sessions_materials_wait_from_then_on(world: World) -> None:
    with transaction():
        entry = log_time(world.alice, world.alice, work(world, 24_00), **WHEN)
        assert state(entry) == ""
        of_session = work(world, 24_00, session_reference="S1", places=4)
        correct_entry(world.alice, entry, of_session, version=1, **WHEN)
        assert state(entry) == "waiting"
        correct_entry(world.alice, entry, work(world, 24_00), version=2, **WHEN)
        assert state(entry) == "waiting", "what was asked is answered"


def test_in_a_file_the_same_bounds_make_the_import_wait(world: World, tmp_path: Path) -> None:
    """By the entry, and by the month with what stands already; before anybody works with the program nothing is asked."""
    assert brought(world, tmp_path / "a", 400_00).waits_for is None, "not live yet"
    with transaction():
        entry = db.session.scalars(select(WorkEntry)).one()
        withdraw_entry(world.alice, entry, at=NOON)
    go_live(world)
    assert brought(world, tmp_path / "b", 25_00, 24_00, 25_00).waits_for is None
    with transaction():
        log_time(world.alice, world.alice, work(world, 1_00), **WHEN)
    assert brought(world, tmp_path / "c", 25_00).waits_for is None, "£100.00 in June"
    for name, pence in (("d", 1), ("e", 25_01)):
        waits = brought(world, tmp_path / name, pence)
        assert (waits.waits_for, sum(waits.written.values())) == (SecondHand.IMPORT, 0), name
        assert f"expenses {pounds(pence)}: Alice Archer {pounds(pence)}" in waits.sums[0]
    (problem,) = brought(world, tmp_path / "f", 500_01).folder.problems
    assert (problem.column, "as a purchase" in problem.reason) == ("expenses", True)


def test_what_a_file_brought_waits_for_the_workers_manager_as_if_typed(world: World, tmp_path: Path) -> None:
    """Released by finance and an administrator, it is not paid back before a manager who did neither has confirmed it."""
    go_live(world)
    file = tmp_path / "g"
    brought(world, file, 30_00, 24_00, 40_00)
    with transaction():
        row = db.session.scalars(select(WaitingImport)).one()
        release_import(world.adam, row, read_folder(file), file.name, **WHEN)
    first, second, third = db.session.scalars(select(WorkEntry).order_by(WorkEntry.worked_on))
    assert [state(entry) for entry in (first, second, third)] == ["waiting", "", "waiting"]
    request = expenses_asked(first.id)
    assert request is not None
    (case,) = cases_of([request], TODAY)
    assert (case.facts.title.startswith("Expenses of £30.00 from a file: "), request.asked_by_id) == (
        True,
        world.alice.id,
    )
    assert {world.alice.id, world.fiona.id} <= case.facts.apart
    with transaction():
        for nobody in (world.alice, world.bob, world.fiona, world.adam):
            with pytest.raises(Refusal):
                confirm(nobody, request, **WHEN)
        confirm(world.mary, request, **WHEN)
    with transaction():
        released, later = db.session.scalars(select(WaitingImport)).one(), NOON + timedelta(hours=1)
        reverse_import(world.adam, released, world.fiona, on=TODAY, at=later)
    assert (state(first), state(third)) == ("confirmed", "withdrawn")
    assert faults() == []


@pytest.mark.pages
def test_the_page_says_how_far_it_is_confirmed(app: Flask, world: World) -> None:
    at(app, NOON)
    with transaction():
        entry, other = session(world, 18_00), session(world, 9_00)
    alice, mary = browser(app, world.alice), browser(app, world.mary)
    assert "waits for a manager to confirm it" in alice.get(f"/time/{entry.id}").text
    assert "Materials of £18.00" in mary.get("/confirmations").text
    with transaction():
        first, second = expenses_asked(entry.id), expenses_asked(other.id)
        assert first is not None
        assert second is not None
        mary_herself = db.session.merge(world.mary)
        confirm(mary_herself, first, **WHEN)
        decline(mary_herself, second, "Bought at home", **WHEN)
    assert "can be paid back" in alice.get(f"/time/{entry.id}").text
    assert "was declined" in alice.get(f"/time/{other.id}").text


def test_what_work_cost_is_settled_before_a_record_is_sealed(world: World) -> None:
    """Afterwards a request would wait for somebody who may not know whose it was, beside no work that they see."""
    go_live(world)
    with transaction():
        entry, small = (log_time(world.alice, world.alice, work(world, pence), **WHEN) for pence in (80_00, 1_00))
        family = db.session.get_one(Family, world.family_id)
        for spend in db.session.scalars(select(Spend).filter_by(family_id=family.id, state="requested")):
            withdraw_spend(world.alice, spend, at=NOON)
        close_family(world.alice, family, TODAY, "plan ended", **WHEN)
        sealing = ask_to_seal(world.alice, family, SealedBecause.FLIGHT, **WHEN)
    with pytest.raises(Refusal, match="waits to be confirmed"), transaction():
        confirm(world.mary, sealing, **WHEN)
    with transaction():
        question = expenses_asked(entry.id)
        assert question is not None
        confirm(world.mary, question, **WHEN)
        confirm(world.mary, sealing, **WHEN)
        assert family.sealed_on == TODAY
    for pence in (90_00, 80_01):
        with pytest.raises(Refusal, match="stays as it was") as refused, transaction():
            correct_entry(world.alice, entry, work(world, pence), version=entry.version, **WHEN)
        assert refused.value.field == "expenses"
    with transaction():
        withdraw_entry(world.alice, small, at=NOON)
    waiting = select(Confirmation.kind).filter_by(state=ConfirmationState.WAITING)
    assert list(db.session.scalars(waiting)) == []
