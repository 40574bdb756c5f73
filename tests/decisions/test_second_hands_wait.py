"""What waits for second hands on Decisions: since when, page by page, several at once, withdrawn by who proposed it."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets import actions as budgets
from budgettracker.confirmations.actions import confirm, decline
from budgettracker.confirmations.models import Confirmation
from budgettracker.costing.kinds import DecidingBy
from budgettracker.costing.rates.actions import set_deciding_source
from budgettracker.costing.rates.queries.posts import deciding_sources
from budgettracker.database import db, savepoint, transaction
from budgettracker.decisions.queries.proposals import proposed_rows
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries.books import book_faults
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.people.models import Person, Team
from budgettracker.second_hands import Outcome, judged
from budgettracker.spend import actions
from budgettracker.spend.kinds import ProposalState
from budgettracker.spend.models import Refund, SpendProposal
from budgettracker.spend.queries import how_many_to_tick, net_paid
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import TODAY, bought, corrected, limit, refunded
from tests.factories.world import NOON, World, person

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
    assert "To tick: 1 that came back or was reversed. The oldest: waits since 15 June 2026, 5 working days" in shown
    assert "not reimbursed until then. The oldest: waits since 15 June 2026, 5 working days" in shown
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
    for each, links in ((world.sam, True), (world.adam, False)):
        page = browser(app, each).get("/limits/by-one-person")
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


def ticks_in(html: str) -> list[str]:
    return re.findall(r'name="ticked" value="([^"]+)"', html)


def test_proposals_agreed_to_are_what_was_read(app: Flask, world: World) -> None:
    """Put right since, they are left and named; ticked without a sign too; read anew they are meant."""
    changed, same = proposed(world, 90_00), proposed(world, 80_00)
    mary = browser(app, world.mary)
    listed, page = mary.get("/decisions/proposals"), mary.get(f"/spend/proposals/{changed.id}")
    with transaction():
        corrected(world.alice, changed.spend, bought_what="A television")
    alone = mary.post(f"/spend/proposals/{changed.id}", {**page.form(), "decision": "agree"})
    assert "What this says has changed since you opened the page" in alone.text
    after = mary.get(mary.post("/decisions/proposals", {**listed.form(), "ticked": ticks_in(listed.html)}).location)
    assert "1 agreed to." in after.text
    assert "was £90.00, is £80.00. What it says has changed" in after.text
    unread = {**after.form(), "ticked": [str(changed.id)]}
    assert "0 agreed to." in mary.get(mary.post("/decisions/proposals", unread).location).text
    assert [net_paid(each.spend) for each in (changed, same)] == [90_00, 70_00]
    anew = mary.get("/decisions/proposals")
    sent = {**anew.form(), "ticked": ticks_in(anew.html)}
    assert "1 agreed to." in mary.get(mary.post("/decisions/proposals", sent).location).text
    assert net_paid(changed.spend) == 80_00


def test_several_proposals_are_agreed_to_at_once_and_those_left_are_named(app: Flask, world: World) -> None:
    first, second, third = (proposed(world, pence) for pence in (90_00, 80_00, 70_00))
    mary = browser(app, world.mary)
    assert "Agree to several at once" in mary.get("/decisions").text
    page = mary.get("/decisions/proposals")
    assert "was £90.00, is £80.00" in page.text
    with transaction():
        actions.withdraw_proposal(world.alice, second, at=NOON)
    sent = {**page.form(), "ticked": [*ticks_in(page.html), "x"]}
    after = mary.get(mary.post("/decisions/proposals", sent).location)
    assert "2 agreed to." in after.text
    assert "was £80.00, is £70.00. This has been withdrawn already." in after.text
    assert [net_paid(each.spend) for each in (first, second, third)] == [80_00, 80_00, 60_00]
    assert list(book_faults().records) == []
    own = proposed(world)
    with transaction():
        own.proposed_by_id = world.mary.id
    page = mary.get("/decisions/proposals")
    assert "Agree to the ticked ones" not in page.text
    left = mary.get(mary.post("/decisions/proposals", {**page.form(), "ticked": [str(own.id)]}).location)
    assert "0 agreed to." in left.text
    assert net_paid(own.spend) == 90_00


def test_beyond_a_page_proposals_go_on(app: Flask, world: World) -> None:
    rows = [proposed(world, 20_00 + pence) for pence in range(7)]
    sam = browser(app, world.sam)
    assert "All 7, and several at once" in sam.get("/decisions").text
    everything = proposed_rows(world.sam, TODAY, 1, 100)
    halves = [*proposed_rows(world.sam, TODAY, 1, 4), *proposed_rows(world.sam, TODAY, 2, 4)]
    assert [row.id for row in halves] == [row.id for row in everything] == [row.id for row in rows]


def test_what_waits_long_is_shown_to_the_level_above_and_to_who_covers(app: Flask, world: World) -> None:
    proposed(world)
    spend = bought(world.alice, world.family, 600_00)
    assert "waited longer" not in browser(app, world.sam).get("/decisions").text
    at(app, NEXT_WEEK)
    mary, sam = browser(app, world.mary), browser(app, world.sam)
    with transaction():
        south = db.session.get_one(Team, world.other_team.id)
        other = person(world.authority, "Mona Mills", Role.MANAGER, teams=(south,))
        above = person(world.authority, "Sid Senior", Role.SENIOR_MANAGER, teams=(south,))
    mona = browser(app, other)
    assert "waited longer" not in mona.get("/decisions").text
    for each in (mary, sam, browser(app, above)):
        assert "2 things have waited longer than two working days" in each.get("/decisions").text
        page = each.get("/decisions/long").text
        assert "Proposed mistakes, corrections and refunds" in page
        assert "Waits since 15 June 2026, 5 working days" in page
        assert "Mary Moss (manager)" in page
    with transaction():
        give_cover(world.mary, world.mary, other, NEXT_WEEK.date(), NEXT_WEEK.date(), on=NEXT_WEEK.date(), at=NEXT_WEEK)
    assert "Requests" in mona.get("/decisions/long").text, "whoever covers sees them too"
    with transaction():
        actions.approve_spend(world.mary, spend, on=NEXT_WEEK.date(), at=NEXT_WEEK)
    assert "1 thing has waited longer" in sam.get("/decisions").text


def test_who_may_decide_names_the_level_that_nobody_holds(app: Flask, world: World) -> None:
    spend = bought(world.alice, world.family, 2_500_00)
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 12_000_00, "x", on=TODAY, at=NOON)
    alice, mary = browser(app, world.alice), browser(app, world.mary)
    assert "Sam Stone (senior manager)" in alice.get(f"/spend/{spend.id}").text
    suspend_all(world.sam)
    words = "There is no senior manager in this authority: ask the administrator for one"
    for page in (f"/spend/{spend.id}", f"/limits/{change.id}"):
        assert words in alice.get(page).text, page
    assert mary.get("/decisions").text.count(words) == 2


def test_check_books_names_what_was_removed_by_who_hid_it(world: World) -> None:
    with transaction():
        made = person(world.authority, "Mona Mills", Role.MANAGER, teams=(db.session.get_one(Team, world.team.id),))
        for each in (world.alice, world.mary):
            db.session.get_one(Family, world.family_id).details.notes = "Wrong family"
            db.session.flush()
            hiding = actions.hide_notes(each, db.session.get_one(Family, world.family_id), "Wrong", at=NOON)
            actions.decide_hiding(made, hiding, remove=True, on=TODAY, at=NOON)
    assert list(book_faults().records) == []
    with transaction():
        changes = {"state": ["hidden", "removed"], **judged(Outcome.TAKEN_AWAY, Role.MANAGER)}
        record(world.mary, Deed.HIDING_DECIDED, hiding, changes, at=NOON)
    (fault,) = book_faults().records
    assert (fault.id, fault.words) == (hiding.id, "both hands are the same person's")


def test_where_deciding_time_comes_from_takes_a_senior_manager(app: Flask, world: World) -> None:
    go_live(world)
    fiona = browser(app, world.fiona)
    day = {"starts_on-day": "1", "starts_on-month": "5", "starts_on-year": "2026"}
    sent = fiona.send("/deciding-time/new", source="scheme", **day)
    assert "A senior manager confirms it." in fiona.get(sent.location).text
    assert deciding_sources(world.authority.id) == []
    with transaction(), pytest.raises(Refusal, match="takes a senior manager"), savepoint():
        set_deciding_source(world.fiona, world.authority, DecidingBy.NONE, starts_on=TODAY, at=NOON)
    (waiting,) = db.session.query(Confirmation)
    for each in (world.fiona, world.mary, world.adam):
        with transaction(), pytest.raises(Refusal), savepoint():
            confirm(each, waiting, on=TODAY, at=NOON)
    assert "Where the time of deciding comes from" in browser(app, world.sam).get("/decisions").text
    with transaction():
        confirm(world.sam, waiting, on=TODAY, at=NOON)
    assert [each.source for each in deciding_sources(world.authority.id)] == [DecidingBy.SCHEME]
    again = fiona.send("/deciding-time/new", source="none", **day)
    assert "There is already a source from 1 May 2026" in again.text
    assert list(book_faults().records) == []
