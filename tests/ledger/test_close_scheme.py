"""A scheme is closed by two people with all that is open named; after it nothing begins in it, and what was is put right."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import Posting
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.actions import ask_to_close_scheme, close_finance_month
from budgettracker.ledger.queries.books import book_faults
from budgettracker.ledger.queries.closings import everything_open, how_many_open
from budgettracker.ledger.queries.rights import faults as right_faults
from budgettracker.ledger.queries.second_hands import faults
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.schemes.queries import open_schemes_of, rules_of_schemes
from budgettracker.spend import actions
from budgettracker.spend.actions import Purchase, Share
from budgettracker.spend.kinds import OpenKind, Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend
from budgettracker.vouchers.actions import issue_vouchers
from tests.client import PageClient
from tests.factories.imports import SPEND, import_from, write_tables
from tests.factories.past_limit import record_past_limit
from tests.factories.second_hands import at, go_live
from tests.factories.spend import corrected, limit, log, refunded, weekly
from tests.factories.vouchers import batch, in_hand
from tests.factories.world import NOON, World, family

TODAY = NOON.date()
WHEN: dict[str, Any] = {"on": TODAY, "at": NOON}
CLOSED = "Devolved budget was closed on 15 June 2026"


def purchase_of(pence: int, on: date = TODAY, **more: Any) -> Purchase:
    return Purchase(amount_pence=pence, bought_what="A bed", bought_on=on, purpose="Sleep", **more)


def scheme(world: World) -> Scheme:
    return db.session.get_one(Scheme, world.scheme.id)


def ask(world: World) -> Confirmation:
    with transaction():
        return ask_to_close_scheme(world.fiona, scheme(world), "The pilot is over", **WHEN)


def close(world: World) -> None:
    """Fiona asks, and sam confirms."""
    wish = ask(world)
    with transaction():
        confirm(world.sam, wish, **WHEN)


@pytest.fixture
def lived(app: Flask, world: World) -> World:
    """Money is bought, own money waits, vouchers are in hand, and one family has no limit."""
    at(app, NOON)
    go_live(world)
    limit(world, 2_000_00)
    with transaction():
        actions.log_spend(world.alice, world.family, purchase_of(90_00), **WHEN)
        actions.log_spend(world.alice, world.family, purchase_of(30_00, payment_method="own_money"), **WHEN)
        batch(world)
    return world


def test_two_people_close_it_once_nothing_holds_money_and_all_that_is_open_is_named(lived: World) -> None:
    world = lived
    with transaction():
        bare = family(world.team, "WM-090", "Rowan", None, scheme(world))
        wanted = budgets.propose_limit(world.alice, bare, scheme(world), 500_00, "Start", **WHEN)
        request = actions.log_spend(world.alice, world.family, purchase_of(600_00), **WHEN)
        plan = weekly(world.alice, world.family, 20_00)
        actions.approve_spend(world.mary, plan, **WHEN)
    wish = ask(world)
    waits = {OpenKind.REQUESTED: 1, OpenKind.PLAN: 1, OpenKind.LIMIT: 1}
    assert how_many_open(everything_open(scheme(world))) == [
        *waits.items(),
        (OpenKind.OWN_MONEY, 1),
        (OpenKind.RECEIPT, 2),
        (OpenKind.VOUCHERS, 1),
    ]
    for who in (world.fiona, world.mary, world.adam):
        with pytest.raises(Refusal), transaction():
            confirm(db.session.get_one(Person, who.id), wish, **WHEN)
    with pytest.raises(Refusal) as refused, transaction():
        confirm(world.sam, wish, **WHEN)
    for words in ("WM-001 A bed £600.00", "WM-001 A taxi £120.00", "WM-090 £500.00"):
        assert words in refused.value.message
    assert scheme(world).closed_on is None
    with transaction():
        actions.decline_spend(world.mary, request, "Try the charity", **WHEN)
        actions.end_plan(world.alice, plan, "The bus pass came", at=NOON)
        budgets.withdraw_limit(world.alice, wanted, at=NOON)
    with transaction():
        confirm(world.sam, wish, **WHEN)
    assert scheme(world).closed_on == TODAY
    assert open_schemes_of(world.authority.id) == []
    assert rules_of_schemes(world.authority.id, TODAY) == []
    with pytest.raises(Refusal, match="closed on 15 June 2026"):
        ask(world)
    assert faults() == []
    assert list(right_faults()) == []


def test_nothing_begins_in_it_any_more_by_any_way(lived: World) -> None:
    world = lived
    with transaction():
        bare = family(world.team, "WM-090", "Rowan", None, scheme(world))
    close(world)
    ways = {
        "a purchase": lambda: actions.log_spend(world.alice, world.family, purchase_of(10_00), **WHEN),
        "paid already": lambda: actions.log_spend(
            world.alice, world.family, purchase_of(10_00, already_paid=True), **WHEN
        ),
        "a request": lambda: actions.log_spend(world.alice, world.family, purchase_of(700_00), **WHEN),
        "several": lambda: actions.log_several(
            world.alice, world.family, [purchase_of(10_00)] * 2, other_help=False, **WHEN
        ),
        "shared": lambda: actions.log_shared(
            world.alice, [Share(world.family, 5_00), Share(bare, 5_00)], purchase_of(10_00), **WHEN
        ),
        "vouchers": lambda: issue_vouchers(world.alice, world.family, [in_hand(world)["A100"]], purchase_of(0), **WHEN),
        "a plan": lambda: weekly(world.alice, world.family, 20_00),
        "another limit": lambda: budgets.propose_limit(
            world.alice, world.family, scheme(world), 3_000_00, "More", **WHEN
        ),
        "a first limit": lambda: budgets.propose_limit(world.alice, bare, scheme(world), 300_00, "Start", **WHEN),
        "a cohort": lambda: budgets.propose_limits_for_cohort(
            world.alice, [bare], scheme(world), 300_00, "Start", **WHEN
        ),
        "a past limit": lambda: record_past_limit(
            *(world.fiona, bare, scheme(world), 900_00, "Before"),
            proposed_by=world.bob,
            approved_by=world.mary,
            approved_on=TODAY,
            at=NOON,
        ),
    }
    for name, begin in ways.items():
        before = db.session.query(Spend).count()
        with pytest.raises(Refusal) as refused, transaction():
            begin()
        words = getattr(refused.value, "refusals", {0: refused.value})[0].message
        assert CLOSED in words, (name, words)
        assert db.session.query(Spend).count() == before, name
    with transaction():
        other = actions.log_other_help(world.alice, world.family, purchase_of(10_00), **WHEN)
    assert other.state == SpendState.BOUGHT, "help from other money goes on"


def test_what_was_recorded_is_still_corrected_refunded_reversed_and_reimbursed(lived: World) -> None:
    world = lived
    close(world)
    card, own = db.session.query(Spend).order_by(Spend.paid_pence.desc())
    with transaction():
        actions.decide_reimbursement(world.mary, own, confirm=True, **WHEN)
    assert own.reimbursement == Reimbursement.CONFIRMED
    with transaction():
        refunded(world.alice, card, 10_00)
    with transaction():
        new = corrected(world.alice, card, amount_pence=80_00)
    assert isinstance(new, Spend)
    assert (new.state, new.paid_pence) == (SpendState.BOUGHT, 80_00)
    with transaction():
        actions.reverse_spend(world.alice, new, "Typed twice", **WHEN)
    assert new.state == SpendState.REVERSED
    assert faults() == []


def test_what_was_paid_before_is_told_afterwards_and_decided_by_another(client: PageClient, lived: World) -> None:
    """Within the worker's band too: dated by its own day, in the first open month, within the limit that stood."""
    world = lived
    close(world)
    day = date(2026, 5, 28)
    with transaction():
        close_finance_month(world.fiona, day, **WHEN)
    client.as_(world.alice.email)
    asking = f"/families/{world.family_id}/spend/room?amount=5.00&bought_on={day}"
    for paid, words in (
        ("", "logged as already paid, and waits for a decision"),
        ("&already_paid=y", "The scheme was closed: it is recorded, and a manager decides about it"),
    ):
        assert words in (client.get(asking + paid).response.json or {})["text"]
    with transaction():
        late = actions.log_spend(world.alice, world.family, purchase_of(40_00, on=day, already_paid=True), **WHEN)
        dear = actions.log_spend(world.alice, world.family, purchase_of(1_900_00, on=day, already_paid=True), **WHEN)
    assert [(each.state, each.review, each.over_pence) for each in (late, dear)] == [
        (SpendState.BOUGHT, Review.OPEN, 0),
        (SpendState.BOUGHT, Review.OPEN, 60_00),
    ]
    posted = db.session.query(Posting).filter_by(spend_id=late.id).one()
    assert (posted.event_on, posted.posted_on) == (day, date(2026, 6, 1))
    assert "Told after the closing" in client.get(f"/spend/{late.id}").text
    client.as_(world.mary.email)
    assert "Told after the scheme was closed" in client.get("/decisions").text
    for who in (world.alice, world.adam):
        with pytest.raises(Refusal), transaction():
            actions.review_spend(db.session.get_one(Person, who.id), late, accept=True, reason="Fine", **WHEN)
    with transaction():
        actions.review_spend(world.mary, late, accept=True, reason="The till slip shows it", **WHEN)
    assert late.review == Review.ACCEPTED
    assert faults() == []
    assert len(book_faults(world.authority.id)) == 0


def test_a_file_brings_nothing_into_it(lived: World, tmp_path: Path) -> None:
    world = lived
    close(world)
    row = f"S-1,WM-001,2026-06-01,20.00,Travel,A bus pass,{world.alice.email},,,,devolved,"
    outcome = import_from(write_tables(tmp_path / "in", spend=f"{SPEND}\n{row}"), "Westmoor", by=world.fiona)
    assert [CLOSED in problem.reason for problem in outcome.folder.problems] == [True], outcome.folder.problems


def test_on_the_pages(client: PageClient, lived: World) -> None:
    world = lived
    client.as_(world.fiona.email)
    page = client.get("/ledger/open")
    assert "Receipt missing: 2" in page.text.replace("receipt", "Receipt")
    at_closing = f"/ledger/schemes/{world.scheme.id}/close"
    assert at_closing in page.html
    assert "Say why" in client.send(at_closing).text
    opened = client.send(at_closing, reason="The pilot is over")
    assert opened.status == 303
    client.as_(world.sam.email)
    case = client.get(opened.location)
    for words in ("Receipt missing", "WM-001 A bed £90.00", "3 vouchers or cards £75.00", "The pilot is over"):
        assert words in case.text, words
    assert client.send(opened.location, decision="confirm").status == 303
    client.as_(world.alice.email)
    answer = log(client, world, "10.00", paid_from="devolved")
    assert answer.status == 422
    assert CLOSED in answer.text
    assert "10.00" in answer.html, "what was typed is kept"
    form = client.get(f"/families/{world.family_id}/spend/new")
    assert CLOSED in form.text
    room = client.get(f"/families/{world.family_id}/spend/room?amount=10&bought_on={TODAY}")
    assert CLOSED in str(room.response.json)
    assert "Propose a limit" not in client.get(f"/families/{world.family_id}").text
    client.as_(world.fiona.email)
    assert "closed on 15 June 2026" in client.get("/ledger/open").text
