"""What waits for second hands on Decisions: since when, page by page, several at once, withdrawn by who proposed it."""

from datetime import timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.confirmations.actions import decline
from budgettracker.confirmations.models import Confirmation
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.kinds import ProposalState
from budgettracker.spend.models import Refund, SpendProposal
from budgettracker.spend.queries import how_many_to_tick, net_paid
from tests.factories.second_hands import at, browser, go_live
from tests.factories.spend import TODAY, bought, limit, refunded
from tests.factories.world import NOON, World

NEXT_WEEK = NOON + timedelta(days=7)


@pytest.fixture(autouse=True)
def a_limit(app: Flask, world: World) -> None:
    at(app, NOON)
    limit(world, 6_000_00)


def proposed(world: World, pence: int = 90_00) -> SpendProposal:
    """Alice says that £10 of a purchase came back, without a slip."""
    spend = bought(world.alice, world.family, pence)
    with transaction():
        made = actions.refund_spend(world.alice, spend, 10_00, TODAY, on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    return made


def test_what_was_proposed_is_withdrawn_by_who_proposed_it_alone(app: Flask, world: World) -> None:
    made, other = proposed(world), proposed(world, 80_00)
    alice, mary = browser(app, world.alice), browser(app, world.mary)
    assert "Withdraw it" in alice.get(f"/spend/{made.spend_id}").text
    assert "Withdraw it" not in mary.get(f"/spend/{made.spend_id}").text
    with transaction(), pytest.raises(Refusal, match="Somebody else proposed this"):
        actions.withdraw_proposal(world.mary, made, at=NOON)
    assert alice.send(f"/spend/proposals/{made.id}/withdraw").status == 303
    db.session.rollback()
    assert (made.state, net_paid(made.spend)) == (ProposalState.WITHDRAWN, 90_00)
    with transaction(), pytest.raises(Refusal, match="withdrawn already"):
        actions.decide_proposal(world.mary, made, agree=True, reason="", on=TODAY, at=NOON)
    with transaction(), pytest.raises(Refusal, match="withdrawn already"):
        actions.withdraw_proposal(world.alice, made, at=NOON)
    with transaction():
        actions.decide_proposal(world.mary, other, agree=True, reason="", on=TODAY, at=NOON)
        again = actions.refund_spend(world.alice, made.spend, 5_00, TODAY, on=TODAY, at=NOON)
    assert net_paid(other.spend) == 70_00
    assert isinstance(again, SpendProposal), "something else can be proposed now"
    assert "withdrew what was proposed" in alice.get(f"/history/spend/{made.spend_id}").text


def test_decisions_says_how_long_second_hands_have_waited(app: Flask, world: World) -> None:
    made = proposed(world)
    back = bought(world.alice, world.family, 20_00)
    with transaction():
        refunded(world.alice, back, 2_00)
    bought(world.alice, world.family, 30_00, payment_method="own_money")
    bought(world.bob, world.family, 700_00)
    at(app, NEXT_WEEK)
    shown = browser(app, world.mary).get("/decisions").text
    assert "was £90.00, is £80.00. Waits since 15 June 2026, 5 working days" in shown
    assert "To tick: 1 that came back or was taken out. The oldest: waits since 15 June 2026, 5 working days" in shown
    assert "not to be reimbursed. The oldest: waits since 15 June 2026, 5 working days" in shown
    assert "15 June 2026 at 13:00. Waits since 15 June 2026, 5 working days" in shown
    assert "5 working days" in browser(app, world.mary).get(f"/spend/{made.spend_id}").text


def test_to_tick_has_pages_and_names_what_was_left(app: Flask, world: World) -> None:
    """More than a hundred; of several ticked at once the one that was ticked meanwhile is named and left."""
    spend, one = bought(world.alice, world.family, 400_00), bought(world.mary, world.family, 50_00)
    with transaction():
        for _ in range(102):
            refunded(world.alice, spend, 1)
        hers = refunded(world.alice, one, 3_00)
    mary = browser(app, world.mary)
    first, third = mary.get("/decisions/to-tick"), mary.get("/decisions/to-tick?page=3")
    assert "103 in all" in first.text
    assert "£3.00 came back: A washing machine, WM-001 Okafor. You recorded this purchase" in third.text
    refunds = db.session.query(Refund).filter_by(spend_id=spend.id).order_by(Refund.id).limit(3).all()
    with transaction():
        actions.tick_refund(world.sam, spend, refunds[0], on=TODAY, at=NOON)
    seen = mary.send("/decisions/to-tick", ticked=[str(each.id) for each in (*refunds, hers)])
    after = mary.get(seen.location).text
    assert "2 ticked." in after
    assert "This has been ticked already." in after
    assert after.count("You recorded this purchase, so somebody else looks at it.") == 1
    assert how_many_to_tick(world.mary, TODAY) == 100


def test_several_confirmed_at_once_name_those_that_were_left(app: Flask, world: World) -> None:
    go_live(world)
    at(app, NOON)
    people = [db.session.get_one(Person, each.id) for each in (world.bob, world.carol)]
    with transaction():
        for each in people:
            change_access(world.adam, each, roles=[Role.BUSINESS_SUPPORT], starts_on=TODAY, on=TODAY, at=NOON)
    first, second = db.session.query(Confirmation).order_by(Confirmation.id)
    sam = browser(app, world.sam)
    page = sam.get("/confirmations")
    with transaction():
        decline(world.sam, first, "Not needed", on=TODAY, at=NOON)
    sent = {**page.form(), "ticked": [str(first.id), str(second.id)]}
    after = sam.get(sam.post("/confirmations", sent).location).text
    assert "1 confirmed. 1 left as it was" in after


def test_limits_of_one_person_are_listed_for_senior_manager_and_administrator(app: Flask, world: World) -> None:
    family = db.session.get_one(Family, world.family_id)
    with transaction():
        change = budgets.propose_limit(world.alice, family, world.scheme, 6_500_00, "More", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)
        change.one_hand = True
    for person, links in ((world.sam, True), (world.adam, False)):
        page = browser(app, person).get("/limits/by-one-person")
        assert "North team" in page.text
        assert "£6,500.00" in page.text
        assert "Okafor" not in page.text
        assert (f"/limits/{change.id}" in page.html) == links
    raised = world.alice, family, world.scheme, 7_000_00, "More"
    with transaction(), pytest.raises(Refusal, match="A senior manager confirms it before it can be raised"):
        budgets.propose_limit(*raised, on=TODAY, at=NOON)
    with transaction():
        budgets.confirm_limit(world.sam, change, on=TODAY, at=NOON)
        more = budgets.propose_limit(*raised, on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, more, on=TODAY, at=NOON)
    assert "No such limit" in browser(app, world.adam).get("/limits/by-one-person").text
