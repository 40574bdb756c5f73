"""What was typed on a purchase is put right: in place, or by a reversal and a new purchase in one deed."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import queries as budgets
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ledger.queries import second_hands
from budgettracker.people.models import Person
from budgettracker.spend import actions, queries
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.kinds import ProposalState, Reimbursement, Review, SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend, SpendProposal
from budgettracker.spend.queries import net_paid, running_totals, said_before
from budgettracker.versions import version_of
from tests.factories.second_hands import at, browser
from tests.factories.spend import TODAY, bought, corrected, document, limit, picture, refunded
from tests.factories.world import NOON, World, child, family

Corrected = Spend | SpendProposal
YESTERDAY = TODAY - timedelta(days=1)


def correct(by: Person, spend: Spend, **values: Any) -> Corrected:
    """Correct what is said, and leave the rest as it stands."""
    with transaction():
        return corrected(by, spend, **values)


def counts(made: Corrected) -> Spend:
    """The purchase that counts now."""
    assert isinstance(made, Spend)
    return made


def waits(made: Corrected) -> SpendProposal:
    """What waits for a manager."""
    assert isinstance(made, SpendProposal)
    return made


def agree(by: Person, made: Corrected) -> Spend:
    """A manager agrees; gives the purchase that took the first one's place."""
    proposal = waits(made)
    with transaction():
        actions.decide_proposal(by, proposal, agree=True, reason="", on=TODAY, at=NOON)
    return db.session.query(Spend).filter_by(corrects_id=proposal.spend_id).one()


def position(of: Family) -> Position:
    period = period_on(of.id, TODAY)
    assert period is not None
    return position_of(period)


def whole() -> None:
    """The books agree, and nobody did alone what takes two."""
    assert budgets.faults() == []
    assert queries.faults() == []
    assert second_hands.faults() == []


def worker_total(of: Family, day: date = TODAY, pence: int = 0) -> int:
    """What the worker's running total comes to on a day."""
    period = period_on(of.id, day)
    return running_totals(of.id, queries.bounds_for(period, of.id, day), pence, day)[Role.PRACTITIONER]


@pytest.fixture
def second(world: World) -> Family:
    """Another family of the team, with a limit of its own."""
    with transaction():
        made = family(world.team, "WM-050", "Hale", world.alice, world.scheme)
    limit(world, 3_000_00, made)
    return made


def test_words_and_sorting_are_put_right_in_place_and_what_was_said_is_kept(world: World) -> None:
    limit(world, 1_000_00)
    with transaction():
        one = child(world.family)
    first, travel = world.scheme.categories[0], world.scheme.categories[1]
    spend = bought(world.alice, world.family, 45_00, category_id=first.id, payment_method="cash")
    made = correct(
        world.bob,
        spend,
        bought_what="A cot",
        category_id=travel.id,
        child_id=one.id,
        payment_method="voucher",
        vat_pence=7_50,
    )
    assert counts(made).id == spend.id
    assert (spend.details.bought_what, spend.category_id, spend.child_id) == ("A cot", travel.id, one.id)
    assert (spend.payment_method, spend.vat_pence, spend.paid_pence) == ("voucher", 7_50, 45_00)
    before = {row.called: (row.was, row.by) for row in said_before(spend.id)}
    assert before == {
        "What was bought": ("A washing machine", "Bob Brown"),
        "Category": ("Household goods", "Bob Brown"),
        "For": ("", "Bob Brown"),
        "Paid by": ("Cash drawn for it", "Bob Brown"),
        "VAT in it": ("", "Bob Brown"),
    }
    assert [line.deed for line in queries.history_of(world.alice, spend.id, TODAY)] == [
        "spend.logged",
        "spend.corrected",
    ]
    assert queries.history_of(world.alice, spend.id, TODAY)[-1].changes["bought_what"] == "corrected", (
        "words stand apart from the audit"
    )
    with pytest.raises(Refusal, match=r"The VAT of £45\.01 cannot be more than the amount of £45\.00"):
        correct(world.alice, spend, vat_pence=45_01)
    correct(world.alice, spend)
    assert len(queries.history_of(world.alice, spend.id, TODAY)) == 2, "nothing corrected leaves no line"
    whole()


def test_a_decider_reads_whose_words_they_are_and_what_it_said_before(app: Flask, world: World) -> None:
    """A manager put a worker's request right: neither the list nor the record calls the new words the worker's."""
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 700_00)
    correct(world.mary, spend, bought_what="A television")
    at(app, NOON)
    sam, before = browser(app, world.sam), "then corrected by Mary Moss: A washing machine"
    assert "Alice Archer, put right by Mary Moss, 15 June 2026" in sam.get("/decisions").text
    assert before in sam.get(f"/spend/{spend.id}/decide").text
    with transaction():
        actions.approve_spend(world.sam, spend, on=TODAY, at=NOON)
    assert before in sam.get(f"/spend/{spend.id}/record").text
    assert "You decided about this, so somebody else puts right" in sam.get(f"/spend/{spend.id}/correct").text
    assert (
        "(category and VAT apart) decides nothing about it"
        in browser(app, world.mary).get(f"/spend/{spend.id}/correct").text
    )


def test_nobody_decides_about_words_that_changed_since_they_opened_the_page(app: Flask, world: World) -> None:
    """Asked for as a bed, read as a bed, and a television by the time it is sent."""
    limit(world, 5_000_00)
    at(app, NOON)
    mary, words = browser(app, world.mary), "What this says has changed since you opened the page"
    listed, alone = (bought(world.alice, world.family, 700_00 + n) for n in range(2))
    gone, own = (
        bought(world.alice, world.family, 900_00, already_paid=True),
        bought(world.alice, world.family, 40_00, payment_method="own_money"),
    )
    pages = {
        f"/spend/{alone.id}/decide": {"decision": "approve"},
        f"/spend/{gone.id}/review": {"decision": "accept", "reason": "Yes"},
        f"/spend/{own.id}/reimbursement": {"decision": "confirm"},
    }
    forms = {page: mary.get(page).form() for page in pages}
    decisions = mary.get("/decisions")
    (tick,) = re.findall(rf'value="(request-{listed.id}-\w+)"', decisions.html)
    for spend in (listed, alone, gone, own):
        correct(world.alice, spend, bought_what="A television")
    after = mary.get(mary.post("/decisions", decisions.form() | {"ticked": [tick]}).location).text
    assert "A television, for WM-001 Okafor. What it says has changed since you opened the list" in after
    for page, answers in pages.items():
        late = mary.post(page, forms[page] | answers)
        assert (late.status, words in late.text) == (422, True), page
        assert "A television" in late.text
        assert mary.post(page, late.form() | answers).status == 303, "read anew, it is meant"
    db.session.expire_all()
    assert [spend.state for spend in (listed, alone)] == [SpendState.REQUESTED, SpendState.APPROVED]
    assert (gone.review, own.reimbursement) == (Review.ACCEPTED, Reimbursement.CONFIRMED)
    (tick,) = re.findall(rf'value="(request-{listed.id}-\w+)"', mary.get("/decisions").html)
    mary.post("/decisions", mary.get("/decisions").form() | {"ticked": [tick]})
    db.session.expire_all()
    assert listed.state == SpendState.APPROVED


def test_a_correction_made_from_something_else_than_what_stands_now_is_refused(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 45_00)
    version = version_of(queries.standing(spend))
    correct(world.bob, spend, note="Second-hand")
    with pytest.raises(Refusal, match="Somebody else has corrected this"):
        correct(world.alice, spend, amount_pence=40_00, version=version)
    assert (spend.state, counts(correct(world.alice, spend, amount_pence=40_00)).paid_pence) == ("bought", 40_00)
    with pytest.raises(Refusal, match="reversed already"):
        correct(world.alice, spend, amount_pence=41_00)


def test_amount_and_day_are_corrected_by_one_deed_that_leaves_both_lines_in_the_books(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 450_00)
    new = counts(correct(world.alice, spend, amount_pence=45_00, bought_on=YESTERDAY, note="A nought too many"))
    assert (spend.state, net_paid(spend), spend.details.note) == (SpendState.REVERSED, 0, "A nought too many")
    assert (new.corrects_id, new.paid_pence, new.bought_on, new.details.note) == (
        spend.id,
        45_00,
        YESTERDAY,
        "A nought too many",
    )
    assert (new.decided_as, new.review, new.requested_at) == (Role.PRACTITIONER, Review.NONE, spend.requested_at)
    assert position(world.family) == Position(1_000_00, 0, 45_00)
    # Until a manager ticks it, old and new day count at the larger amount, once where a window holds both.
    assert (spend.counts_pence, new.counts_pence, spend.counted_with_id) == (450_00, 450_00, spend.id)
    assert worker_total(world.family) == 450_00
    assert worker_total(world.family, TODAY + timedelta(days=29)) == 450_00, "the old day's window"
    assert worker_total(world.family, YESTERDAY - timedelta(days=29)) == 450_00, "the new day's window"
    # A correction of the correction by the same hand counts the largest of all.
    third = counts(correct(world.alice, new, amount_pence=499_00))
    assert worker_total(world.family) == 499_00
    assert bought(world.alice, world.family, 502_00 - 100).state == SpendState.REQUESTED, "above the band alone"
    tick(world, new)
    assert (spend.counts_pence, new.counts_pence, third.counts_pence) == (450_00, 450_00, None)
    tick(world, spend)
    assert [each.counts_pence for each in (spend, new, third)] == [None] * 3
    assert worker_total(world.family) == 499_00
    whole()


def tick(world: World, spend: Spend) -> None:
    (reversal,) = db.session.query(Refund).filter_by(spend_id=spend.id, reversal=True)
    with transaction():
        actions.tick_refund(world.mary, spend, reversal, on=TODAY, at=NOON)


def test_a_correction_frees_no_room_to_split_a_purchase(world: World) -> None:
    limit(world, 9_000_00)
    large = bought(world.alice, world.family, 499_00)
    correct(world.alice, large, amount_pence=1_00)
    other = bought(world.alice, world.family, 499_00)
    assert other.state == SpendState.BOUGHT, "499 and 499 are within the running band of 1,000"
    assert bought(world.alice, world.family, 499_00).state == SpendState.REQUESTED
    # Nor does a day outside the window, or another amount later on.
    earlier = counts(correct(world.alice, other, bought_on=TODAY - timedelta(days=40)))
    assert worker_total(world.family) == 998_00
    assert earlier.counts_pence == 499_00
    dear = correct(world.alice, earlier, amount_pence=501_00)
    assert waits(dear).is_pence == 501_00, "judged on the larger: above the band it waits for a manager"
    whole()


def test_nothing_moves_until_a_manager_agrees_where_the_recorder_may_not_mend_alone(world: World) -> None:
    limit(world, 9_000_00)
    flagged = bought(world.alice, world.family, 4_990_00, already_paid=True)
    made = waits(correct(world.alice, flagged, amount_pence=49_90, supplier="Corner shop"))
    assert (made.was_pence, made.is_pence) == (4_990_00, 49_90), "was £4,990.00, is £49.90"
    assert flagged.details.supplier == "Corner shop", "words are put right at once"
    assert position(world.family) == Position(9_000_00, 0, 4_990_00)
    with pytest.raises(Refusal, match="waits for a decision already"):
        correct(world.bob, flagged, amount_pence=50_00)
    with pytest.raises(Refusal, match="A senior manager decides"), transaction():
        actions.decide_proposal(world.mary, made, agree=True, reason="", on=TODAY, at=NOON)
    new = agree(world.sam, made)
    assert (new.review, new.decided_as, new.paid_pence) == (Review.NONE, Role.PRACTITIONER, 49_90)
    assert (flagged.review, position(world.family)) == (Review.NONE, Position(9_000_00, 0, 49_90))
    assert [each.counts_pence for each in (flagged, new)] == [None, None], "whoever agreed has ticked it"
    # Still above the band it goes on waiting for its own decision; a purchase that stood is accepted with its correction.
    waiting = bought(world.alice, world.family, 900_00, already_paid=True)
    still = agree(world.mary, correct(world.alice, waiting, amount_pence=800_00))
    assert (still.review, still.decided_as) == (Review.OPEN, None)
    small = bought(world.bob, world.family, 10_00)
    grown = agree(world.mary, correct(world.bob, small, amount_pence=1_010_00))
    assert (grown.review, grown.reviewed_by_id, grown.decided_as) == (Review.ACCEPTED, world.mary.id, Role.MANAGER)
    whole()


def test_an_approval_survives_a_correction_of_amount_or_day_and_never_of_the_family(
    world: World, second: Family
) -> None:
    limit(world, 9_000_00)

    def approved(pence: int) -> Spend:
        spend = bought(world.alice, world.family, pence)
        with transaction():
            actions.approve_spend(world.mary, spend, "Needed", on=TODAY, at=NOON)
            actions.record_purchase(world.alice, spend, pence, TODAY, on=TODAY, at=NOON)
        return spend

    within = agree(world.mary, correct(world.alice, approved(800_00), amount_pence=780_00, bought_on=YESTERDAY))
    assert (within.approved_pence, within.decided_by_id, within.decided_as) == (800_00, world.mary.id, Role.MANAGER)
    assert (within.review, within.details.decision_reason) == (Review.NONE, "Needed")
    other = agree(world.sam, correct(world.alice, approved(700_00), family=second))
    assert (other.family_id, other.approved_pence, other.decided_by_id) == (second.id, None, None)
    assert (other.review, other.decided_as) == (Review.OPEN, None), "it stands as already paid, and waits"
    assert position(second) == Position(3_000_00, 0, 700_00)
    with transaction():
        actions.review_spend(world.mary, other, accept=True, reason="Right family", on=TODAY, at=NOON)
    whole()


def test_a_wrong_family_is_corrected_at_once_and_what_came_back_and_receipts_move_along(
    world: World, second: Family, tmp_path: Any
) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 120_00, category_id=world.scheme.categories[1].id)
    with transaction():
        receipt = actions.add_receipt(world.alice, spend, read_receipt(picture()), tmp_path, at=NOON)
        back = refunded(world.alice, spend, 20_00)
    new = counts(correct(world.alice, spend, family=second, amount_pence=110_00))
    assert position(world.family) == Position(1_000_00, 0, 0)
    assert (position(second), net_paid(new)) == (Position(3_000_00, 0, 90_00), 90_00)
    assert [each.id for each in new.receipts] == [receipt.id, *(each.id for each in new.receipts[1:])]
    assert (len(new.receipts), spend.receipts) == (2, [])
    (moved,) = new.refunds
    assert (moved.amount_pence, moved.ticked_at, back.ticked_at) == (20_00, None, NOON)
    assert new.category_id == world.scheme.categories[1].id
    assert worker_total(world.family) == 120_00
    assert worker_total(second) == 120_00
    with pytest.raises(Refusal, match=r"£20\.00 came back"):
        correct(world.alice, new, amount_pence=20_00)
    whole()


def test_the_place_a_purchase_is_moved_to_must_be_able_to_take_it(world: World, second: Family) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 40_00)
    with transaction():
        poor = family(world.team, "WM-060", "Poor", world.alice, world.scheme)
        late = family(world.team, "WM-061", "Late", world.alice, world.scheme, opened_on=TODAY)
    limit(world, 100_00, late)
    for words, answer in (
        ("no limit on that day", {"family": poor}),
        ("no devolved budget", {"family": world.comparison}),
        ("began on", {"family": late, "bought_on": YESTERDAY}),
        ("in the future", {"bought_on": TODAY + timedelta(days=1)}),
    ):
        with pytest.raises(Refusal, match=words):
            correct(world.alice, spend, **answer)
    helped = counts(correct(world.alice, spend, family=world.comparison, kind=SpendKind.OTHER_HELP))
    assert (helped.kind, helped.period_id, helped.decided_as) == (SpendKind.OTHER_HELP, None, Role.PRACTITIONER)
    again = counts(correct(world.alice, helped, family=second, kind=SpendKind.DEVOLVED))
    assert (position(world.family), position(second)) == (Position(1_000_00, 0, 0), Position(3_000_00, 0, 40_00))
    over = counts(correct(world.alice, again, family=late, amount_pence=140_00))
    assert (over.over_pence, over.review, position(late)) == (40_00, Review.OPEN, Position(100_00, 0, 100_00, 40_00))
    whole()


def test_the_days_for_mending_alone_run_from_the_first_recording(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 40_00)
    later = NOON + timedelta(days=6)
    new = counts(correct(world.alice, spend, amount_pence=41_00, at=later))
    assert waits(correct(world.alice, new, amount_pence=42_00, at=later + timedelta(days=2)))
    seen = bought(world.alice, world.family, 10_00)
    with transaction():
        document(world.alice, seen)
        actions.see_receipt(world.mary, seen, on=TODAY, at=NOON)
    assert waits(correct(world.alice, seen, amount_pence=11_00))
    assert waits(correct(world.bob, bought(world.alice, world.family, 12_00), amount_pence=13_00)), "not bob's own"


def test_a_request_is_withdrawn_and_asked_for_anew_and_an_approval_keeps_its_amount(world: World) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 900_00, needed_by=TODAY)
    new = counts(correct(world.alice, spend, amount_pence=700_00, bought_what="A smaller one"))
    assert (spend.state, new.state, new.planned_pence) == (SpendState.WITHDRAWN, SpendState.REQUESTED, 700_00)
    assert (new.corrects_id, new.needed_by, position(world.family)) == (spend.id, TODAY, Position(2_000_00, 700_00, 0))
    with transaction():
        actions.approve_spend(world.mary, new, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="Record the purchase with what it really cost"):
        correct(world.alice, new, amount_pence=690_00)
    assert counts(correct(world.alice, new, supplier="Corner shop")).details.supplier == "Corner shop"
    whole()


def test_a_declined_correction_leaves_everything_as_it_was(world: World, second: Family) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 40_00)
    made = waits(correct(world.bob, spend, family=second))
    with transaction():
        actions.decide_proposal(world.mary, made, agree=False, reason="It was theirs", on=TODAY, at=NOON)
    assert (made.state, spend.state, position(second)) == (ProposalState.DECLINED, "bought", Position(3_000_00, 0, 0))
    assert db.session.query(Spend).filter_by(corrects_id=spend.id).all() == []
    whole()
