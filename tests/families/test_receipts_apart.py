"""Two worlds that differ in one thing: a family's purchases were shares of receipts, or were its own from the start.

The same people decide about them in both; then the family that had the other shares is restricted. From then on nobody
who is not named for it reads one byte in one world that they do not read in the other, what waits and what was decided
before included.
"""

import contextvars
import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.database import db, transaction
from budgettracker.exports.actions.ask_workbook import ask_workbook
from budgettracker.families.models import Family
from budgettracker.home.queries.clock import to_tell
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.ledger.weekly.actions import make_weekly_file, set_account_code
from budgettracker.ledger.weekly.kinds import CodeUse, WeeklyKind
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries.books import faults as money_faults
from budgettracker.studies.actions import add_study, join_study
from tests.factories import world as make
from tests.factories.exports import build, file_of
from tests.factories.families import TODAY, WHEN
from tests.factories.second_hands import at, browser, go_live
from tests.factories.spend import corrected, picture
from tests.factories.walks import differences, plain
from tests.factories.workbooks import texts
from tests.factories.world import NOON, World

NIGHTLY = bool(os.environ.get("NIGHTLY"))
LISTS = (
    "/",
    "/families",
    "/team",
    "/decisions",
    "/orders",
    *(("/ledger", "/hidden", "/confirmations") if NIGHTLY else ()),
)
OF_FAMILY = (
    *("/families/{}", "/families/{}/statements/items"),
    *(f"/history/family/{{}}?page={number}" for number in range(1, 5)),
)
"""The history of a family tells every line of its purchases."""
OF_PURCHASE = (
    *("/spend/{}", "/spend/{}/record"),
    *(("/history/spend/{}", "/spend/{}/decide", "/spend/{}/review") if NIGHTLY else ()),
)
ID = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|(?<=name="version" value=")[0-9a-f]{16}|\bS-[A-Z]{6}\b')
SAME = {"id", "reference", "family_id", "period_id", "corrects_id"}
PSEUDONYM = re.compile(r"\b[A-Z][A-Z2-7]{10,}\b")
SHEETS = ("Spend", "Devolution", "Budgets", "Families", "Family_costs", "Missing")
LATER = TODAY + timedelta(days=20)
"""By then all that waits has waited too long."""


class Told:
    """Purchases of one family, told as shares of receipts or as its own, the other families' parts beside them."""

    def __init__(self, world: World, nina: Person, *, shared: bool) -> None:
        self.world, self.shared = world, shared
        self.nina, self.sam, self.mary = nina, db.session.merge(world.sam), db.session.merge(world.mary)
        names = ("WM-0701", "WM-0702", "WM-0703")
        made = [make.family(world.team, name, "Birch", world.alice, world.scheme) for name in names]
        self.mine, self.other, self.third = made
        for each in made:
            approve_limit(
                self.sam, propose_limit(world.alice, each, world.scheme, 60_000_00, "Start", **WHEN), "Right", **WHEN
            )
        give_cover(self.sam, self.sam, nina, TODAY, TODAY, **WHEN)

    def buy(
        self, own: int, rest: int, third: int = 0, *, paid: bool = False, ask: bool = False, method: str = "invoice"
    ) -> Spend:
        """One purchase; `ask`: by itself a manager has to be asked for it to wait."""

        def told(pence: int, *, ask_manager: bool = False) -> Purchase:
            return Purchase(
                amount_pence=pence,
                bought_what=f"Canary {own}",
                bought_on=TODAY,
                payment_method=method,
                already_paid=paid,
                ask_manager=ask_manager,
            )

        if self.shared and rest:
            parts = ((self.mine, own), (self.other, rest), (self.third, third))
            shares = [Share(family, pence) for family, pence in parts if pence]
            return actions.log_shared(self.world.alice, shares, told(own + rest + third), **WHEN)[0]
        ask_manager = ask and not (self.shared and not rest)
        mine = actions.log_spend(self.world.alice, self.mine, told(own, ask_manager=ask_manager), **WHEN)
        for family, pence in ((self.other, rest), (self.third, third)):
            if pence:
                waits = own + rest + third > 500_00
                actions.log_spend(self.world.alice, family, told(pence, ask_manager=waits), **WHEN)
        return mine

    def approve(self, by: Person, spend: Spend, paid: int = 0) -> Spend:
        """Somebody approves it, and alice buys it; by itself a manager has to be asked for a price within the margin to wait."""
        actions.approve_spend(by, spend, "Right", **WHEN)
        if paid:
            asks = not self.shared
            actions.record_purchase(self.world.alice, spend, paid, TODAY, ask_manager=asks, **WHEN)
        return spend

    def mend(self, spend: Spend, agreed_by: Person | None = None, pence: int = 0) -> None:
        """Alice puts a price right, or takes it all out; by itself a manager has to be asked for that to wait."""
        asks = not self.shared
        proposal = (
            corrected(self.world.alice, spend, amount_pence=pence, ask_manager=asks)
            if pence
            else actions.reverse_spend(self.world.alice, spend, "Typed twice", ask_manager=asks, **WHEN)
        )
        assert isinstance(proposal, SpendProposal)
        if agreed_by is not None:
            actions.decide_proposal(agreed_by, proposal, agree=True, reason="", **WHEN)

    def everything(self) -> None:
        """One of all that waits, and of all that was decided: within the worker's own band, and within a manager's."""
        self.mended()
        self.buy(51_00, 0, ask=True)  # The receipts count whole in the running total of what is no share.
        self.buy(600_00, 800_00, 601_00)
        self.approve(self.sam, self.buy(610_00, 1_391_00), 700_00)
        self.approve(self.nina, self.buy(620_00, 800_00, 581_00, method="own_money"), 590_00)
        actions.decline_spend(self.nina, self.buy(1_500_00, 401_00, 100_00), "No", **WHEN)
        gone = self.buy(800_00, 1_201_00, paid=True)
        actions.review_spend(self.nina, gone, accept=True, reason="Right", **WHEN)
        self.buy(640_00, 60_00, 40_00, paid=True)
        self.buy(40_00, 1_961_00, ask=True)
        self.approve(self.sam, self.buy(41_00, 400_00, 71_00, ask=True), 41_00)
        self.buy(30_00, 471_00, paid=True, ask=True)
        small = self.buy(31_00, 449_00, 22_00, paid=True, ask=True)
        actions.review_spend(self.nina, small, accept=True, reason="Right", **WHEN)
        own_money = db.session.scalars(select(Spend).filter_by(family_id=self.mine.id, paid_pence=590_00)).one()
        actions.decide_reimbursement(self.nina, own_money, confirm=True, **WHEN)
        self.dearer()

    def mended(self) -> None:
        """What alice could correct or reverse alone were it no share, and a manager agrees to or is still to look at."""
        waits, agreed = (self.buy(own, 380_00) for own in (100_00, 101_00))
        out, taken_out = (self.buy(own, 2_00, 1_00) for own in (5_00, 6_00))
        self.mend(waits, pence=99_00)
        self.mend(agreed, self.nina, 102_00)
        self.mend(out)
        self.mend(taken_out, self.nina)

    def dearer(self) -> None:
        """Prices within the margin that wait or had a decision, and one that was put right to such a price."""
        self.approve(self.sam, self.buy(42_00, 471_00, ask=True), 43_00)
        dearer = self.approve(self.nina, self.buy(606_00, 1_395_00), 616_00)
        actions.review_spend(self.sam, dearer, accept=True, reason="Right", **WHEN)
        cheaper = self.approve(self.nina, self.buy(607_00, 1_394_00), 601_00)
        self.mend(cheaper, self.nina, 617_00)
        for own, agreed_by in ((33_00, None), (34_00, self.nina)):
            self.mend(self.buy(own, 1_968_00, paid=True, ask=True), agreed_by)


def read_by(reader: Person, app: Flask, opened: Told) -> dict[str, bytes | str]:
    """By address, without ids, what one reader gets: what every purchase has of its own, and what lists and files say."""
    ids = db.session.scalars(
        select(Spend.id).filter_by(family_id=opened.mine.id).order_by(Spend.planned_pence, Spend.id)
    ).all()
    own = [page.format(each) for each in ids for page in OF_PURCHASE]
    of_family = [page.format(opened.mine.id) for page in OF_FAMILY]
    client = browser(app, reader)
    answers: dict[str, bytes | str] = {}
    for address in (*LISTS, *of_family, *own):
        db.session.rollback()
        answer = contextvars.Context().run(client.flask.get, address)
        answers[f"{len(answers)} {ID.sub('-', address)}"] = ID.sub("-", plain(answer.get_data(as_text=True)))
    return answers


def handed_over(app: Flask, opened: Told) -> dict[str, bytes | str]:
    """What leaves the pages: how much everybody but those named is told that waits, and the files for finance."""
    named = {opened.world.alice.id, opened.mary.id}
    notices = to_tell(opened.world.authority.id, LATER)
    left: dict[str, bytes | str] = {
        "notices": "\n".join(sorted(f"{key} {many}" for key, many in notices.items() if key[0] not in named))
    }
    with transaction():
        for use in (CodeUse.COST, CodeUse.PAID_BY):
            set_account_code(opened.world.fiona, use, "G-1", date(2026, 4, 1), at=NOON)
        made = {kind: make_weekly_file(opened.world.fiona, kind, **WHEN).id for kind in WeeklyKind}
    fiona = browser(app, opened.world.fiona)
    for kind, file_id in made.items():
        answer = contextvars.Context().run(fiona.flask.get, f"/ledger/weekly/{file_id}/file?as=csv")
        left[kind] = "\n".join(sorted(ID.sub("-", answer.get_data(as_text=True)).splitlines()))
    return left | (workbook_of(app, opened.world) if NIGHTLY else {})


def workbook_of(app: Flask, world: World) -> dict[str, str]:
    """The rows that a study of all the families gets, by sheet, without the names that it gave them."""
    with transaction():
        study = add_study(world.eve, "All", starts_on=date(2026, 6, 1), ends_on=TODAY, profile="internal", at=NOON)
        join_study(world.sam, study, world.authority, "A", "Agreement", **WHEN)
        request = ask_workbook(world.eve, study, **WHEN)
    path = file_of(app, build(app, request, world.eve, NOON))
    return {name: "\n".join(sorted(PSEUDONYM.sub("-", str(row)) for row in texts(path, name))) for name in SHEETS}


def purchases(family: Family) -> list[dict[str, object]]:
    """The rows of a family's purchases, as every sheet and file reads them."""
    columns = {"route" if each.name == "came" else each.name for each in Spend.__table__.columns} - SAME
    rows = db.session.scalars(select(Spend).filter_by(family_id=family.id).order_by(Spend.planned_pence, Spend.id))
    return [{name: getattr(row, name) for name in sorted(columns)} for row in rows]


@pytest.fixture
def nina(app: Flask, world: World) -> Person:
    """A manager of the team who will not be named, and covers for the senior manager."""
    at(app, NOON)
    go_live(world)
    with transaction():
        return make.person(world.authority, "Nina Nash", Role.MANAGER, teams=(world.team,))


@pytest.mark.timeout(1200 if NIGHTLY else 300)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_nothing_tells_that_a_purchase_was_a_share(app: Flask, world: World, nina: Person, tmp_path: Path) -> None:
    people = {
        each.name: each for each in (world.sam, *((world.audrey, world.bob, nina, world.fiona) if NIGHTLY else ()))
    }
    file, begun = Path(str(db.engine.url.database)), tmp_path / "begun.sqlite"
    db.engine.dispose()
    shutil.copy(file, begun)
    worlds = []
    for shared in (True, False):
        db.engine.dispose()
        shutil.copy(begun, file)
        with transaction():
            result = Told(world, db.session.merge(nina), shared=shared)
            result.everything()
            actions.restrict_parted_family(world.alice, result.other, [result.mary], "Known here", **WHEN)
        assert (faults(), money_faults()) == ([], [])
        rows = purchases(result.mine)
        files = handed_over(app, result)
        read = {name: read_by(each, app, result) for name, each in people.items()}
        worlds.append((rows, files, read))
    (rows, files, read), (others, other_files, others_read) = worlds
    differ = [
        (mine["planned_pence"], name, mine[name], theirs[name])
        for mine, theirs in zip(rows, others, strict=True)
        for name in mine
        if mine[name] != theirs[name]
    ]
    assert differ == []
    assert all(len(str(files[name]).splitlines()) > 1 for name in ("notices", WeeklyKind.JOURNAL)), "there is something"
    assert differences(files, other_files) == {}
    for name, answers in read.items():
        assert sum("Canary" in str(answer) for answer in answers.values()) > 20 or name == "Fiona Field", "it is there"
        assert differences(answers, others_read[name]) == {}, name


@pytest.mark.pages
def test_a_picture_that_shows_what_a_restricted_family_got_is_held(app: Flask, world: World, nina: Person) -> None:
    """The shop's total and its other lines are printed there; a file that somebody else sends again tells nothing."""
    folder, safe = Path(app.config["RECEIPTS_FOLDER"]), read_receipt(picture())
    with transaction():
        answer = Told(world, nina, shared=True)
        share = answer.buy(45_00, 30_00)
        other = db.session.scalars(select(Spend).filter_by(family_id=answer.other.id)).one()
        probe = actions.log_spend(
            world.bob, answer.third, Purchase(amount_pence=1_00, bought_what="A pen", bought_on=TODAY), **WHEN
        )
        mine, _ = (actions.add_receipt(world.alice, each, safe, folder, at=NOON) for each in (share, other))
        sent_again = actions.add_receipt(world.bob, probe, safe, folder, at=NOON)
    pages = {each.name: browser(app, each) for each in (world.bob, world.sam, world.audrey, world.alice, world.mary)}
    fiona = browser(app, world.fiona)
    for client in pages.values():
        assert client.get(f"/receipts/{mine.id}").status == 200, "whoever sees both families"
    assert fiona.get(f"/ledger/receipts/{mine.id}").status == 200
    with transaction():
        actions.restrict_parted_family(world.alice, answer.other, [answer.mary], "Known here", **WHEN)
    for name, client in pages.items():
        named = name in (world.alice.name, world.mary.name)
        assert client.get(f"/receipts/{mine.id}").status == (200 if named else 404), name
        assert ("Receipt 1 is held, added" in client.get(f"/spend/{share.id}").text) is not named, name
        assert client.get(f"/receipts/{sent_again.id}").status == 200, name
    assert pages[world.bob.name].get(f"/receipts/{mine.id}/hide").status == 404
    assert fiona.get(f"/ledger/receipts/{mine.id}").status == 404
    assert "Receipt 1 is held, added" in fiona.get(f"/ledger/spend/{share.id}").text
