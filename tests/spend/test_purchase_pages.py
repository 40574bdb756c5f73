"""One purchase's pages: where it is, who has it, and each deed with its refusals, replays and doors that stay shut."""

from typing import Any

import pytest
from flask import Flask

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.spend import actions
from budgettracker.spend.models import Spend, SpendProposal
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, file, limit, noon, picture, position, spends
from tests.factories.world import NOON, World

pytestmark = pytest.mark.pages


def approved(world: World, pence: int = 800_00) -> Spend:
    spend = bought(world.alice, world.family, pence)
    with transaction():
        actions.approve_spend(world.sam, spend, on=TODAY, at=NOON)
    return spend


def test_an_approved_purchase_is_recorded_at_its_actual_price(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = approved(world)
    url = f"/spend/{spend.id}/buy"
    assert url in alice.get(f"/spend/{spend.id}").html
    assert alice.get(url).form()["amount"] == "800.00"
    sent = alice.send(url, amount="749.99", payment_method="invoice", supplier="Curry & Co")
    assert sent.status == 303
    text = alice.get(sent.location).text
    for words in ("Bought", "Asked for £800.00", "Approved £800.00", "Paid £749.99", "Curry & Co", "Sam Stone"):
        assert words in text
    assert position(world) == Position(1_000_00, 0, 749_99)


def test_a_price_beyond_the_limit_is_told_in_words_and_red(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = approved(world)
    seen = alice.get(alice.send(f"/spend/{spend.id}/buy", amount="1050", payment_method="invoice").location)
    assert "£50.00 of this is over the limit" in seen.text
    assert "Mary Moss (manager) or Sam Stone (senior manager) can decide" in seen.text
    assert "money--over" in seen.html


def test_a_request_can_be_withdrawn(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 800_00)
    seen = alice.get(f"/spend/{spend.id}")
    for words in (
        "Requested",
        "needs a decision",
        "Mary Moss (manager) or Sam Stone (senior manager) can decide",
        "waited since 15 June 2026 at 13:00",
    ):
        assert words in seen.text
    assert alice.send(f"/spend/{spend.id}/withdraw").location == f"/spend/{spend.id}"
    assert "Alice Archer withdrew it" in alice.get(f"/spend/{spend.id}").text
    assert position(world) == Position(1_000_00, 0, 0)


def test_when_the_only_manager_asks_the_level_above_decides_and_the_page_says_who(
    mary: PageClient, world: World
) -> None:
    limit(world, 1_000_00)
    own = bought(world.mary, world.family, 800_00)
    text = mary.get(f"/spend/{own.id}").text
    assert "Sam Stone (senior manager) can decide" in text
    assert "This is your own request of £800.00, so somebody else decides it." in text
    sent = mary.send(f"/spend/{own.id}/decide", decision="approve")
    assert sent.status == 422
    assert "This is your own request" in sent.text
    assert spends()[0].state == "requested"


def test_money_that_came_back_is_recorded_and_never_more_than_was_paid(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    url = f"/spend/{spend.id}/refund"
    refused = alice.send(url, amount="100.01")
    assert refused.status == 422
    assert "At most £100.00 can come back" in refused.text
    assert refused.form()["amount"] == "100.01"
    assert "before it was spent" in alice.send(url, amount="1", **{"refunded_on-day": "14"}).text
    seen = alice.get(alice.send(url, amount="30", receipt=file(picture())).location)
    for words in ("Came back on 15 June 2026", "-£30.00", "Cost £70.00", "recorded that £30.00 came back"):
        assert words in seen.text
    assert position(world).spent_pence == 70_00
    alice.as_(world.mary.email)
    assert "£30.00 came back: A washing machine" in alice.get("/decisions/to-tick").text
    (refund,) = spends()[0].refunds
    assert alice.send("/decisions/to-tick", ticked=[str(refund.id)]).status == 303
    assert "Nothing to tick" in alice.get("/decisions/to-tick").text


def test_money_that_came_back_without_a_slip_is_proposed_and_a_manager_agrees(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    seen = alice.get(alice.send(f"/spend/{spend.id}/refund", amount="30").location)
    assert "Proposed Was £100.00, is £70.00" in seen.text
    assert position(world).spent_pence == 100_00
    alice.as_(world.mary.email)
    waits = alice.get("/decisions")
    assert "A washing machine for WM-001 Okafor: was £100.00, is £70.00" in waits.text
    (proposal,) = db.session.query(SpendProposal)
    url = f"/spend/proposals/{proposal.id}"
    assert "Was £100.00, is £70.00" in alice.get(url).text
    assert "Say why" in alice.send(url, decision="decline").text
    assert alice.send(url, decision="agree").status == 303
    assert position(world).spent_pence == 70_00


def test_a_refund_or_a_price_for_what_is_in_another_state_is_refused_in_words(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    request, paid = bought(world.alice, world.family, 800_00), bought(world.alice, world.family, 20_00)
    form = alice.get(f"/families/{world.family_id}/spend/new").form()
    for spend, deed, state in (
        (request, "refund", "requested"),
        (request, "buy", "requested"),
        (paid, "buy", "bought"),
    ):
        day = {
            f"{name}-{part}": form[f"bought_on-{part}"]
            for name in ("bought_on", "refunded_on")
            for part in ("day", "month", "year")
        }
        answers = {**form, **day, **DEEDS[deed], "form_key": f"{spend.id}{deed}"}
        sent = alice.post(f"/spend/{spend.id}/{deed}", answers)
        assert (sent.status, f"been {state} already" in sent.text) == (422, True), (deed, sent.text)


def test_a_mistake_is_taken_out_of_the_sums_with_a_reason(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    url = f"/spend/{spend.id}/reverse"
    assert "Say what was wrong" in alice.send(url, reason=" ").text
    seen = alice.get(alice.send(url, reason="The wrong family").location)
    for words in ("Reversed", "Reversed on 15 June 2026", "The wrong family", "reversed £100.00."):
        assert words in seen.text
    assert position(world) == Position(1_000_00, 0, 0)
    assert spends()[0].paid_pence == 100_00


DEEDS: dict[str, dict[str, Any]] = {
    "buy": {"amount": "800", "payment_method": "invoice"},
    "refund": {"amount": "5"},
    "reverse": {"reason": "Wrong"},
    "withdraw": {},
    "decide": {"decision": "approve"},
    "review": {"decision": "accept", "reason": "Fine"},
}


def ready_for(deed: str, world: World) -> Spend:
    """A purchase that this deed fits."""
    if deed == "buy":
        return approved(world)
    if deed in ("withdraw", "decide"):
        return bought(world.alice, world.family, 800_00)
    if deed == "review":
        return bought(world.alice, world.family, 1_100_00, already_paid=True)
    return bought(world.alice, world.family, 100_00)


@pytest.mark.parametrize("deed", DEEDS)
def test_the_same_form_sent_again_is_one_deed_with_the_same_answer(mary: PageClient, world: World, deed: str) -> None:
    limit(world, 1_000_00)
    spend = ready_for(deed, world)
    url = f"/spend/{spend.id}/{deed}"
    data = {**mary.get(url).form(), **DEEDS[deed]}
    before = db.session.query(AuditRecord).filter_by(subject_id=spend.id).count()
    first, again = mary.post(url, data), mary.post(url, data)
    assert (first.status, again.status) == (303, 303), first.text
    assert first.location == again.location
    lines = db.session.query(AuditRecord).filter_by(subject_id=spend.id).count()
    assert lines == before + 1
    assert mary.post(url, {**data, "reason": "Other words"}).status == 409


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_does_not_fit_any_more_is_refused_in_words_and_its_page_leads_back(
    mary: PageClient, world: World, deed: str
) -> None:
    limit(world, 1_000_00)
    spend = ready_for(deed, world)
    url = f"/spend/{spend.id}/{deed}"
    data, late = ({**mary.get(url).form(), **DEEDS[deed]} for _ in range(2))
    assert mary.post(url, data).status == 303
    sent = mary.post(url, late)
    assert sent.status == 422
    assert "already" in sent.text
    assert mary.get(url).location == f"/spend/{spend.id}"


def test_other_teams_and_authorities_find_nothing(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    for who in (world.carol, world.dave):
        client.as_(who.email)
        token = client.get("/account").form()["csrf_token"]
        data = {"csrf_token": token, "form_key": "k", "amount": "1", "reason": "x"}
        assert client.get(f"/spend/{spend.id}").status == 404
        for deed in ("buy", "refund", "correct", "withdraw", "receipt"):
            assert client.get(f"/spend/{spend.id}/{deed}").status == 404
            assert client.post(f"/spend/{spend.id}/{deed}", data).status == 404
        client.sign_out()
    assert position(world) == Position(1_000_00, 0, 100_00)


def test_an_auditor_sees_a_purchase_and_can_do_nothing_with_it(app: Flask, client: PageClient, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    client.as_(world.audrey.email)
    seen = client.get(f"/spend/{spend.id}")
    assert "A washing machine" in seen.text
    forms = [form.get("action") for form in seen.page.iter("form")]
    assert forms == ["/sign-out"]
    for deed in (*DEEDS, "receipt"):
        assert f"/spend/{spend.id}/{deed}" not in seen.html
        data = {"csrf_token": seen.form()["csrf_token"], "form_key": "k", **DEEDS.get(deed, {})}
        assert client.post(f"/spend/{spend.id}/{deed}", data).status == 403
    assert position(world) == Position(1_000_00, 0, 100_00)


@pytest.mark.parametrize("who", ["fiona", "adam", "eve"])
def test_finance_administrators_and_evaluators_see_no_purchase(
    app: Flask, client: PageClient, world: World, who: str
) -> None:
    app.config["CLOCK"] = noon
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    client.as_(getattr(world, who).email)
    assert client.get(f"/spend/{spend.id}").status == 403


def test_looking_at_a_purchase_is_recorded_as_a_view_of_the_family(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00)
    alice.get(f"/spend/{spend.id}")
    views = db.session.query(AuditRecord).filter_by(subject_id=world.family_id, deed=Deed.FAMILY_VIEWED).count()
    assert views == 1


def test_words_that_look_like_code_are_shown_as_they_are(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 100_00, supplier="<script>alert(1)</script>", note="{{ 7*7 }}")
    seen = alice.get(f"/spend/{spend.id}")
    assert "<script>alert" not in seen.html
    assert "{{ 7*7 }}" in seen.text
