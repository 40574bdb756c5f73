"""What waits longer than two working days: every kind that the table of second hands knows, on the page and by the clock."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import DECIDERS, Role
from budgettracker.budgets import actions as budgets
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates.actions import ask_for_deciding_source
from budgettracker.database import db, transaction
from budgettracker.decisions.kinds import LongKind
from budgettracker.decisions.queries.waits_long import waits_long
from budgettracker.decisions.rules import WAITS_AS, roles_for
from budgettracker.families.actions import ask_to_reopen, restrict_family
from budgettracker.families.models import Family
from budgettracker.home.kinds import ClockKind
from budgettracker.home.queries.clock import to_tell
from budgettracker.imports.actions import import_or_wait
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.models import Authority, Person, Team
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import ROWS, Outcome
from budgettracker.spend import actions
from budgettracker.studies import actions as studies
from budgettracker.vouchers.actions import buy_batch
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.worktime.actions import Part, Work, log_time
from tests.factories import world as making
from tests.factories.imports import write_tables
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import TODAY, bought, limit, refunded
from tests.factories.worktime import activity
from tests.factories.world import NOON, World

WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
THIRD_DAY, FOURTH_DAY = NOON + timedelta(days=2), NOON + timedelta(days=3)
"""Two working days after the Monday are the level's own; on the third it is shown above."""
PEOPLE = "email,name,roles,team\nnia@example.net,Nia Noor,manager,North team"
WAITS_FOR_NOBODY = {
    Outcome.WITHIN_BAND: "nobody else is asked",
    Outcome.PUT_RIGHT: "nobody else is asked; the week's sample shows it",
    Outcome.NO_RECEIPT: "excusing a receipt is the second hand's own deed; what lacks one has a list of its own",
}
OF_FAMILIES = {
    *(LongKind.REQUEST, LongKind.REVIEW, LongKind.LIMIT, LongKind.OPENING, LongKind.PROPOSAL, LongKind.TICK),
    *(LongKind.OWN_MONEY, LongKind.HIDING),
}
OF_CONFIRMATIONS = {LongKind.EXPENSES, LongKind.FAMILY, LongKind.RIGHTS, LongKind.SETTINGS, LongKind.STOCK}


def mine(world: World) -> Family:
    return db.session.get_one(Family, world.family_id)


def opening(world: World) -> None:
    """Two changes of one limit, imported before the authority was live: one thing that waits."""
    scheme = db.session.get_one(Scheme, world.scheme.id)
    made = making.family(world.team, "WM-091", "Rowan", None, scheme)
    named: dict[str, Any] = {"proposed_by": world.alice, "approved_by": world.sam, "approved_on": TODAY, "at": NOON}
    for pence in (900_00, 950_00):
        record_past_limit(world.fiona, made, scheme, pence, "Before", **named)


def materials(world: World) -> None:
    kind = activity(world.authority, "Call or meeting with the family")
    work = Work(TODAY, kind.id, (Part(world.family_id),), 60, expenses_pence=18_00, session_reference="S1", places=4)
    log_time(world.alice, world.alice, work, **WHEN)


def closed(world: World) -> None:
    made = making.family(world.team, "WM-092", "Linden", None, db.session.get_one(Scheme, world.scheme.id))
    making.ended(made, TODAY)
    ask_to_reopen(world.alice, made, "The work goes on", **WHEN)


def evaluator(world: World) -> None:
    study = studies.add_study(world.eve, "Pilot", starts_on=TODAY, ends_on=TODAY + timedelta(days=99), at=NOON)
    studies.join_study(world.sam, study, db.session.get_one(Authority, world.authority.id), "A", "Agreed", **WHEN)
    erin = making.person(None, "Erin East", Role.EVALUATOR)
    until = TODAY + timedelta(days=90)
    studies.name_evaluator(world.eve, study, erin.email, starts_on=TODAY, ends_on=until, **WHEN)


def batch(world: World) -> None:
    mary, team = db.session.get_one(Person, world.mary.id), db.session.get_one(Team, world.team.id)
    bought_now: dict[str, Any] = {"value_pence": 20_00, "paid_pence": 40_00, "bought_on": TODAY, **WHEN}
    buy_batch(mary, team, VoucherKind.SHOP_VOUCHER, ["A-1", "A-2"], shop="A shop", **bought_now)


def imported(world: World, tmp_path: Path) -> None:
    folder = read_folder(write_tables(tmp_path / "in", people=PEOPLE))
    kept = tmp_path / "kept"
    import_or_wait(world.fiona, folder, "Westmoor", "3" * 64, kept, keep_good=False, **WHEN)


def everything(world: World, tmp_path: Path) -> dict[LongKind, Callable[[], object]]:
    """How one thing of each kind begins to wait, in an authority that is live."""
    authority = db.session.get_one(Authority, world.authority.id)
    return {
        LongKind.REQUEST: lambda: bought(world.alice, world.family, 600_00),
        LongKind.REVIEW: lambda: bought(world.alice, world.family, 700_00, already_paid=True),
        LongKind.LIMIT: lambda: budgets.propose_limit(
            world.alice, mine(world), db.session.get_one(Scheme, world.scheme.id), 7_000_00, "More", **WHEN
        ),
        LongKind.PROPOSAL: lambda: actions.refund_spend(
            world.alice, bought(world.alice, world.family, 90_00), 10_00, TODAY, **WHEN
        ),
        LongKind.TICK: lambda: refunded(world.alice, bought(world.alice, world.family, 20_00), 2_00),
        LongKind.OWN_MONEY: lambda: bought(world.alice, world.family, 30_00, payment_method="own_money"),
        LongKind.EXPENSES: lambda: materials(world),
        LongKind.OPENING: lambda: None,
        LongKind.HIDING: lambda: actions.hide_words(
            world.alice, bought(world.alice, world.family, 25_00), "Wrong family", at=NOON
        ),
        LongKind.FAMILY: lambda: closed(world),
        LongKind.RIGHTS: lambda: change_access(
            world.adam, db.session.get_one(Person, world.bob.id), roles=[Role.MANAGER], starts_on=TODAY, **WHEN
        ),
        LongKind.SETTINGS: lambda: ask_for_deciding_source(
            world.fiona, authority, DecidingBy.SCHEME, starts_on=TODAY, **WHEN
        ),
        LongKind.STOCK: lambda: batch(world),
        LongKind.STUDY: lambda: evaluator(world),
        LongKind.IMPORT: lambda: imported(world, tmp_path),
    }


def test_every_row_of_the_table_waits_as_something_that_is_listed() -> None:
    assert set(WAITS_AS) == set(ROWS), "a new row says as what it waits"
    assert {outcome for outcome, kinds in WAITS_AS.items() if not kinds} == set(WAITS_FOR_NOBODY)
    assert {kind for kinds in WAITS_AS.values() for kind in kinds} == set(LongKind)
    assert roles_for(LongKind.REVIEW) == DECIDERS
    assert len({kind.words for kind in LongKind}) == len(LongKind)


@pytest.fixture
def waiting(app: Flask, world: World, tmp_path: Path) -> World:
    """One thing of each kind waits since Monday noon."""
    at(app, NOON)
    with transaction():
        opening(world)
    go_live(world)
    limit(world, 6_000_00)
    ways = everything(world, tmp_path)
    assert set(ways) == set(LongKind), "each kind is begun"
    for begin in ways.values():
        with transaction():
            begin()
    return world


def test_each_kind_is_on_the_page_of_the_level_above_and_told_by_the_clock(app: Flask, waiting: World) -> None:
    world = waiting
    assert waits_long(world.sam, THIRD_DAY.date()) == []
    assert {kind for _, kind, _ in to_tell(world.authority.id, THIRD_DAY.date())} == {ClockKind.IMPORTS_WAIT}
    on = FOURTH_DAY.date()
    lines = waits_long(world.sam, on)
    assert sorted((line.kind, line.count) for line in lines) == sorted((kind, 1) for kind in LongKind)
    assert {line.kind: line.people for line in lines if line.kind not in OF_FAMILIES} == {
        LongKind.EXPENSES: ("Mary Moss (manager)", "Sam Stone (senior manager)"),
        LongKind.FAMILY: ("Mary Moss (manager)", "Sam Stone (senior manager)"),
        LongKind.RIGHTS: ("Sam Stone (senior manager)",),
        LongKind.SETTINGS: ("Sam Stone (senior manager)",),
        LongKind.STOCK: ("Fiona Field (finance)", "Sam Stone (senior manager)"),
        LongKind.STUDY: ("Sam Stone (senior manager)",),
        LongKind.IMPORT: ("Adam Able (administrator)",),
    }
    (imports,) = (line for line in lines if line.kind is LongKind.OPENING)
    assert imports.people == ("Sam Stone (senior manager)",)
    hers = {line.kind for line in waits_long(world.mary, on)}
    assert hers == {*OF_FAMILIES, LongKind.EXPENSES, LongKind.FAMILY}
    at(app, FOURTH_DAY)
    sam = browser(app, world.sam)
    listed = sam.get("/decisions").text
    assert f"{len(LongKind)} things have waited longer" in listed
    assert "1 evaluator of a study waits for your agreement. The oldest: waits since" in listed
    assert "evaluator" not in browser(app, world.mary).get("/decisions").text
    page = sam.get("/decisions/long")
    for kind in LongKind:
        assert kind.words in page.text, kind
    for address in ("/limits/opening", "/decisions/to-tick", "/hidden", "/studies/agreements"):
        assert f'href="{address}"' in page.html, address
    assert page.html.count('href="/imports/waiting"') == 1, "in the navigation alone: roles are an administrator's"
    notices = to_tell(world.authority.id, on)
    team = world.team.id
    assert notices[world.sam.id, ClockKind.DECISIONS_WAIT, team] == len(OF_FAMILIES)
    assert notices[world.mary.id, ClockKind.DECISIONS_WAIT, team] == len(OF_FAMILIES) - 1, "all but the opening balance"
    assert notices[world.sam.id, ClockKind.CONFIRMATIONS_WAIT, None] == len(OF_CONFIRMATIONS)
    assert notices[world.sam.id, ClockKind.EVALUATORS_WAIT, None] == 1
    assert notices[world.adam.id, ClockKind.IMPORTS_WAIT, None] == 1


def test_what_nobody_can_confirm_is_told_to_administrators_and_restricted_families_to_nobody(
    app: Flask, waiting: World
) -> None:
    world, on = waiting, FOURTH_DAY.date()
    with transaction():
        for each in db.session.query(Family).filter(Family.team_id == world.team.id):
            if not each.closed_on:
                restrict_family(world.mary, each, [world.mary], "Known here", **WHEN)
    kinds = {line.kind for line in waits_long(world.sam, on)}
    assert kinds.isdisjoint(OF_FAMILIES), "who is not named reads no count of them"
    assert not any(kind is ClockKind.DECISIONS_WAIT for _, kind, _ in to_tell(world.authority.id, on))
    assert {line.kind for line in waits_long(world.mary, on)} >= OF_FAMILIES
    with transaction():
        south = db.session.get_one(Team, world.other_team.id)
        (answer,) = db.session.query(Confirmation).filter_by(kind="reopening")
        confirm(world.mary, answer, **WHEN)
        making.person(db.session.get_one(Authority, world.authority.id), "Mona Mills", Role.MANAGER, teams=(south,))
    suspend_all(world.sam)
    notices = to_tell(world.authority.id, on)
    assert notices[world.adam.id, ClockKind.NOBODY_CAN, None] == 2, (
        "a role and a setting, since no senior manager is left"
    )
    at(app, FOURTH_DAY)
    assert "Nobody" in browser(app, world.adam).get("/confirmations").text


def test_what_work_for_a_restricted_family_cost_waits_for_who_is_named_alone(app: Flask, world: World) -> None:
    """A senior manager's page of what waits says no number more for it."""
    at(app, NOON)
    go_live(world)
    on = FOURTH_DAY.date()
    with transaction():
        visit = activity(world.authority, "Call or meeting with the family")
        restrict_family(world.alice, db.session.merge(world.family), [world.mary], "Known here", **WHEN)
        dear = Work(TODAY, visit.id, (Part(world.family_id),), 30, expenses_pence=80_00)
        log_time(world.alice, world.alice, dear, **WHEN)
    assert waits_long(world.sam, on) == []
    at(app, FOURTH_DAY)
    assert "waited longer" not in browser(app, world.sam).get("/decisions").text
    assert {line.kind for line in waits_long(world.mary, on)} == {LongKind.EXPENSES}
