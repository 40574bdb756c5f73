"""Two worlds that differ in one thing: a family's purchases were shares of receipts, or were its own from the start.

The same people decide about them in both; then the family that had the other shares is restricted. From then on nobody
who is not named for it reads one byte in one world that they do not read in the other, what waits and what was decided
before included.
"""

import contextvars
import os
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.books import faults as money_faults
from tests.factories import world as make
from tests.factories.families import TODAY, WHEN
from tests.factories.second_hands import at, browser, go_live
from tests.factories.walks import differences, plain
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
OF_FAMILY = ("/families/{}", "/history/families/{}", "/families/{}/statements/items")
OF_PURCHASE = (
    "/spend/{}",
    "/spend/{}/record",
    "/history/spend/{}",
    *(("/spend/{}/decide", "/spend/{}/review") if NIGHTLY else ()),
)
ID = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|(?<=name="version" value=")[0-9a-f]{16}')
SAME = {"id", "family_id", "period_id"}


class Told:
    """Purchases of one family, told as shares of receipts or as its own, the other family's part beside them."""

    def __init__(self, world: World, nina: Person, *, shared: bool) -> None:
        self.world, self.shared = world, shared
        self.nina, self.sam, self.mary = nina, db.session.merge(world.sam), db.session.merge(world.mary)
        names = ("WM-0701", "WM-0702")
        self.mine, self.other = (make.family(world.team, name, "Birch", world.alice, world.scheme) for name in names)
        for each in (self.mine, self.other):
            approve_limit(self.mary, propose_limit(world.alice, each, world.scheme, 10_000_00, "Start", **WHEN), **WHEN)
        give_cover(self.sam, self.sam, nina, TODAY, TODAY, **WHEN)

    def buy(self, own: int, rest: int, *, paid: bool = False, ask: bool = False, method: str = "invoice") -> Spend:
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
            shares = [Share(self.mine, own), Share(self.other, rest)]
            return actions.log_shared(self.world.alice, shares, told(own + rest), **WHEN)[0]
        ask_manager = ask and not (self.shared and not rest)
        mine = actions.log_spend(self.world.alice, self.mine, told(own, ask_manager=ask_manager), **WHEN)
        if rest:
            waits = own + rest > 500_00
            actions.log_spend(self.world.alice, self.other, told(rest, ask_manager=waits), **WHEN)
        return mine

    def approve(self, by: Person, spend: Spend, paid: int = 0) -> None:
        actions.approve_spend(by, spend, "Right", **WHEN)
        if paid:
            actions.record_purchase(self.world.alice, spend, paid, TODAY, **WHEN)

    def everything(self) -> None:
        """One of all that waits, and of all that was decided: within the worker's own band, and within a manager's."""
        for own in (100_00, 101_00):
            self.buy(own, 380_00)
        self.buy(51_00, 0, ask=True)  # The receipts count whole in the running total of what is no share.
        self.buy(600_00, 1_401_00)
        self.approve(self.sam, self.buy(610_00, 1_391_00), 700_00)
        self.approve(self.nina, self.buy(620_00, 1_381_00, method="own_money"), 590_00)
        actions.decline_spend(self.nina, self.buy(1_500_00, 501_00), "No", **WHEN)
        gone = self.buy(800_00, 1_201_00, paid=True)
        actions.review_spend(self.nina, gone, accept=True, reason="Right", **WHEN)
        self.buy(640_00, 100_00, paid=True)
        self.buy(40_00, 1_961_00, ask=True)
        self.approve(self.sam, self.buy(41_00, 471_00, ask=True), 41_00)
        self.buy(30_00, 471_00, paid=True, ask=True)
        small = self.buy(31_00, 471_00, paid=True, ask=True)
        actions.review_spend(self.nina, small, accept=True, reason="Right", **WHEN)
        own_money = db.session.scalars(select(Spend).filter_by(family_id=self.mine.id, paid_pence=590_00)).one()
        actions.decide_reimbursement(self.nina, own_money, confirm=True, **WHEN)


def read_by(reader: Person, app: Flask, told: Told) -> dict[str, bytes | str]:
    """By address, without ids, what one reader gets: what every purchase has of its own, and what lists and files say."""
    ids = db.session.scalars(select(Spend.id).filter_by(family_id=told.mine.id).order_by(Spend.planned_pence)).all()
    own = [page.format(each) for each in ids for page in OF_PURCHASE]
    of_family = [page.format(told.mine.id) for page in OF_FAMILY]
    client = browser(app, reader)
    answers: dict[str, bytes | str] = {}
    for address in (*LISTS, *of_family, *own):
        db.session.rollback()
        answer = contextvars.Context().run(client.flask.get, address)
        answers[f"{len(answers)} {ID.sub('-', address)}"] = ID.sub("-", plain(answer.get_data(as_text=True)))
    return answers


def purchases(family: Family) -> list[dict[str, object]]:
    """The rows of a family's purchases, as every sheet and file reads them."""
    columns = {"route" if each.name == "came" else each.name for each in Spend.__table__.columns} - SAME
    rows = db.session.scalars(select(Spend).filter_by(family_id=family.id).order_by(Spend.planned_pence))
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
            told = Told(world, db.session.merge(nina), shared=shared)
            told.everything()
            actions.restrict_parted_family(world.alice, told.other, [told.mary], "Known here", **WHEN)
        assert (faults(), money_faults()) == ([], [])
        rows = purchases(told.mine)
        read = {name: read_by(each, app, told) for name, each in people.items()}
        worlds.append((rows, read))
    (rows, read), (others, others_read) = worlds
    assert rows == others
    for name, answers in read.items():
        assert sum("Canary" in str(answer) for answer in answers.values()) > 20 or name == "Fiona Field", "it is there"
        assert differences(answers, others_read[name]) == {}, name
