"""Sixteen people spend one budget up to its last pounds: the cap holds, and every reckoning names the same sum."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.money import pounds
from budgettracker.people.models import Authority, Person
from budgettracker.spend.models import Spend
from budgettracker.studies.actions import add_study, join_study
from budgettracker.studies.models import Study
from budgettracker.web import now, today
from budgettracker.workbooks.readback import Book
from tests.conftest import ENGINES, NIGHTLY
from tests.factories.world import PASSWORD, World, family, person, scheme
from tests.live import Browser, serving
from tests.races.racing import spender, together

PROCESSES = 16
CAP = 10_000_00
BIG, MIDDLE, SMALL, SMALLEST = 88_20, 43_50, 19_99, 7_31
HEAD = [BIG] * 6 + [MIDDLE] * 3 + [SMALL] * 4 + [SMALLEST] * 4
TAIL = [MIDDLE] * 2 + [SMALL] * 3 + [SMALLEST] * 3
"""Whatever the heads leave is less than BIG; even one tail alone brings it below SMALLEST."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine_name", ENGINES if NIGHTLY else ["postgresql"], indirect=True)
def test_sixteen_people_spend_to_the_last_pounds_and_every_sum_agrees(
    app: Flask, world: World, database_url: str, tmp_path: Path
) -> None:
    assert len(HEAD) + len(TAIL) == 25
    assert sum(HEAD) * PROCESSES > CAP + BIG
    with transaction():
        free = scheme(world.authority, "Wide bands", CAP, single_pence=None, running_pence=None, window_days=None)
        workers = [
            person(world.authority, f"Worker {each}", Role.PRACTITIONER, teams=(world.team,)) for each in range(16)
        ]
        one = family(world.team, "S-001", "Saturated", None, free)
        change = budgets.propose_limit(world.alice, one, free, CAP, "All of it", on=today(), at=now())
        budgets.approve_limit(world.mary, change, on=today(), at=now())
    of, path, category = one.id, f"/families/{one.id}/spend/new", str(free.categories[0].id)
    calls = [
        (
            each.email,
            path,
            category,
            [(pounds(pence), pence) for pence in random.Random(seed).sample(HEAD, len(HEAD)) + TAIL],
        )
        for seed, each in enumerate(workers)
    ]
    email = workers[0].email
    db.session.remove()
    with serving(database_url, tmp_path, workers=2) as server:
        seen = together(spender, [(server.url, *call) for call in calls], PROCESSES * 25)
        reader = Browser(server.url)
        reader.sign_in(email, PASSWORD)
        page = reader.get(f"/families/{of}").text
    assert {status for _, status, *_ in seen} == {303, 422}, Counter(status for _, status, *_ in seen)
    assert all(first == again for _, first, again, *_ in seen)
    assert all(there == back for *_, there, back, _ in seen)
    assert all(worded == (status == 422) for _, status, *_, worded in seen)
    acknowledged = sum(pence for pence, status, *_ in seen if status == 303)
    assert CAP - SMALLEST < acknowledged <= CAP
    assert {pence for pence, status, *_ in seen if status == 303} == {BIG, MIDDLE, SMALL, SMALLEST}
    assert db.session.scalar(select(func.sum(Spend.paid_pence)).where(Spend.family_id == of)) == acknowledged
    assert len({there for _, status, _, there, *_ in seen if status == 303}) == db.session.query(Spend).count()
    period = period_on(of, today())
    assert period is not None
    assert position_of(period) == Position(CAP, 0, acknowledged)
    assert pounds(acknowledged) in page
    assert pounds(CAP - acknowledged) in page
    assert exported(app, world) == acknowledged
    assert faults() == []


def exported(app: Flask, world: World) -> int:
    """What a study's workbook counts as spent, in pence, read back from the file."""
    with transaction():
        study = add_study(None, "Saturation", starts_on=today(), ends_on=today(), profile="internal", at=now())
        sam, here = db.session.get_one(Person, world.sam.id), db.session.get_one(Authority, world.authority.id)
        join_study(sam, study, here, "A", "Agreed", on=today(), at=now())
    with transaction():
        request = ask_workbook(None, db.session.get_one(Study, study.id), on=today(), at=now())
    workbook = build_workbook(None, request.id, WorkbookFolders.of(app.config), on=today(), clock=now)
    assert workbook.file_name, workbook.message
    assert db.session.query(CostingRun).count() == 1
    with Book(WorkbookFolders.of(app.config).workbooks / workbook.file_name) as book:
        return book.sums("Spend", ["amount"])["amount"]
