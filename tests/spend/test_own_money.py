"""Money to the recorder's own pocket: recorded at once, and not to be reimbursed before somebody else has confirmed it."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from budgettracker.access import DECIDERS
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.queries import as_recorded
from budgettracker.ledger.queries.second_hands import faults, how_many_before
from budgettracker.people.models import Authority, Person
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend.actions.record_past_money import PastMoney
from budgettracker.spend.actions.write_past_money import PastDecision
from budgettracker.spend.kinds import PaymentMethod, Reimbursement, Review, SpendKind, SpendState
from budgettracker.spend.models import Spend, SpendProposal
from budgettracker.spend.queries import standing, who_may
from budgettracker.spend.queries.own_pocket import how_much_own_money
from budgettracker.versions import version_of
from tests.factories.second_hands import at, browser, go_live, suspend_all
from tests.factories.spend import TODAY, bought, corrected, limit, refunded
from tests.factories.world import NOON, World

OWN, CASH, CARD = PaymentMethod.OWN_MONEY, PaymentMethod.CASH, PaymentMethod.PURCHASE_CARD


@pytest.fixture(autouse=True)
def a_limit(app: Flask, world: World) -> None:
    at(app, NOON)
    limit(world, 6_000_00)


def decide(by: Person, spend: Spend, confirm: bool = True, reason: str = "") -> None:
    with transaction():
        actions.decide_reimbursement(by, spend, confirm=confirm, reason=reason, on=TODAY, at=NOON)


def test_who_bought_never_confirms_and_who_could_decide_the_price_does(world: World) -> None:
    own = bought(world.alice, world.family, 40_00, payment_method=OWN)
    by_manager = bought(world.mary, world.family, 30_00, payment_method=CASH)
    card = bought(world.alice, world.family, 20_00, payment_method=CARD)
    dear = bought(world.alice, world.family, 3_000_00, payment_method=OWN)
    with transaction():
        actions.approve_spend(world.sam, dear, on=TODAY, at=NOON)
        actions.record_purchase(world.bob, dear, 3_000_00, TODAY, on=TODAY, at=NOON)
    states = [spend.reimbursement for spend in (own, by_manager, card, dear)]
    assert states == [Reimbursement.WAITING, Reimbursement.WAITING, Reimbursement.NONE, Reimbursement.WAITING]
    assert {spend.state for spend in (own, by_manager, card, dear)} == {SpendState.BOUGHT}
    assert how_much_own_money(world.mary, TODAY) == 3
    refused = (
        (world.alice, own, "your own request"),
        (world.bob, own, "A manager of the family's team decides about £40.00"),
        (world.mary, by_manager, "your own request"),
        (world.bob, dear, "your own request"),
        (world.mary, dear, "A senior manager decides it"),
        (world.mary, card, "Nothing about this purchase waits"),
    )
    for person, spend, words in refused:
        with pytest.raises(Refusal, match=words):
            decide(person, spend)
    with pytest.raises(Refusal, match="Say why"):
        decide(world.mary, own, confirm=False)
    decide(world.mary, own)
    decide(world.sam, by_manager, confirm=False, reason="No receipt")
    decide(world.sam, dear)
    assert (own.reimbursement, own.reimbursement_by_id) == (Reimbursement.CONFIRMED, world.mary.id)
    assert (by_manager.reimbursement, by_manager.details.reimbursement_reason) == (Reimbursement.REFUSED, "No receipt")
    with pytest.raises(Refusal, match="Nothing about this purchase waits"):
        decide(world.sam, own)
    assert how_much_own_money(world.mary, TODAY) == 0
    assert faults() == []
    with pytest.raises(IntegrityError), transaction():
        own.reimbursement_by_id = world.alice.id


def test_a_decision_afterwards_is_one_about_the_pocket_too_and_a_mistake_leaves_nothing(world: World) -> None:
    kept = bought(world.alice, world.family, 900_00, payment_method=OWN, already_paid=True)
    lost = bought(world.alice, world.family, 800_00, payment_method=OWN, already_paid=True)
    assert (kept.review, how_much_own_money(world.mary, TODAY)) == (Review.OPEN, 0)
    with pytest.raises(Refusal, match="The purchase itself waits"):
        decide(world.mary, kept)
    with transaction():
        actions.review_spend(world.mary, kept, accept=True, reason="Seen", on=TODAY, at=NOON)
        actions.review_spend(world.mary, lost, accept=False, reason="Not needed", on=TODAY, at=NOON)
    assert (kept.reimbursement, lost.reimbursement) == (Reimbursement.CONFIRMED, Reimbursement.REFUSED)
    mistake = bought(world.alice, world.family, 20_00, payment_method=OWN)
    back = bought(world.alice, world.family, 20_00, payment_method=OWN)
    with transaction():
        actions.reverse_spend(world.alice, mistake, "Typed twice", on=TODAY, at=NOON)
    refunded(world.alice, back, 5_00)
    assert (mistake.reimbursement, back.reimbursement) == (Reimbursement.NONE, Reimbursement.WAITING)
    assert how_much_own_money(world.sam, TODAY) == 1


def test_what_was_paid_back_or_excused_is_taken_out_by_two(world: World) -> None:
    """Reimbursed on a manager's word, then gone from the cost on the worker's own: the money would stay with the worker."""
    paid, excused, renamed = (bought(world.alice, world.family, 40_00 + n, payment_method=OWN) for n in range(3))
    for spend in (paid, renamed):
        decide(world.mary, spend)
    with transaction():
        actions.excuse_receipt(world.mary, excused, "The stall gives none", on=TODAY, at=NOON)
        corrected(world.alice, renamed, payment_method=CARD)
        dearer = corrected(world.alice, renamed, amount_pence=45_00)
    assert isinstance(dearer, Spend)
    for spend in (paid, excused, dearer):
        with transaction():
            made = actions.reverse_spend(world.alice, spend, "Never bought", on=TODAY, at=NOON)
        assert isinstance(made, SpendProposal)
        assert spend.state == SpendState.BOUGHT


def test_another_way_of_paying_or_price_waits_anew(world: World) -> None:
    spend = bought(world.alice, world.family, 40_00, payment_method=OWN)
    decide(world.mary, spend)
    values: dict[str, Any] = {"bought_what": "A washing machine", "purpose": "Clean clothes", "bought_on": TODAY}
    ways = (
        (CARD, 40_00, Reimbursement.NONE),
        (CASH, 40_00, Reimbursement.WAITING),
        (CASH, 41_00, Reimbursement.WAITING),
    )
    for method, pence, state in ways:
        purchase = actions.Purchase(amount_pence=pence, payment_method=method, **values)
        with transaction():
            now = actions.correct_spend(
                *(world.alice, spend, world.family, purchase, SpendKind.DEVOLVED, "Typed wrongly"),
                version=version_of(standing(spend)),
                on=TODAY,
                at=NOON,
            )
        assert isinstance(now, Spend)
        assert now.reimbursement == state
        spend = now
        if state == Reimbursement.WAITING:
            decide(world.mary, spend)
    assert spend.corrects_id is not None
    claimed = bought(world.bob, world.family, 30_00, payment_method=CARD)
    with transaction():
        corrected(world.mary, claimed, payment_method=OWN)
    with pytest.raises(Refusal, match="You put right what this says"):
        decide(world.mary, claimed)
    assert [each.person.id for each in who_may(claimed, DECIDERS, TODAY)] == [world.sam.id]
    decide(world.sam, claimed)
    assert how_many_before() == 0, "words put right are no older deeds"
    assert [*faults(), *as_recorded.faults()] == [], "the first was confirmed, and then another took its place"


def test_the_imported_past_waits_for_nobody_and_a_live_import_does(world: World) -> None:
    scheme = db.session.get_one(Scheme, world.scheme.id)
    of, result = world.family, []
    for number in (1, 2):
        purchase = actions.Purchase(amount_pence=25_00, bought_what="Shoes", bought_on=TODAY, payment_method=OWN)
        past = PastDecision(reference=f"R{number}", recorded_by=world.alice, requested_at=NOON)
        with transaction():
            db.session.get_one(Authority, world.authority.id).live_since = NOON if number == 2 else None
            money = PastMoney(world.fiona, world.authority.id, [of.id], on=TODAY, at=NOON)
            money.buy(of, scheme, purchase, past)
            money.write()
        result.append(db.session.query(Spend).filter_by(reference=f"R{number}").one().reimbursement)
    assert result == [Reimbursement.NONE, Reimbursement.WAITING]


def test_the_pages_say_it_confirm_several_and_name_who_may(app: Flask, world: World) -> None:
    go_live(world)
    alice, mary, fiona = (browser(app, person) for person in (world.alice, world.mary, world.fiona))
    mine, hers, third = (
        bought(by, world.family, pence, payment_method=OWN)
        for by, pence in ((world.alice, 41_00), (world.mary, 42_00), (world.bob, 43_00))
    )
    shown = alice.get(f"/spend/{mine.id}").text
    assert "Waits for confirmation, not to be reimbursed" in shown
    assert "Decide whether it is paid back" not in shown
    assert "Waits for confirmation, not to be reimbursed" in fiona.get(f"/ledger/spend/{mine.id}").text
    assert "Own money to confirm: 3 wait, not reimbursed until then" in mary.get("/decisions").text
    listed = mary.get("/decisions/own-money").html
    assert "Waits since 15 June 2026" in listed
    assert f'value="{mine.id}-' in listed
    assert f'value="{hers.id}-' not in listed, "she bought it"
    seen = mary.send("/decisions/own-money", ticked=[str(mine.id), str(hers.id), "nonsense"])
    after = mary.get(seen.location).text
    assert "1 confirmed." in after
    assert (
        "£42.00, A washing machine, for WM-001 Okafor. My own money, to be paid back. This is your own request" in after
    )
    page = mary.get(f"/spend/{third.id}/reimbursement").text
    assert "Mary Moss (manager), Sam Stone (senior manager)" in page
    wrong = mary.send(f"/spend/{third.id}/reimbursement", decision="refuse")
    assert wrong.status == 422
    assert "Say why it is not paid back" in wrong.text
    assert mary.send(f"/spend/{third.id}/reimbursement", decision="confirm").status == 303
    assert "To reimburse, £43.00" in fiona.get(f"/ledger/spend/{third.id}").text
    history = mary.get(f"/history/spend/{third.id}").text
    assert "decided whether it is reimbursed" in history
    suspend_all(world.mary, world.sam)
    with transaction():
        spend = db.session.get_one(Spend, hers.id)
        assert spend.reimbursement == Reimbursement.WAITING


def test_several_confirmed_at_once_are_what_was_read_on_the_list(app: Flask, world: World) -> None:
    """Ticked as a washing machine, a television by the time it is sent: it is left and named, and read anew it is meant."""
    changed, same = (bought(world.alice, world.family, pence, payment_method=OWN) for pence in (41_00, 42_00))
    mary = browser(app, world.mary)

    def ticks(html: str, *spends: Spend) -> list[str]:
        return [tick for each in spends for tick in re.findall(rf'value="({each.id}-\w+)"', html)]

    listed = mary.get("/decisions/own-money")
    with transaction():
        corrected(world.alice, changed, bought_what="A television")
    sent = {**listed.form(), "ticked": ticks(listed.html, changed, same)}
    after = mary.get(mary.post("/decisions/own-money", sent).location)
    assert "1 confirmed." in after.text
    assert "A television, for WM-001 Okafor. My own money, to be paid back. What it says has changed" in after.text
    db.session.expire_all()
    assert [each.reimbursement for each in (changed, same)] == [Reimbursement.WAITING, Reimbursement.CONFIRMED]
    again = {**after.form(), "ticked": ticks(after.html, changed)}
    assert "1 confirmed." in mary.get(mary.post("/decisions/own-money", again).location).text
    db.session.expire_all()
    assert changed.reimbursement == Reimbursement.CONFIRMED


def test_the_smallest_authority_is_told_what_to_do(app: Flask, world: World) -> None:
    """One manager, who bought it, and a senior manager on leave: it waits, and the page says how to go on."""
    suspend_all(world.sam)
    mine = bought(world.mary, world.family, 41_00, payment_method=OWN)
    shown = browser(app, world.mary).get(f"/spend/{mine.id}/reimbursement").text
    assert "Ask an administrator for cover, or for another manager" in shown
    assert (
        "Ask an administrator for cover, or for another manager"
        in browser(app, world.mary).get(f"/spend/{mine.id}").text
    )
    other = bought(world.alice, world.family, 41_00, payment_method=OWN)
    alice = browser(app, world.alice)
    assert "not to be reimbursed. Mary Moss (manager) can confirm it." in alice.get(f"/spend/{other.id}").text
    decide(world.mary, other)
    assert other.reimbursement == Reimbursement.CONFIRMED
    assert "can confirm it" not in alice.get(f"/spend/{other.id}").text
