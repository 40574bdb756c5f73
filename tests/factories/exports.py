"""A study with everything in it: the world of costing runs, odd texts in every field that leaves, canaries in every other."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.paid.actions import state_paid
from budgettracker.costing.rates.actions import set_deciding_source
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.exports.actions.build_workbook import WorkbookFolders, build_workbook
from budgettracker.exports.models import Workbook
from budgettracker.families.models import Family, FamilyDetails
from budgettracker.ledger.payments.actions import confirm_payments, read_payments
from budgettracker.ledger.payments.kinds import Basis
from budgettracker.ledger.payments.rules.answers import PaymentAnswers
from budgettracker.ledger.payments.rules.lines import FinanceFile, Line
from budgettracker.ledger.payments.rules.purchases import Purchase
from budgettracker.ledger.payments.rules.suggest import Choice
from budgettracker.ledger.payments.rules.values import When
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.people.models import Person, Post, Team
from budgettracker.schemes.models import Category
from budgettracker.spend import actions as spends
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendDetails
from budgettracker.studies.models import Study
from budgettracker.worktime.models import Activity, WorkEntry, WorkEntryDetails
from tests.factories.odd_texts import KEPT
from tests.factories.spend import refunded
from tests.factories.studies import AT, ON, RESEARCH, VISIT, RunWorld, log, run_world, run_world_of
from tests.factories.world import World, family
from tests.standing import standing

MAY = date(2026, 5, 1)
CANARY = "Zyxwvut"
UNDERPAID, UNRECORDED = 1_50, 42_42
"""Pence by which a payment in the finance file is less than its purchase, and of one that has none."""


@dataclass(frozen=True)
class StudyWorld:
    """The study, and texts that must never leave."""

    run_world: RunWorld

    @property
    def world(self) -> World:
        """The people."""
        return self.run_world.world

    @property
    def study(self) -> Study:
        """The study, as it stands now."""
        return db.session.get_one(Study, self.run_world.study.id)


def study_world(world: World, *, payloads: bool = False, paid: bool = True) -> StudyWorld:
    """Make and commit it; with `payloads` every field of text that leaves holds texts that look like something else.

    `paid`: finance has stated what was paid for posts in April and May, and for purchases in May; and has sent its own
    file, in which a purchase is confirmed, another at less than was recorded, and one payment has no purchase.
    """
    name = f"a study, payloads {payloads}, paid {paid}"
    return StudyWorld(run_world_of(world, standing(name, lambda: _study_world(world, payloads, paid))))


def _study_world(world: World, payloads: bool, paid: bool) -> list[uuid.UUID]:
    costed = run_world(world)
    with transaction():
        _spend_more(world)
        for minutes in range(8):
            log(world.carol, VISIT, date(2026, 4, 9), world.family, contact_minutes=7 + minutes)
        session = db.session.query(WorkEntry).filter(WorkEntry.contact_minutes == 91)
        session.update({"session_reference": f"{CANARY} session 7", "places": 6})
    with transaction():
        _decide(world)
        for of, outcome in ((world.family, Outcome.STEPPED_DOWN), (world.comparison, Outcome.PRE_PROCEEDINGS)):
            record_outcome(world.alice, of, outcome, MAY, code="10A", on=ON, at=AT)
    with transaction():
        _put_canaries()
    if paid:
        with transaction():
            _state_paid(world)
        with transaction():
            _send_finance_file(world)
    if payloads:
        with transaction():
            _put_payloads(world)
    return costed.ids()


def _spend_more(world: World) -> None:
    """Every state a purchase can be in, money over the limit among them."""
    bob, mary = world.bob, world.mary
    goods = db.session.query(Category).filter_by(scheme_id=world.scheme.id).order_by(Category.position).first()
    assert goods is not None

    def request(pence: int) -> Spend:
        purchase = spends.Purchase(
            amount_pence=pence,
            bought_what="A cooker",
            bought_on=MAY,
            purpose="Meals at home",
            supplier="Smith & Sons",
            category_id=goods.id,
        )
        return spends.log_spend(bob, world.family, purchase, on=MAY, at=AT)

    spends.decline_spend(mary, request(501_00), "Not this month", on=MAY, at=AT)
    spends.withdraw_spend(bob, request(502_00), at=AT)
    over = request(1_300_00)
    request(503_00)
    spends.approve_spend(mary, over, on=MAY, at=AT)
    spends.record_purchase(bob, over, 1_480_00, MAY, supplier="smith  &  sons", on=MAY, at=AT)
    refunded(bob, over, 100_00, date(2026, 6, 2), AT, today=ON)


def _decide(world: World) -> None:
    """Westmoor's deciding comes from its logs, and by its scheme's minutes from May on: mary decides in both."""
    log(
        world.mary,
        "Deciding a limit or a purchase",
        date(2026, 4, 20),
        world.family,
        world.comparison,
        preparation_minutes=25,
    )
    log(world.bob, RESEARCH, date(2026, 4, 21), world.family, contact_minutes=31)
    set_deciding_source(None, world.authority, DecidingBy.SCHEME, starts_on=MAY, at=AT)
    decided = db.session.query(Spend).filter(Spend.decided_by_id.is_not(None))
    decided.update({"decided_at": datetime(2026, 5, 4, 9, tzinfo=UTC)})


def _state_paid(world: World) -> None:
    """Pay of each post for two months, and purchases of one."""
    by, here = world.fiona, world.authority
    for post in db.session.scalars(select(Post).filter_by(authority_id=here.id).order_by(Post.name)):
        for first, last in ((date(2026, 4, 1), date(2026, 4, 30)), (MAY, date(2026, 5, 31))):
            state_paid(by, here, post, starts_on=first, ends_on=last, pay_pence=9_000_00, source=CANARY, at=AT)
    state_paid(by, here, None, starts_on=MAY, ends_on=date(2026, 5, 31), pay_pence=77_00, source=CANARY, at=AT)


def _send_finance_file(world: World) -> None:
    """A file of four months with three payments, two of them confirmed; the other purchases have none."""
    by = db.session.merge(world.fiona)
    query = select(Spend).filter_by(authority_id=by.authority_id, state=SpendState.BOUGHT, kind=SpendKind.DEVOLVED)
    first, second, *_ = db.session.scalars(query.order_by(Spend.paid_pence, Spend.id))
    bought = [Purchase(str(each.id), "", each.bought_on or MAY, each.paid_pence or 0) for each in (first, second)]
    amounts = (bought[0].pence, bought[1].pence - UNDERPAID, UNRECORDED)
    lines = [
        Line(row, reference=f"{CANARY}-{row}", when=When(MAY, MAY), pence=pence, supplier=CANARY)
        for row, pence in enumerate(amounts, start=2)
    ]
    read = FinanceFile(f"{CANARY}.csv", "", lines, (), Basis.GROSS, 0, date(2026, 4, 1), date(2026, 7, 31))
    file = read_payments(by, read, "0" * 64, PaymentAnswers(), at=AT)
    confirm_payments(by, file, [Choice((2,), (bought[0],)), Choice((3,), (bought[1],))], at=AT)


def _put_canaries() -> None:
    """Something that would be noticed, in every field that names or tells of somebody."""
    for number, person in enumerate(db.session.query(Person)):
        person.name = f"{CANARY} person {number}"
    for number, row in enumerate(db.session.query(Family)):
        row.reference, row.index_child = f"{CANARY}-F{number}", f"{CANARY}-C{number}"
        for child in row.children:
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
        helped = family(world.team, f"{CANARY}-P{number}", CANARY, world.bob, world.scheme)
        helped.cohort_reason, helped.legal_basis = text, text
        category = Category(scheme_id=world.scheme.id, name=text, position=10 + number)
        activity = Activity(authority_id=world.authority.id, name=text, kind="direct")
        db.session.add_all([category, activity])
        db.session.flush()
        purchase = spends.Purchase(amount_pence=100 + number, bought_what="It", bought_on=MAY, category_id=category.id)
        spends.log_other_help(world.bob, helped, purchase, on=MAY, at=AT)
        log(world.bob, text, date(2026, 4, 1 + number % 28), helped, contact_minutes=5)
    db.session.get_one(type(world.scheme), world.scheme.id).name = "=1+1"
    db.session.get_one(type(world.authority), world.authority.id).name = "@SUM(1)"


def set_profile(study: Study, profile: str) -> None:
    """Let the study's rows leave by another disclosure profile."""
    with transaction():
        db.session.merge(study).profile = profile


def built(app: Flask, study: Study, by: Person | None = None, at: datetime = AT) -> Workbook:
    """The study's next workbook, built; one of a study as its world left it is built once."""
    name = f"a workbook of {study.id} by {by.id if by else None} at {at:%Y%m%dT%H%M%S}"
    db.session.commit()

    def build_it() -> uuid.UUID:
        with transaction():
            workbook_id = ask_workbook(by, study, on=at.date(), at=at).id
        build(app, db.session.get_one(Workbook, workbook_id), by, at)
        db.session.commit()
        return workbook_id

    return db.session.get_one(Workbook, standing(name, build_it))


def build(app: Flask, workbook: Workbook, by: Person | None = None, at: datetime = AT) -> Workbook:
    """A workbook that was asked for, built here and now."""
    return build_workbook(by, workbook.id, WorkbookFolders.of(app.config), on=at.date(), clock=lambda: at)


def file_of(app: Flask, workbook: Workbook) -> Path:
    """Where a workbook that is ready lies."""
    assert workbook.file_name, workbook.message
    return WorkbookFolders.of(app.config).workbooks / workbook.file_name


def run_of(workbook: Workbook) -> CostingRun:
    """The run a workbook was made of."""
    assert workbook.run_id is not None
    return db.session.get_one(CostingRun, workbook.run_id)


def ids() -> list[uuid.UUID]:
    """The id of every row that stands for somebody or something somebody did."""
    columns = (Family.id, Person.id, Team.id, Spend.id, WorkEntry.id)
    return [row_id for column in columns for row_id in db.session.scalars(select(column))]


def followed_for_months(study: Study) -> None:
    """The study begins before its families did, so that they are followed from their start for a month and more."""
    db.session.get_one(Study, study.id).starts_on = date(2025, 10, 1)
    db.session.query(Family).update({"allocated_on": date(2026, 3, 1)})
