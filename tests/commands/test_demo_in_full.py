"""The demo's six months as a newcomer gets them: every thing that the program can show has happened to somebody."""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from budgettracker.access import Permission, Role, permissions_of
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import LimitChange
from budgettracker.commands import main
from budgettracker.commands.books import faults
from budgettracker.commands.demo.calendar import bank_holidays, is_working, next_working, or_friday
from budgettracker.commands.demo.database import demo_program
from budgettracker.costing.rates.models import PostCost
from budgettracker.database import db
from budgettracker.exports.kinds import BuildState
from budgettracker.exports.models import Workbook
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family, FamilyDetails
from budgettracker.people.models import Authority, Person
from budgettracker.questions.models import Question
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import Review, Route, SpendKind, SpendState
from budgettracker.spend.models import Receipt, Refund, Spend
from budgettracker.studies.models import StudyAuthority
from budgettracker.web import today
from budgettracker.worktime.kinds import ActivityClass, ForWhom
from budgettracker.worktime.models import Activity, MonthClosing, WorkEntry, WorkShare

# By day tests/commands/test_demo.py makes a shorter one with the same parts.
pytestmark = pytest.mark.nightly


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole demo, made once by its command."""
    folder = str(tmp_path_factory.mktemp("full"))
    environ = {"APP_ENV": "testing", "INSTANCE_FOLDER": folder}
    result = CliRunner().invoke(main, ["demo", "--no-serve"], env=environ)
    assert result.exit_code == 0, (result.output, result.exception)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        app = demo_program()
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def spends(authority: str | None = None, kind: SpendKind = SpendKind.DEVOLVED) -> list[Spend]:
    query = select(Spend).join(Authority, Authority.id == Spend.authority_id).where(Spend.kind == kind)
    return list(db.session.scalars(query.where(Authority.name == authority) if authority else query))


def test_the_books_agree_and_the_studys_workbook_proved_itself(full: Flask) -> None:
    assert faults() == []
    workbook = db.session.scalars(select(Workbook)).one()
    assert (workbook.state, workbook.message, workbook.run_id is not None) == (BuildState.READY, "", True)
    modes = set(db.session.scalars(select(StudyAuthority.mode)))
    assert modes == {"A", "B"}


def test_six_months_of_purchases_look_like_the_published_ones(full: Flask) -> None:
    paid = sorted(spend.paid_pence or 0 for spend in spends("Saltmere") if spend.state == SpendState.BOUGHT)
    assert (paid[0], paid[-1]) == (9_40, 1_800_00)
    assert 90_00 <= statistics.median(paid) <= 136_00, "the published median is £113"
    assert len(paid) >= 50
    days = {spend.bought_on for spend in spends() if spend.bought_on is not None}
    assert max(days) - min(days) >= timedelta(days=150)
    kinds = {name.partition(":")[0] for name in db.session.scalars(select(Category.name).join(Spend))}
    assert kinds == {"Practical", "Therapeutic", "Relationships"}
    wordless = [spend for spend in spends() if not (spend.details.bought_what and spend.details.purpose)]
    assert [spend.state for spend in wordless] == [SpendState.BOUGHT], "the words of one purchase are hidden"


def test_there_are_requests_in_every_state_and_for_every_reason(full: Flask) -> None:
    result = spends()
    assert {spend.state for spend in result} == set(SpendState)
    assert {spend.route for spend in result} == set(Route)
    bought = [spend for spend in result if spend.state == SpendState.BOUGHT]
    assert any(spend.decided_by_id for spend in bought)
    assert any(spend.decided_by_id is None for spend in bought)
    declined = [spend for spend in result if spend.state == SpendState.DECLINED]
    assert declined
    assert all(spend.details.decision_reason for spend in declined)
    assert all(spend.details.reversal_reason for spend in result if spend.state == SpendState.REVERSED)
    held = [spend for spend in result if spend.state == SpendState.APPROVED and spend.hold_expires_on is not None]
    assert any(spend.hold_expires_on < today() for spend in held if spend.hold_expires_on), "one hold has run out"
    assert any(spend.hold_expires_on >= today() for spend in held if spend.hold_expires_on)
    assert any(spend.over_pence and spend.review == Review.OPEN for spend in bought), "over the limit, to be decided"
    emergencies = [spend for spend in bought if spend.review == Review.ACCEPTED and not spend.over_pence]
    assert emergencies, "bought first, agreed afterwards"
    assert all(spend.details.review_reason for spend in emergencies)
    rows = db.session.scalars(select(Question)).all()
    assert {question.answered_at is None for question in rows} == {True, False}, "one question waits for its answer"
    assert any(spend.regular and spend.regular_until for spend in result)


def test_money_came_back_in_part_in_full_and_by_reversal(full: Flask) -> None:
    back: dict[bool, list[tuple[int, int]]] = defaultdict(list)
    for refund, paid in db.session.execute(select(Refund, Spend.paid_pence).join(Spend, Spend.id == Refund.spend_id)):
        back[refund.reversal].append((refund.amount_pence, paid))
    assert any(amount == paid for amount, paid in back[False])
    assert any(amount < paid for amount, paid in back[False])
    assert back[True]


def test_receipts_are_real_files_of_three_kinds_and_some_are_missing(full: Flask) -> None:
    begins = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG"}
    kinds: Counter[str] = Counter()
    for receipt in db.session.scalars(select(Receipt)):
        content = (Path(full.config["RECEIPTS_FOLDER"]) / receipt.file_name).read_bytes()
        assert content.startswith(begins[receipt.media_type])
        assert len(content) == receipt.bytes < 30_000
        kinds[receipt.media_type] += 1
    assert set(kinds) == set(begins)
    assert min(kinds.values()) >= 20
    with_one = set(db.session.scalars(select(Receipt.spend_id)))
    missing = [each for each in spends() if each.state == SpendState.BOUGHT and each.id not in with_one]
    assert 5 <= len(missing) <= 40


def test_families_of_both_arms_with_children_some_closed_and_a_child_left(full: Flask) -> None:
    families = db.session.scalars(select(Family)).all()
    assert Counter(family.arm for family in families) == {Arm.BUDGET: 40 + 2, Arm.COMPARISON: 6 + 5, None: 3}
    of_the_draw = {family.details.name: family.arm for family in families if family.reference.startswith("WM-L")}
    assert of_the_draw == {"Arkwright": Arm.COMPARISON, "Bello": Arm.COMPARISON, "Cisse": None, "Dacre": None}
    assert {family.id for family in families} == set(db.session.scalars(select(Child.family_id)))
    assert {family.arm for family in (spend.family for spend in spends(kind=SpendKind.OTHER_HELP))} == set(Arm)
    closed = [family for family in families if family.closed_on]
    assert len(closed) >= 3
    assert all(family.end_reason for family in closed)
    assert db.session.scalar(select(func.count()).where(Child.in_scope.is_(False), Child.reference == "C1")), (
        "a child left"
    )
    names = db.session.scalars(select(FamilyDetails.name)).all()
    assert len(names) == len(set(names)) == 56
    assert all(re.fullmatch(r"[A-Z][a-z]+(-[A-Z][a-z]+)?", name) for name in names), "a family's name, and no number"
    assert {"Okafor", "Hussain", "Sutcliffe", "Nowak", "Begum", "Pemberton"} <= set(names)


def test_limits_were_set_raised_lowered_declined_and_one_waits(full: Flask) -> None:
    changes = db.session.scalars(select(LimitChange)).all()
    approved = [change for change in changes if change.state == LimitState.APPROVED]
    assert any(change.from_pence == 0 for change in approved)
    assert any(0 < change.from_pence < change.to_pence for change in approved)
    assert any(change.from_pence > change.to_pence for change in approved)
    assert any(change.cohort_id for change in changes)
    assert {LimitState.REQUESTED, LimitState.DECLINED} <= {change.state for change in changes}


def test_time_is_for_families_for_others_and_for_nobody_with_all_that_happens_to_it(full: Flask) -> None:
    entries = db.session.scalars(select(WorkEntry)).all()
    assert {entry.for_whom for entry in entries} == set(ForWhom)
    for kind in ("contact_minutes", "preparation_minutes", "travel_minutes"):
        assert any(getattr(entry, kind) for entry in entries), kind
    assert any(entry.withdrawn_at for entry in entries)
    assert any(entry.version > 1 for entry in entries)
    classes = set(db.session.scalars(select(Activity.activity_class).join(WorkEntry)))
    assert classes == set(ActivityClass)
    sessions = defaultdict(set)
    for entry in entries:
        if entry.session_reference:
            sessions[entry.session_reference].add(entry.person_id)
    assert len(sessions) >= 6
    assert all(len(leaders) == 2 for leaders in sessions.values())
    visits: dict[object, set[object]] = defaultdict(set)
    rows = select(WorkEntry, WorkShare.family_id).join(WorkShare).where(WorkEntry.session_reference.is_(None))
    for entry, family_id in db.session.execute(rows):
        if family_id and entry.contact_minutes:
            visits[(family_id, entry.worked_on, entry.activity_id, entry.contact_minutes)].add(entry.person_id)
    assert sum(len(people) == 2 for people in visits.values()) >= 6, "a joint visit each month"
    closings = db.session.scalars(select(MonthClosing)).all()
    assert any(closing.reopened_reason for closing in closings)
    assert any(closing.reopened_at is None for closing in closings)


def test_weeks_look_real(full: Flask) -> None:
    """Working days only, about 37 hours where all time is logged, a week of leave, and evenings for groups."""
    minutes: dict[tuple[str, tuple[int, int]], int] = defaultdict(int)
    days: dict[str, set[date]] = defaultdict(set)
    query = select(WorkEntry, Person.name).join(WorkEntry.person).where(WorkEntry.withdrawn_at.is_(None))
    for entry, name in db.session.execute(query):
        assert is_working(entry.worked_on), entry.worked_on
        week = entry.worked_on.isocalendar()
        minutes[name, (week.year, week.week)] += entry.minutes
        days[name].add(entry.worked_on)
    whole = {name for name, _ in minutes} & {"Amina Yusuf", "Ben Carter", "Maureen Okoro"}
    assert len(whole) == 3
    for name in whole:
        weeks = [each for (whose, _), each in minutes.items() if whose == name]
        assert 36 * 60 <= statistics.median(weeks) <= 39 * 60, name
        assert max(weeks) <= 44 * 60
        working = [day for day in _between(min(days[name]), max(days[name])) if is_working(day)]
        assert 5 <= len([day for day in working if day not in days[name]]) <= 25, "leave"


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_managers_hold_a_post_and_log_time(full: Flask) -> None:
    managers = [each for each in db.session.scalars(select(Person)) if Role.MANAGER in each.roles_on(today())]
    assert len(managers) == 3
    costed = set(db.session.scalars(select(PostCost.post_id)))
    for manager in managers:
        assert Permission.LOG_TIME in permissions_of(manager.roles_on(today()))
        post = manager.post_on(today())
        assert post is not None
        assert post.id in costed
        assert db.session.scalar(select(func.count()).where(WorkEntry.person_id == manager.id))


def test_bank_holidays_are_those_of_england_and_wales() -> None:
    """As published for these years, moved days included."""
    assert sorted(f"{day:%d %b}" for day in bank_holidays(2026)) == sorted(
        ["01 Jan", "03 Apr", "06 Apr", "04 May", "25 May", "31 Aug", "25 Dec", "28 Dec"]
    )
    assert {date(2022, 1, 3), date(2022, 12, 26), date(2022, 12, 27)} <= bank_holidays(2022)
    assert {date(2027, 3, 26), date(2027, 3, 29), date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)
    assert next_working(date(2026, 12, 25)) == date(2026, 12, 29)
    assert or_friday(date(2026, 4, 6)) == date(2026, 4, 2)
