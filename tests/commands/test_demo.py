"""The demo: a lifelike world made through the program's own deeds, on both engines, and on no database but its own."""

import functools
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import Select, func, select, text

from budgettracker.access import Role
from budgettracker.allocation.models import Draw
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.commands import demo as command
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.commands.demo.authorities import PASSWORD
from budgettracker.commands.demo.database import demo_program, ready
from budgettracker.commands.demo.world import fill
from budgettracker.confirmations.kinds import ConfirmationState
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import cases_of
from budgettracker.confirming import confirming
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import Base, db
from budgettracker.decisions.queries.week_sample import week_sample
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family, FamilyDetails, Hiding, Incident, IncidentDetails
from budgettracker.imports.models import WaitingImport
from budgettracker.imports.queries import hands_of
from budgettracker.ledger.weekly.models import WeeklyFile
from budgettracker.outcomes.models import FamilyOutcome
from budgettracker.people.models import Authority, Person
from budgettracker.people.queries import people_to_try
from budgettracker.people.rules import hashing
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import Outcome
from budgettracker.spend.actions import safe_receipt
from budgettracker.spend.actions.safe_pdf import safe_pdf
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Receipt, Refund, Spend, SpendDetails, SpendProposal, SpendReasons
from budgettracker.spend.queries.by_itself import BESIDE, BY_ITSELF
from budgettracker.statements.models import Statement
from budgettracker.studies.models import Study
from budgettracker.voice.models import ChildView, FamilyUnused, SchemeVoice, WrittenExample
from budgettracker.vouchers.models import VoucherMove
from budgettracker.web import now, today
from budgettracker.worktime.models import Activity, WorkEntry
from tests.client import PageClient
from tests.conftest import ENGINES, NIGHTLY
from tests.factories.world import small_world
from tests.postgres import Server

Made = Callable[[str], dict[str, str]]


def run(environ: dict[str, str]) -> Result:
    return CliRunner().invoke(main, ["demo", "--no-serve", "--size", "small"], env={"APP_ENV": "testing", **environ})


WAITS: dict[Outcome, Select[Any]] = {
    Outcome.ABOVE_BAND: select(Spend.id).filter_by(state="requested", kind="devolved", regular=False, shared_id=None),
    Outcome.PLAN: select(Spend.id).where(Spend.state == "requested", Spend.regular.is_(True)),
    Outcome.SHARED: select(Spend.id).where(Spend.state == "requested", Spend.shared_id.is_not(None)),
    Outcome.OTHER_HELP: select(Spend.id).filter_by(state="requested", kind="other_help"),
    Outcome.PRICE_ABOVE_APPROVED: select(Spend.id).where(
        Spend.review == "open", Spend.paid_pence > Spend.approved_pence
    ),
    Outcome.OWN_POCKET: select(Spend.id).filter_by(reimbursement="waiting"),
    Outcome.LIMIT: select(LimitChange.id).filter_by(state="requested"),
    Outcome.OPENING_BALANCE: select(BudgetPeriod.id).where(BudgetPeriod.opening_waits),
    Outcome.MISTAKE: select(SpendProposal.id).filter_by(state="proposed", kind="mistake"),
    Outcome.REFUND: select(SpendProposal.id).filter_by(state="proposed", kind="refund"),
    Outcome.TAKEN_AWAY: select(Hiding.id).filter_by(state="hidden"),
    Outcome.STUDY: select(Study.id).where(~Study.authorities.any()),
    Outcome.IMPORT: select(WaitingImport.id).filter_by(state="waiting"),
}
"""What waits as something else than a confirmation."""
NOT_IN_DEMO = {
    Outcome.WITHIN_BAND: "it waits for nobody",
    Outcome.PUT_RIGHT: "it waits for nobody",
    Outcome.NO_RECEIPT: "excusing is the second hand's own deed; receipts are missing in the demo",
    Outcome.VOUCHERS_BACK: "it is ticked like money that came back, which the demo has",
    Outcome.VOUCHERS_DIFFER: "one count waits, in which all are there",
    Outcome.IMPORT_OF_ROLES: "it waits on the same page as the import that is there",
    Outcome.IMPORT_OF_SCHEMES: "it waits on the same page as the import that is there",
}
"""Rows of the table of which nothing waits in the demo, and why."""


@pytest.fixture(scope="module", autouse=True)
def quick_passwords() -> Iterator[None]:
    """The demo's one password is hashed quickly: what a strong hash costs is told in the tests of people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "STRONG", hashing.QUICK)
        yield


@pytest.fixture(scope="module", autouse=True)
def receipts_made_safe_once() -> Iterator[None]:
    """Both engines get the same receipts: a PDF that was made safe for the first is handed to the second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(safe_receipt, "safe_pdf", functools.cache(safe_pdf))
        yield


@pytest.fixture(scope="module", autouse=True)
def one_moment() -> Iterator[None]:
    """Both engines get the demo of the same moment: what is asked on its last day is asked now, before the evening."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "now", functools.cache(now))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Made]:
    """The demo on an engine, made once for all tests: gives its environment."""
    known: dict[str, dict[str, str]] = {}

    def on(engine: str) -> dict[str, str]:
        if engine not in known:
            environ = {"INSTANCE_FOLDER": str(tmp_path_factory.mktemp("demo"))}
            if engine == "postgresql":
                postgres.create("demo_made")
                environ["DATABASE_URL"] = postgres.url("demo_made")
            result = run(environ)
            assert result.exit_code == 0, (result.output, result.exception)
            known[engine] = environ
        return known[engine]

    yield on
    if "postgresql" in known:
        postgres.drop("demo_made")


@pytest.fixture(scope="module")
def programs() -> dict[str, Flask]:
    """The demo's program on each engine, made once."""
    return {}


@pytest.fixture
def enter(made: Made, programs: dict[str, Flask], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Flask]]:
    """Step into the demo of an engine."""
    entered: list[Any] = []

    def into(engine: str) -> Flask:
        for name, value in {"APP_ENV": "testing", **made(engine)}.items():
            monkeypatch.setenv(name, value)
        if engine not in programs:
            programs[engine] = demo_program()
        entered.append(programs[engine].app_context())
        entered[-1].push()
        return programs[engine]

    yield into
    for context in reversed(entered):
        db.session.remove()
        db.engine.dispose()
        context.pop()


@pytest.fixture(params=ENGINES if NIGHTLY else ENGINES[:1])
def demo(request: pytest.FixtureRequest, enter: Callable[[str], Flask]) -> Flask:
    """The demo, with an application context; making it takes a minute, so that the second engine comes at night."""
    return enter(request.param)


def rows_of_every_table() -> dict[str, int]:
    tables = Base.metadata.tables.items()
    return {name: db.session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables}


def story() -> list[tuple[Any, ...]]:
    """What happened, without ids: purchases with their words, and time."""
    bought = db.session.execute(
        select(
            func.coalesce(FamilyDetails.own_reference, Family.reference),
            Spend.state,
            Spend.planned_pence,
            Spend.paid_pence,
            Spend.asked_on,
            Spend.requested_at,
            SpendDetails.bought_what,
            SpendDetails.decision_reason,
            Person.email,
        )
        .join(Spend.family)
        .join(Family.details)
        .join(Spend.details)
        .join(Person, Person.id == Spend.recorded_by_id)
    )
    worked = db.session.execute(
        select(
            Person.email,
            WorkEntry.worked_on,
            Activity.name,
            WorkEntry.contact_minutes,
            WorkEntry.travel_minutes,
            WorkEntry.preparation_minutes,
            WorkEntry.miles_hundredths,
            WorkEntry.version,
            WorkEntry.recorded_at,
        )
        .join(WorkEntry.person)
        .join(WorkEntry.activity)
    )
    return sorted(tuple(str(value) for value in row) for rows in (bought, worked) for row in rows)


def test_the_books_of_the_demo_agree(demo: Flask) -> None:
    assert faults() == []


def test_three_authorities_differ_as_the_pilots_did(demo: Flask) -> None:
    values = {
        scheme.authority.name: (
            scheme.cap_pence,
            [(band.single_pence, band.running_pence) for band in scheme.bands if band.role == "practitioner"],
        )
        for scheme in db.session.scalars(select(Scheme))
    }
    assert values == {
        "Westmoor": (10_000_00, [(None, None)]),
        "Saltmere": (None, [(500_00, None)]),
        "Brackenfold": (10_000_00, [(500_00, 1_000_00)]),
    }


def test_there_are_families_with_children_and_some_to_compare_with(demo: Flask) -> None:
    families = db.session.scalars(select(Family)).all()
    assert len(families) == 46 + 4 + 6, "ten of them were assessed for a draw"
    with_children = set(db.session.scalars(select(Child.family_id)))
    assert {family.id for family in families} == with_children
    compared = {family.id for family in families if family.arm == Arm.COMPARISON}
    assert len(compared) == 6 + 2 + 3, "those that were drawn into it, by this seed"
    assert sum(family.arm is None for family in families) == 3, (
        "two that were not eligible, one whose arm nobody knows yet"
    )
    helped = db.session.scalars(select(Spend).where(Spend.kind == SpendKind.OTHER_HELP)).all()
    assert compared & {spend.family_id for spend in helped}
    assert not compared & set(db.session.scalars(select(Spend.family_id).where(Spend.kind == SpendKind.DEVOLVED)))
    assert any(family.closed_on for family in families)


def test_purchases_are_in_every_state(demo: Flask) -> None:
    assert set(db.session.scalars(select(Spend.state))) == set(SpendState)
    assert set(db.session.scalars(select(Spend.route))) == set(Route)
    assert {Review.NONE, Review.OPEN, Review.ACCEPTED} <= set(db.session.scalars(select(Spend.review)))
    over = db.session.scalars(select(Spend).where(Spend.over_pence > 0)).all()
    assert [spend.review for spend in over] == [Review.OPEN]
    decided = select(Authority.name).join(Spend, Spend.authority_id == Authority.id)
    decided = decided.where(Spend.paid_pence.is_not(None), Spend.plan_id.is_(None), Spend.decided_as == Role.MANAGER)
    assert len(set(db.session.scalars(decided))) == 3, (
        "in Westmoor workers decide any amount, and some ask all the same"
    )
    for manager in db.session.scalars(select(Person).where(Person.role_grants.any(role=Role.MANAGER))):
        assert week_sample(manager, today()).waiting, manager.email
    assert set(db.session.scalars(select(Refund.reversal))) == {True, False}
    assert all(spend.details.decision_reason for spend in db.session.scalars(select(Spend).filter_by(state="declined")))


def test_limits_wait_were_declined_and_once_passed_the_cap(demo: Flask) -> None:
    states = set(db.session.scalars(select(LimitChange.state)))
    assert states == {LimitState.REQUESTED, LimitState.APPROVED, LimitState.DECLINED}
    assert db.session.scalar(select(func.count()).where(BudgetPeriod.exception_by_id.is_not(None))) == 1


def test_receipts_lie_where_they_should(demo: Flask) -> None:
    names = set(db.session.scalars(select(Receipt.file_name)))
    assert len(names) > 50
    assert {file.name for file in Path(demo.config["RECEIPTS_FOLDER"]).iterdir()} == names
    assert Path(demo.config["RECEIPTS_FOLDER"]).parent.name == "demo"


def test_nothing_happens_in_the_future_or_at_a_weekend(demo: Flask) -> None:
    days: set[date] = set(db.session.scalars(select(WorkEntry.worked_on).distinct()))
    days |= {day for day in db.session.scalars(select(Spend.bought_on).distinct()) if day is not None}
    assert max(days) < today()
    assert {day.weekday() for day in days} <= set(range(5))


def test_every_worker_logs_several_entries_a_day(demo: Flask) -> None:
    counts = db.session.execute(
        select(Person.name, func.count(), func.count(WorkEntry.worked_on.distinct()))
        .join(WorkEntry.person)
        .group_by(Person.name)
    ).all()
    assert len(counts) == 10
    assert all(entries >= 2 * days for _, entries, days in counts)


def test_the_finished_study_has_its_workbook(demo: Flask) -> None:
    workbook = db.session.scalars(select(Workbook)).one()
    assert (workbook.state, workbook.message) == (BuildState.READY, "")
    made_at = db.session.get_one(CostingRun, workbook.run_id).made_at
    assert workbook.asked_at.date() == made_at.date(), "asked for, and made at once"
    assert (Path(demo.config["EXPORTS_FOLDER"]) / str(workbook.file_name)).exists()


def test_outcomes_are_known_in_both_arms_and_none_lies_ahead(demo: Flask) -> None:
    query = select(Family.arm, FamilyOutcome).join(Family, Family.id == FamilyOutcome.family_id)
    known = [(arm, row) for arm, row in db.session.execute(query)]
    assert {arm for arm, _ in known} == set(Arm)
    assert len({row.outcome for _, row in known}) >= 4
    assert any(row.code for _, row in known)
    assert all(row.happened_on <= row.recorded_at.date() <= today() for _, row in known)


def test_each_kind_of_second_hand_waits_for_somebody(demo: Flask) -> None:
    cases = cases_of(db.session.scalars(select(Confirmation).filter_by(state=ConfirmationState.WAITING)).all(), today())
    assert {case.row.kind for case in cases if case.hands} == set(confirming().matters)
    assert [case.facts.title for case in cases if not case.hands] == []
    names = {case.facts.outcome for case in cases}
    waiting = names | {outcome for outcome, query in WAITS.items() if db.session.scalar(query.limit(1)) is not None}
    assert waiting == set(Outcome) - set(NOT_IN_DEMO)


def test_vouchers_were_bought_handed_out_given_back_and_counted(demo: Flask) -> None:
    moves = Counter(db.session.scalars(select(VoucherMove.kind)))
    assert (moves["returned"], moves["missing"]) == (1, 1), moves
    assert moves["received"] >= 12
    assert moves["issued"] >= 4


def test_a_receipt_is_shared_a_card_is_named_and_finance_has_its_files_in_each_authority(demo: Flask) -> None:
    bought = select(Spend).where(Spend.state == SpendState.BOUGHT)
    shared = db.session.scalars(bought.where(Spend.shared_id.is_not(None))).all()
    assert {each.shared_pence for each in shared} == {64_00}
    assert [each for each in shared if each.paid_pence != 32_00] == []
    assert db.session.scalar(select(func.count()).select_from(SpendDetails).where(SpendDetails.cardholder != ""))
    assert db.session.scalar(select(func.count(func.distinct(WeeklyFile.authority_id)))) == 3


def test_imports_wait_for_somebody_to_release_one_and_to_take_one_back(demo: Flask) -> None:
    row = db.session.query(WaitingImport).filter_by(state="waiting").one()
    (line,) = row.details.lines
    assert ("1 purchase of other help, £64.50" in line, row.second_hand) == (True, Outcome.IMPORT)
    assert hands_of(row, today())
    plan = db.session.scalars(select(Spend).filter_by(reference="OLD-P1")).one()
    assert (plan.state, plan.imported, plan.held_pence) == ("approved", True, 81_00)


def test_every_line_of_the_audit_can_be_told_in_words(demo: Flask) -> None:
    lines = db.session.execute(select(AuditRecord.deed, AuditRecord.body)).all()
    keys = {key for _, body in lines for key in json.loads(body)["changes"]}
    assert {"limit_pence", "families", "in_scope"} <= keys
    histories = demo.extensions["histories"]
    for deed, body in lines:
        words = histories.words[deed]
        # What would stand in a share's line by itself takes the place of what stands there before anybody reads it.
        assert set(json.loads(body)["changes"]) - {BY_ITSELF, BESIDE} <= set(words.fields) | words.hidden, deed
        assert "_" not in histories.deed_in_words(deed, {})


def test_everybody_on_the_list_can_sign_in_and_sees_a_first_page(demo: Flask) -> None:
    people = people_to_try()
    assert len(people) == 23
    listed = PageClient(demo).get("/sign-in")
    assert PASSWORD in listed.text
    for email, name in [(person.email, person.name) for person in people]:
        assert email in listed.html
        assert name in listed.text
        page = PageClient(demo).sign_in(email, PASSWORD)
        assert page.status == 200, (email, page.status)
        assert name in page.text, email


def test_a_scheme_has_one_of_each_that_keeps_families_safe_and_is_learnt(demo: Flask) -> None:
    families = db.session.scalars(select(Family).join(Scheme).join(Authority).filter_by(name="Westmoor")).all()
    assert sum(family.sealed_on is not None for family in families) == 1
    assert sum(family.restricted and family.sealed_on is None for family in families) == 1
    assert [family.arm for family in families if family.crossed_on] == [Arm.COMPARISON]
    incidents = db.session.scalars(select(Incident).join(Incident.details).filter(IncidentDetails.what != "")).all()
    assert sorted((row.reported is None, row.closed_at is None) for row in incidents) == [(False, False), (True, True)]
    assert [person.name for person in db.session.scalars(select(Person)) if person.protects_data_on(today())] == [
        "Ruth Ellison"
    ]
    for table, least in ((WrittenExample, 3), (FamilyUnused, 1), (Statement, 1), (ChildView, 2), (SpendReasons, 20)):
        assert (db.session.scalar(select(func.count()).select_from(table)) or 0) >= least, table.__name__
    assert sorted(draw.closing is not None for draw in db.session.scalars(select(Draw))) == [False, True]
    assert set(db.session.scalars(select(SchemeVoice.who_asked))) == {"optional", "required"}


@pytest.mark.nightly
def test_the_same_seed_makes_the_same_world(enter: Callable[[str], Flask]) -> None:
    stories = []
    for engine in ENGINES:
        enter(engine)
        stories.append(story())
    assert len(stories[0]) > 400
    assert stories[0] == stories[1]


def test_a_second_start_changes_nothing(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows_of_every_table()
    db.session.rollback()
    monkeypatch.setattr(command, "fill", None)
    again = CliRunner().invoke(main, ["demo", "--no-serve", "--seed", "7"])
    assert again.exit_code == 0, again.output
    assert "amina.yusuf@westmoor.example" in again.output
    assert PASSWORD in again.output
    assert rows_of_every_table() == before


def test_it_leaves_a_database_alone_that_it_did_not_make(app: Flask, database_url: str, tmp_path: Path) -> None:
    small_world()
    before = rows_of_every_table()
    db.session.rollback()
    result = run({"DATABASE_URL": database_url, "INSTANCE_FOLDER": str(tmp_path)})
    assert result.exit_code == 1
    assert "was not made by the demo" in result.output
    assert rows_of_every_table() == before


def test_it_leaves_another_programs_database_alone(app: Flask, database_url: str, tmp_path: Path) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    result = run({"DATABASE_URL": database_url, "INSTANCE_FOLDER": str(tmp_path)})
    assert result.exit_code == 1
    assert "was not made by the demo" in result.output


def test_it_does_not_run_as_production(tmp_path: Path) -> None:
    result = run({"APP_ENV": "production", "INSTANCE_FOLDER": str(tmp_path)})
    assert result.exit_code == 1
    assert "does not run with APP_ENV=production" in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_filling_that_breaks_off_leaves_an_empty_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        assert db.session.scalar(select(func.count()).select_from(Authority))
        raise KeyboardInterrupt

    monkeypatch.setattr("budgettracker.commands.demo.world.add_evaluator", breaks)
    monkeypatch.setenv("INSTANCE_FOLDER", str(tmp_path))
    assert run({}).exit_code != 0
    with demo_program().app_context():
        assert db.session.scalar(select(func.count()).select_from(Authority)) == 0
        db.session.remove()
        assert not ready()
        db.engine.dispose()
    assert fill is command.fill  # type: ignore[attr-defined]
