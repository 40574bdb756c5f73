"""A study with everything in it: the world of costing runs, odd texts in every field that leaves, canaries in every other."""

import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.costing.run.models import CostingRun
from budgettracker.database import WithId, db, transaction
from budgettracker.exports.actions import ask_workbook, build_workbook
from budgettracker.exports.models import Workbook
from budgettracker.exports.views.background import places
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Category
from budgettracker.spend import actions as spends
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.studies.models import Study
from budgettracker.worktime.models import Activity, WorkEntry, WorkEntryDetails
from tests.exports.payloads import KEPT
from tests.factories.studies import AT, ON, VISIT, RunWorld, log, run_world
from tests.world import World, family

MAY = date(2026, 5, 1)
CANARY = "Zyxwvut"


@dataclass(frozen=True)
class StudyWorld:
    """The study, and texts that must never leave."""

    made: RunWorld

    @property
    def world(self) -> World:
        """The people."""
        return self.made.world

    @property
    def study(self) -> Study:
        """The study, as it stands now."""
        return db.session.get_one(Study, self.made.study.id)


def study_world(world: World, *, payloads: bool = False) -> StudyWorld:
    """Make and commit it; with `payloads` every field of text that leaves holds texts that look like something else."""
    made = run_world(world)
    with transaction():
        _spend_more(world)
        for minutes in range(8):
            log(world.carol, VISIT, date(2026, 4, 9), world.family, contact_minutes=7 + minutes)
        session = db.session.query(WorkEntry).filter(WorkEntry.contact_minutes == 91)
        session.update({"session_reference": f"{CANARY} session 7", "places": 6})
    with transaction():
        _put_canaries()
    if payloads:
        with transaction():
            _put_payloads(world)
    return StudyWorld(made)


def _spend_more(world: World) -> None:
    """Every state a purchase can be in, money over the limit among them."""
    bob, mary, ours = world.bob, world.mary, world.family
    goods = db.session.query(Category).filter_by(scheme_id=world.scheme.id).order_by(Category.position).first()
    assert goods is not None

    def asked(pence: int) -> Spend:
        said = spends.Purchase(
            amount_pence=pence, bought_what="A cooker", bought_on=MAY, purpose="Meals at home", supplier="Smith & Sons",
            category_id=goods.id,
        )  # fmt: skip
        return spends.log_spend(bob, ours, said, on=MAY, at=AT)

    spends.decline_spend(mary, asked(501_00), "Not this month", on=MAY, at=AT)
    spends.withdraw_spend(bob, asked(502_00), at=AT)
    over = asked(1_300_00)
    asked(503_00)
    spends.approve_spend(mary, over, on=MAY, at=AT)
    spends.record_purchase(bob, over, 1_480_00, MAY, supplier="smith  &  sons", on=MAY, at=AT)
    spends.refund_spend(bob, over, 100_00, date(2026, 6, 2), on=ON, at=AT)


def _put_canaries() -> None:
    """Something that would be noticed, in every field that names or tells of somebody."""
    for number, person in enumerate(db.session.query(Person)):
        person.name = f"{CANARY} person {number}"
    for number, one in enumerate(db.session.query(Family)):
        one.reference, one.index_child = f"{CANARY}-F{number}", f"{CANARY}-C{number}"
        for child in one.children:
            child.reference = f"{CANARY}-C{number}"
    for details in db.session.query(FamilyDetails):
        details.name, details.notes = f"{CANARY} family", f"{CANARY} notes"
    for number, team in enumerate(db.session.query(Team)):
        team.name = f"{CANARY} team {number}"
    for number, spend in enumerate(db.session.query(Spend)):
        spend.reference = f"{CANARY}-S{number}"
    for words in db.session.query(SpendDetails):
        words.bought_what, words.purpose, words.note = f"{CANARY} what", f"{CANARY} why", f"{CANARY} note"
        words.decision_reason, words.review_reason = f"{CANARY} decided", f"{CANARY} reviewed"
        words.reversal_reason, words.supplier = f"{CANARY} reversed", words.supplier and f"{CANARY} & Sons"
    for number, entry in enumerate(db.session.query(WorkEntry)):
        entry.reference = f"{CANARY}-E{number}"
        db.session.add(WorkEntryDetails(entry_id=entry.id, note=f"{CANARY} note"))


def _put_payloads(world: World) -> None:
    """Each odd text as a category, an activity, a reason and a basis; and one as the name of everything else."""
    for number, text in enumerate(KEPT):
        one = family(world.team, f"{CANARY}-P{number}", CANARY, world.bob, world.scheme)
        one.cohort_reason, one.legal_basis = text, text
        category = Category(scheme_id=world.scheme.id, name=text, position=10 + number)
        activity = Activity(authority_id=world.authority.id, name=text, kind="direct")
        db.session.add_all([category, activity])
        db.session.flush()
        said = spends.Purchase(amount_pence=100 + number, bought_what="It", bought_on=MAY, category_id=category.id)
        spends.log_other_help(world.bob, one, said, on=MAY, at=AT)
        log(world.bob, text, date(2026, 4, 1 + number % 28), one, contact_minutes=5)
    db.session.get_one(type(world.scheme), world.scheme.id).name = "=1+1"
    db.session.get_one(type(world.authority), world.authority.id).name = "@SUM(1)"


def built(app: Flask, study: Study, by: Person | None = None) -> Workbook:
    """The study's next workbook, built here and now."""
    with transaction():
        workbook = ask_workbook(by, study, on=ON, at=AT)
    return build_workbook(by, workbook.id, places(app), on=ON, clock=lambda: AT)


def file_of(app: Flask, workbook: Workbook) -> Path:
    """Where a workbook that is ready lies."""
    assert workbook.file_name, workbook.message
    return places(app).workbooks / workbook.file_name


def run_of(workbook: Workbook) -> CostingRun:
    """The run a workbook was made of."""
    assert workbook.run_id is not None
    return db.session.get_one(CostingRun, workbook.run_id)


def ids() -> list[uuid.UUID]:
    """The id of every row that stands for somebody or something somebody did."""
    tables: tuple[type[WithId], ...] = (Family, Person, Team, Spend, WorkEntry)
    return [id_ for table in tables for id_ in db.session.scalars(select(table.id))]
