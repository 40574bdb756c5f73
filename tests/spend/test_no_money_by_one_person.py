"""Every way to each outcome about money: none comes about by one person less than the table of second hands says.

Each way is begun by one person, who then tries to be the second hand too; a colleague of the same level and a level that
is too low try as well, and it does not come about. Then whoever the table names does it, and it does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.queries import period_on, sums_sign
from budgettracker.confirmations import actions as confirmations
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, savepoint, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.imports.actions import import_or_wait, release_import
from budgettracker.imports.tables.read_folder import read_folder
from budgettracker.ledger.queries.rights import faults as right_faults
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.second_hands import OUTCOME, ROWS, Outcome, judged
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.kinds import ProposalState, Reimbursement, Review, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from budgettracker.spend.queries import standing
from budgettracker.spend.queries.books import faults as money_faults
from budgettracker.versions import version_of
from budgettracker.vouchers.actions import buy_batch, count_stock, issue_vouchers
from budgettracker.vouchers.kinds import VoucherKind
from budgettracker.vouchers.queries import faults as stock_faults
from budgettracker.vouchers.queries import in_stock
from budgettracker.vouchers.rules import standing as standing_stock
from budgettracker.worktime.actions import Part, Work, log_time
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import expenses_asked
from tests.conftest import first_on_both
from tests.factories import world as making
from tests.factories.imports import write_tables
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import corrected as put_right
from tests.factories.spend import weekly
from tests.factories.vouchers import in_hand
from tests.factories.worktime import activity
from tests.factories.world import NOON, World, family

TODAY = NOON.date()
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
CALL = "Call or meeting with the family"
MANAGER, SENIOR = Role.MANAGER, Role.SENIOR_MANAGER


@dataclass(frozen=True)
class Way:
    """A way to an outcome: how one person begins it, what the second hand does, whether it came about, and who may."""

    outcome: Outcome
    begin: Callable[["Place", Person], Any]
    finish: Callable[[Person, Any], object]
    came: Callable[[Any], bool]
    needs: Role = MANAGER


@dataclass(frozen=True)
class Place:
    """A family of its own for each way, with a limit, and one without; both led by somebody who takes no part."""

    world: World
    family: Family
    other: Family
    bare: Family

    @property
    def scheme(self) -> Scheme:
        """The families' scheme."""
        return db.session.get_one(Scheme, self.world.scheme.id)


def purchase_of(pence: int, **more: Any) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="A bed", bought_on=TODAY, **more)


def log(place: Place, by: Person, *pence: int, **more: Any) -> Spend:
    """Log purchases one after the other; gives the last."""
    return [actions.log_spend(by, place.family, purchase_of(each, **more), **WHEN) for each in pence][-1]


def helped(place: Place, by: Person, pence: int, **more: Any) -> Spend:
    return actions.log_other_help(by, place.family, purchase_of(pence, **more), **WHEN)


def several(place: Place, by: Person) -> Spend:
    return actions.log_several(by, place.family, [purchase_of(400_00)] * 3, other_help=False, **WHEN)[-1]


def shared(place: Place, by: Person) -> Spend:
    shares = [Share(place.family, 300_00), Share(place.other, 300_00)]
    return actions.log_shared(by, shares, purchase_of(600_00), **WHEN)[0]


def dearer(place: Place, by: Person) -> Spend:
    """Approved by somebody else at £501, recorded at £1,000."""
    spend = log(place, by, 501_00)
    actions.approve_spend(place.world.sam if by.id == place.world.mary.id else place.world.mary, spend, **WHEN)
    return actions.record_purchase(by, spend, 1_000_00, TODAY, **WHEN)


def corrected(place: Place, by: Person) -> Any:
    spend = log(place, by, 100_00)
    return actions.correct_spend(
        *(by, spend, place.family, purchase_of(900_00), SpendKind.DEVOLVED, "Typed wrongly"),
        version=version_of(standing(spend)),
        **WHEN,
    )


def mistaken(place: Place, by: Person) -> Any:
    return actions.reverse_spend(by, log(place, by, 900_00, already_paid=True), "Typed twice", **WHEN)


def excuse(by: Person, spend: Any) -> object:
    return actions.excuse_receipt(by, spend, "The stall gives none", **WHEN)


def came_back(place: Place, by: Person) -> Any:
    return actions.refund_spend(by, log(place, by, 300_00), 50_00, TODAY, **WHEN)


def out_within_the_band(place: Place, by: Person) -> Refund:
    made = actions.reverse_spend(by, log(place, by, 499_00), "Typed twice", **WHEN)
    assert isinstance(made, Refund)
    return made


def a_limit(place: Place, by: Person, pence: int = 900_00) -> LimitChange:
    return budgets.propose_limit(by, place.bare, place.scheme, pence, "Start", **WHEN)


def a_cohort(place: Place, by: Person) -> LimitChange:
    return budgets.propose_limits_for_cohort(by, [place.bare], place.scheme, 900_00, "Start", **WHEN)[0]


def an_opening(place: Place, by: Person) -> LimitChange:
    """Whoever imports it, as before the authority is live."""
    named = {"proposed_by": place.world.bob, "approved_by": place.world.sam}
    return record_past_limit(by, place.bare, place.scheme, 900_00, "Before", **named, approved_on=TODAY, at=NOON)


def confirm_opening(by: Person, change: LimitChange) -> object:
    return budgets.confirm_opening(by, change.period, sums_sign(change.period), **WHEN)


def approve(by: Person, spend: Spend) -> object:
    return actions.approve_spend(by, spend, "Yes", **WHEN)


def accept(by: Person, spend: Spend) -> object:
    return actions.review_spend(by, spend, accept=True, reason="Yes", **WHEN)


def agree(by: Person, proposal: SpendProposal) -> object:
    return actions.decide_proposal(by, proposal, agree=True, reason="Yes", **WHEN)


def tick(by: Person, refund: Refund) -> object:
    return actions.tick_refund(by, db.session.get_one(Spend, refund.spend_id), refund, **WHEN)


def confirm(by: Person, spend: Spend) -> object:
    return actions.decide_reimbursement(by, spend, confirm=True, **WHEN)


def materials(place: Place, by: Person) -> Confirmation:
    kind = activity(place.world.authority, CALL)
    work = Work(TODAY, kind.id, (Part(place.family.id),), 60, expenses_pence=18_00, session_reference="S1", places=4)
    request = expenses_asked(log_time(by, by, work, **WHEN).id)
    assert request is not None
    return request


def confirm_materials(by: Person, request: Confirmation) -> object:
    return confirmations.confirm(by, request, **WHEN)


def decide_limit(by: Person, change: LimitChange) -> object:
    return budgets.approve_limit(by, change, "Yes", **WHEN)


def decide_cohort(by: Person, change: LimitChange) -> object:
    return budgets.decide_limits_of_cohort(by, [change], approve=True, reason="Yes", **WHEN)


def approved(spend: Spend) -> bool:
    return spend.state in (SpendState.APPROVED, SpendState.BOUGHT)


def accepted(spend: Spend) -> bool:
    return spend.review != Review.OPEN and spend.decided_as is not None


def agreed(proposal: SpendProposal) -> bool:
    return proposal.state == ProposalState.AGREED


def limited(change: LimitChange) -> bool:
    period = period_on(change.period.budget.family_id, TODAY)
    return period is not None and period.limit_pence > 0


WAYS: dict[str, Way] = {
    "asked for": Way(Outcome.ABOVE_BAND, lambda place, by: log(place, by, 501_00), approve, approved),
    "in parts": Way(Outcome.ABOVE_BAND, lambda place, by: log(place, by, 400_00, 400_00, 400_00), approve, approved),
    "several at once": Way(Outcome.ABOVE_BAND, several, approve, approved),
    "already paid": Way(
        Outcome.ABOVE_BAND, lambda place, by: log(place, by, 900_00, already_paid=True), accept, accepted
    ),
    "far above": Way(Outcome.ABOVE_BAND, lambda place, by: log(place, by, 2_000_01), approve, approved, SENIOR),
    "far above and already paid": Way(
        Outcome.ABOVE_BAND, lambda place, by: log(place, by, 2_000_01, already_paid=True), accept, accepted, SENIOR
    ),
    "over the cap": Way(
        Outcome.ABOVE_BAND, lambda place, by: log(place, by, 11_000_00, already_paid=True), accept, accepted, SENIOR
    ),
    "dearer than approved": Way(Outcome.PRICE_ABOVE_APPROVED, dearer, accept, accepted),
    "regular payments": Way(
        Outcome.PLAN, lambda place, by: weekly(by, place.family, 10_00, 3, TODAY), approve, approved
    ),
    "regular payments far above": Way(
        Outcome.PLAN, lambda place, by: weekly(by, place.family, 1_000_00, 3, TODAY), approve, approved, SENIOR
    ),
    "shared": Way(Outcome.SHARED, shared, approve, approved),
    "own money": Way(
        Outcome.OWN_POCKET,
        lambda place, by: log(place, by, 40_00, payment_method="own_money"),
        confirm,
        lambda spend: spend.reimbursement == Reimbursement.CONFIRMED,
    ),
    "cash drawn": Way(
        Outcome.OWN_POCKET,
        lambda place, by: log(place, by, 40_00, payment_method="cash"),
        confirm,
        lambda spend: spend.reimbursement == Reimbursement.CONFIRMED,
    ),
    "materials of a session": Way(Outcome.EXPENSES, materials, confirm_materials, lambda row: row.state == "confirmed"),
    "other help": Way(Outcome.OTHER_HELP, lambda place, by: helped(place, by, 501_00), approve, approved),
    "other help already paid": Way(
        Outcome.OTHER_HELP, lambda place, by: helped(place, by, 5_000_01, already_paid=True), accept, accepted, SENIOR
    ),
    "a correction": Way(Outcome.MISTAKE, corrected, agree, agreed),
    "what waits taken out": Way(Outcome.MISTAKE, mistaken, agree, agreed),
    "a mistake ticked": Way(Outcome.MISTAKE, out_within_the_band, tick, lambda refund: refund.ticked_at is not None),
    "no receipt": Way(
        Outcome.NO_RECEIPT,
        lambda place, by: log(place, by, 40_00),
        excuse,
        lambda spend: spend.receipt_excused_at is not None,
    ),
    "a refund without a slip": Way(Outcome.REFUND, came_back, agree, agreed),
    "a limit": Way(Outcome.LIMIT, a_limit, decide_limit, limited),
    "a limit above the cap": Way(
        Outcome.LIMIT, lambda place, by: a_limit(place, by, 10_000_01), decide_limit, limited, SENIOR
    ),
    "an imported limit": Way(
        Outcome.OPENING_BALANCE, an_opening, confirm_opening, lambda change: not change.period.opening_waits, SENIOR
    ),
    "a cohort of one": Way(Outcome.LIMIT, a_cohort, decide_cohort, limited),
}
"""Ways by their names. Each outcome about money that takes two has one at least."""
MONEY = {
    *(Outcome.ABOVE_BAND, Outcome.PRICE_ABOVE_APPROVED, Outcome.SHARED, Outcome.OWN_POCKET, Outcome.OTHER_HELP),
    *(Outcome.PLAN, Outcome.EXPENSES),
    *(Outcome.LIMIT, Outcome.OPENING_BALANCE, Outcome.MISTAKE, Outcome.NO_RECEIPT, Outcome.REFUND),
}


@dataclass(frozen=True)
class StockWay:
    """A way to an outcome about vouchers: who begins it how, who tries to be the second hand, and who is it."""

    outcome: Outcome
    begin: Callable[[World, Person], Confirmation]
    by: str
    tries: tuple[str, ...]
    second: str


def a_count(world: World, by: Person, *gone: str) -> Confirmation:
    stock = [voucher for voucher, _, _ in in_stock(world.team.id, missing=True)]
    there = [each.id for each in stock if each.serial not in gone and not each.missing]
    sign = version_of(standing_stock(stock))
    return count_stock(by, world.team, there, "Not in the safe", version=sign, **WHEN)


def a_count_that_differs(world: World, by: Person) -> Confirmation:
    return a_count(world, by, min(in_hand(world)))


def a_batch(world: World, by: Person) -> Confirmation:
    serials = [f"S{number}" for number in range(100, 103) if f"S{number}" not in in_hand(world)] or ["S200"]
    return buy_batch(
        *(by, world.team, VoucherKind.SHOP_VOUCHER, [f"{by.name[:2]}-{each}" for each in serials]),
        value_pence=50_00,
        paid_pence=50_00 * len(serials),
        shop="Harvest Foods",
        bought_on=TODAY,
        **WHEN,
    )


STOCK_WAYS = (
    StockWay(Outcome.VOUCHERS_BOUGHT, a_batch, "mary", ("mary", "alice", "adam"), "fiona"),
    StockWay(Outcome.VOUCHERS_BOUGHT, a_batch, "sam", ("sam", "mary"), "fiona"),
    StockWay(Outcome.VOUCHERS_BOUGHT, a_batch, "fiona", ("fiona", "mary", "bob"), "sam"),
    StockWay(Outcome.VOUCHERS_COUNTED, a_count, "alice", ("alice", "bob", "adam"), "mary"),
    StockWay(Outcome.VOUCHERS_COUNTED, a_count, "mary", ("mary", "bob"), "fiona"),
    StockWay(Outcome.VOUCHERS_DIFFER, a_count_that_differs, "alice", ("alice", "bob", "mary"), "sam"),
    StockWay(Outcome.VOUCHERS_DIFFER, a_count_that_differs, "fiona", ("fiona", "mary"), "sam"),
)
OF_STOCKS = {Outcome.VOUCHERS_BOUGHT, Outcome.VOUCHERS_COUNTED, Outcome.VOUCHERS_DIFFER}
"""What comes about with vouchers and takes two; those that come back are ticked as a refund is."""


def test_no_way_to_vouchers_comes_about_by_one_person_and_each_by_two(app: Flask, world: World) -> None:
    with transaction():
        for way in STOCK_WAYS:
            before = set(in_hand(world))
            wish = way.begin(world, getattr(world, way.by))
            for name in way.tries:
                with pytest.raises(Refusal), savepoint():
                    confirmations.confirm(getattr(world, name), wish, **WHEN)
                assert (wish.waits, set(in_hand(world))) == (True, before), (way.outcome, name)
            confirmations.confirm(getattr(world, way.second), wish, **WHEN)
            changed = set(in_hand(world)) != before
            assert changed == (way.outcome != Outcome.VOUCHERS_COUNTED), way.outcome
    assert stock_faults() == []
    assert right_faults() == []


def test_no_worker_hands_out_more_than_their_band_at_once_or_in_parts(app: Flask, world: World) -> None:
    with transaction():
        place = place_for(world, 10)
        wish = a_batch(world, world.mary)
        confirmations.confirm(world.sam, wish, **WHEN)
        stock = buy_batch(
            *(world.mary, world.team, VoucherKind.GIFT_CARD, [f"G{number}" for number in range(6)]),
            value_pence=300_00,
            paid_pence=1_800_00,
            shop="Beds",
            bought_on=TODAY,
            **WHEN,
        )
        confirmations.confirm(world.sam, stock, **WHEN)
    cards = [each for serial, each in in_hand(world).items() if serial.startswith("G")]
    with pytest.raises(Refusal, match="need a decision first"), transaction():
        issue_vouchers(world.alice, place.family, cards[:2], purchase_of(0), **WHEN)
    for number, card in enumerate(cards[:3]):
        by = (world.alice, world.bob)[number % 2]
        with transaction():
            issue_vouchers(by, place.family, [card], purchase_of(0), **WHEN)
    with pytest.raises(Refusal, match="need a decision first"), transaction():
        issue_vouchers(world.bob, place.family, cards[3:4], purchase_of(0), **WHEN)
    assert len([serial for serial in in_hand(world) if serial.startswith("G")]) == 3
    assert (faults(), money_faults(), stock_faults()) == ([], [], [])


def test_every_outcome_about_money_that_takes_two_is_walked() -> None:
    of_money = list(Outcome)[: list(Outcome).index(Outcome.REFUND) + 1]
    assert {way.outcome for way in WAYS.values()} == MONEY == set(of_money) - {Outcome.WITHIN_BAND, Outcome.PUT_RIGHT}
    assert {way.outcome for way in STOCK_WAYS} == OF_STOCKS
    of_vouchers = {outcome for outcome in Outcome if outcome.name.startswith("VOUCHERS_")}
    assert of_vouchers - OF_STOCKS == {Outcome.VOUCHERS_BACK}
    assert ROWS[Outcome.OPENING_BALANCE].seconds == (SENIOR,)
    assert all(set(ROWS[outcome].seconds) == {MANAGER, SENIOR} for outcome in MONEY - {Outcome.OPENING_BALANCE})


def place_for(world: World, number: int) -> Place:
    """Families nobody of the test leads, the first two with a limit of £6,000."""
    made = [family(world.team, f"WM-{number}{part}", f"Elm{number}{part}", None, world.scheme) for part in range(3)]
    for each in made[:2]:
        change = budgets.propose_limit(world.bob, each, world.scheme, 6_000_00, "Start", **WHEN)
        budgets.approve_limit(world.sam, change, **WHEN)
    return Place(world, *made)


def tried(way: Way, by: Person, row: Any) -> str:
    """What somebody is told who may not be the second hand; fails where it is done."""
    with pytest.raises(Refusal) as refused, savepoint():
        way.finish(by, row)
    assert not way.came(row), by.name
    return refused.value.message


def seconds(world: World, way: Way, by: Person) -> list[Person]:
    """Whoever may be the second hand, the lowest level first."""
    levels = [world.mary, world.sam] if way.needs == MANAGER else [world.sam]
    return [person for person in levels if person.id != by.id]


@pytest.mark.parametrize("name", ["alice", "mary", "sam"])
def test_no_way_comes_about_by_one_person_and_each_by_two(app: Flask, world: World, name: str) -> None:
    by = getattr(world, name)
    with transaction():
        for number, (called, way) in enumerate(WAYS.items(), 10):
            row = way.begin(place_for(world, number), by)
            assert not way.came(row), called
            tried(way, by, row)
            tried(way, world.bob, row)
            tried(way, world.carol, row)
            if way.needs == SENIOR and by.id != world.mary.id:
                assert "enior manager" in tried(way, world.mary, row), called
            if second := next(iter(seconds(world, way, by)), None):
                way.finish(second, row)
                assert way.came(row), called
    assert (faults(), money_faults()) == ([], [])


@pytest.mark.parametrize("name", ["alice", "mary"])
def test_the_smallest_authority(app: Flask, world: World, name: str) -> None:
    """One manager, and the senior manager on leave, who gave the manager cover: what the worker began goes on.

    What the manager began goes nowhere, in no role and not as cover, and the page says what to do.
    """
    at(app, NOON)
    by = getattr(world, name)
    with transaction():
        rows = {
            called: (way, way.begin(place_for(world, number), by))
            for number, (called, way) in enumerate(WAYS.items(), 10)
        }
        give_cover(world.sam, world.sam, world.mary, TODAY, TODAY + timedelta(days=7), on=TODAY, at=NOON)
    suspend_all(world.sam)
    db.session.expire_all()
    with transaction():
        for called, (way, row) in rows.items():
            if by.id == world.mary.id:
                tried(way, world.mary, row)
            elif called != "dearer than approved":
                way.finish(world.mary, row)
                assert way.came(row), called
    as_cover = select(Spend.decided_as).where(Spend.planned_pence == 2_000_01, Spend.decided_as.is_not(None))
    assert set(db.session.scalars(as_cover)) == ({SENIOR} if name == "alice" else set())
    assert (faults(), money_faults()) == ([], [])
    if by.id == world.mary.id:
        go_live(world)
        answer, own = rows["asked for"][1], rows["own money"][1]
        assert (
            "of the team is free to decide this: ask the administrator for cover"
            in browser(app, world.mary).get(f"/spend/{answer.id}").text
        )
        words = browser(app, world.mary).get(f"/spend/{own.id}/reimbursement").text
        assert "Ask an administrator for cover, or for another manager" in words


def purchase_behind(row: Any) -> Spend | None:
    """The purchase that a way is about; None for limits and work."""
    if isinstance(row, SpendProposal):
        return row.spend
    return row if isinstance(row, Spend) else None


def test_whoever_put_right_what_it_says_is_no_second_hand_for_it(app: Flask, world: World) -> None:
    """A manager who rewords what somebody else asked for would decide about words of their own."""
    with transaction():
        sue = making.person(world.authority, "Sue Shaw", SENIOR, teams=(world.team,))
        walked = set()
        for number, (called, way) in enumerate(WAYS.items(), 10):
            row = way.begin(place_for(world, number), world.alice)
            spend = purchase_behind(row)
            if spend is None:
                continue
            walked.add(way.outcome)
            put_right(world.sam, spend, bought_what="A television")
            assert "put right what this says" in tried(way, world.sam, row), called
            way.finish(sue, row)
            assert way.came(row), called
    assert walked == MONEY - {Outcome.EXPENSES, Outcome.LIMIT, Outcome.OPENING_BALANCE}
    assert (faults(), money_faults()) == ([], [])


def test_who_decided_makes_it_say_nothing_else_and_sorts_it_still(app: Flask, world: World) -> None:
    ways = [way for called, way in WAYS.items() if called not in ("regular payments far above", "a mistake ticked")]
    travel = world.scheme.categories[1]
    with transaction():
        for number, way in enumerate(ways, 10):
            row = way.begin(place_for(world, number), world.alice)
            spend = purchase_behind(row)
            if spend is None or isinstance(row, SpendProposal):
                continue
            second = seconds(world, way, world.alice)[0]
            way.finish(second, row)
            for words in ({"bought_what": "A television"}, {"payment_method": "voucher"}, {"note": "For Mia"}):
                with pytest.raises(Refusal, match="You decided about this"), savepoint():
                    put_right(second, spend, **words)
            put_right(second, spend, category_id=travel.id)
            put_right(world.bob, spend, bought_what="Two beds")
            assert (spend.category_id, spend.details.bought_what) == (travel.id, "Two beds")
    assert (faults(), money_faults()) == ([], [])


def test_what_was_put_right_before_a_correction_or_on_a_plan_stays_apart(app: Flask, world: World) -> None:
    with transaction():
        place = place_for(world, 10)
        spend = log(place, world.alice, 400_00)
        put_right(world.mary, spend, bought_what="A television")
        proposal = put_right(world.alice, spend, amount_pence=900_00)
        assert isinstance(proposal, SpendProposal)
        actions.decide_proposal(world.sam, proposal, agree=True, reason="Yes", **WHEN)
        plan = weekly(world.alice, place.other, 10_00, 3, TODAY)
        put_right(world.mary, plan, bought_what="A television")
        approve(world.sam, plan)
        payment = actions.record_payment(world.alice, plan, 29_00, TODAY, **WHEN)
        accepted_by = (db.session.query(Spend).filter_by(corrects_id=spend.id).one(), payment)
        for each in accepted_by:
            with pytest.raises(Refusal, match="put right what this says"), savepoint():
                excuse(world.mary, each)
        excuse(world.sam, payment)
        anew = log(place, world.alice, 600_00)
        put_right(world.mary, anew, bought_what="A television")
        typed = put_right(world.alice, anew, amount_pence=650_00)
        assert isinstance(typed, Spend)
        approve(world.mary, typed)
        assert approved(typed), "what was asked for anew was typed anew"
    assert (faults(), money_faults()) == ([], [])


def test_check_books_names_who_decided_what_they_had_put_right(app: Flask, world: World) -> None:
    """Lines as somebody with the database's password would write them: the deeds themselves never do."""
    with transaction():
        place = place_for(world, 10)
        first, second = (log(place, world.alice, pence) for pence in (600_00, 700_00))
        for spend, deed in ((first, Deed.SPEND_CORRECTED), (second, Deed.RECEIPT_EXCUSED)):
            row = {OUTCOME: Outcome.PUT_RIGHT} if spend is first else judged(Outcome.NO_RECEIPT, MANAGER)
            record(world.mary, deed, spend, row, at=NOON)
        record(world.mary, Deed.SPEND_APPROVED, first, judged(Outcome.ABOVE_BAND, MANAGER), at=NOON)
        record(world.mary, Deed.SPEND_CORRECTED, second, {OUTCOME: Outcome.PUT_RIGHT}, at=NOON)
    assert {(fault.id, fault.words) for fault in faults()} == {
        (first.id, "both hands are the same person's"),
        (second.id, "who decided it made it say something else"),
    }


HEADS = "spend_ref,family_ref,bought_on,amount,category,purpose,recorded_by,decided_by,kind,refund_of"
WORKED = "entry_ref,email,worked_on,activity,contact_minutes,family_refs,session_ref,places,expenses"
FILES: dict[str, tuple[str, str]] = {
    "a limit": (
        "budgets",
        "family_ref,scheme,limit,requested_by,approved_by,approved_on\n"
        "WM-102,Devolved budget,4000,bob.brown@example.org,sam.stone@example.org,2026-06-01",
    ),
    "decided money": (
        "spend",
        f"{HEADS}\nF-1,WM-100,2026-06-15,600,Travel,Bus,alice.archer@example.org,mary.moss@example.org,,",
    ),
    "other help": ("spend", f"{HEADS}\nF-2,WM-100,2026-06-15,40,Travel,Bus,alice.archer@example.org,,other_help,"),
    "money that came back": (
        "spend",
        f"{HEADS}\nF-3,WM-100,2026-06-15,40,Travel,Bus,alice.archer@example.org,,,\n"
        "F-4,WM-100,2026-06-15,10,Travel,Bus,alice.archer@example.org,,,F-3",
    ),
    "a session's materials": ("worktime", f"{WORKED}\nT-1,alice.archer@example.org,2026-06-15,Group,60,WM-100,S1,4,18"),
    "dear parking": ("worktime", f"{WORKED}\nT-2,alice.archer@example.org,2026-06-15,{CALL},60,WM-100,,,25.01"),
}
"""What a file brings into a live authority that takes a second hand: its table, and its rows."""


@pytest.mark.parametrize("called, engine_name", first_on_both(FILES), indirect=["engine_name"])
@pytest.mark.parametrize("by_command", [False, True])
def test_no_file_and_no_command_brings_money_by_one_person(
    app: Flask, world: World, tmp_path: Path, called: str, by_command: bool
) -> None:
    at(app, NOON)
    go_live(world)
    table, rows = FILES[called]
    with transaction():
        place_for(world, 10)
        folder = read_folder(write_tables(tmp_path / "in", **{table: rows}))
        _, row = import_or_wait(
            world.fiona, folder, "Westmoor", "3" * 64, tmp_path / "kept", keep_good=False, on=TODAY, at=NOON
        )
    assert row is not None, called

    def release(hand: Person) -> object:
        by, named = (None, hand) if by_command else (hand, None)
        return release_import(by, row, folder, "3" * 64, named=named, on=TODAY, at=NOON)

    def brought() -> int:
        limits = select(LimitChange).where(LimitChange.imported)
        worked = db.session.scalars(select(WorkEntry))
        return len([*db.session.scalars(limits), *db.session.scalars(select(Spend).where(Spend.imported)), *worked])

    for hand in (world.fiona, world.alice, world.mary, world.sam, world.dave):
        with transaction(), pytest.raises(Refusal), savepoint():
            release(hand)
        assert brought() == 0, hand.name
    with transaction():
        release(world.adam)
    assert brought() == 1
    assert (faults(), money_faults(), right_faults()) == ([], [], [])
