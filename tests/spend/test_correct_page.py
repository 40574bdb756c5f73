"""The page that corrects a purchase: filled with what stands, refused in words, leading to the purchase that counts."""

import pytest

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.families.models import Family
from budgettracker.spend.actions import approve_spend
from budgettracker.spend.models import Spend, SpendProposal
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, log, spends
from tests.factories.world import NOON, World, child, family, scheme

pytestmark = pytest.mark.pages


@pytest.fixture
def second(world: World) -> Family:
    """Another family of the team whose scheme has categories of its own."""
    with transaction():
        other = scheme(world.authority, "Elsewhere")
        other.categories[0].name = "Furniture"
        made = family(world.team, "WM-050", "Hale", world.alice, other)
        child(made, "C9")
        change = budgets.propose_limit(world.alice, made, other, 900_00, "Start", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)
    return made


def test_the_form_is_filled_with_everything_that_was_typed_and_saving_it_untouched_changes_nothing(
    alice: PageClient, world: World
) -> None:
    limit(world, 1_000_00)
    log(alice, world, "45.00", supplier="Corner shop", note="Second-hand", vat="7.50")
    (spend,) = spends()
    url = f"/spend/{spend.id}/correct"
    form = alice.get(url).form()
    values = {"amount": "45.00", "bought_what": "A washing machine", "supplier": "Corner shop", "vat": "7.50"}
    assert form.items() >= {**values, "family": str(world.family_id), "bought_on-day": "15"}.items()
    assert not {"receipt", "needed_by-day", "already_paid", "regular"} & set(form)
    assert alice.post(url, form).location == f"/spend/{spend.id}"
    assert spends() == [spend]


def test_a_wrong_amount_leads_to_the_purchase_that_counts_and_the_first_one_leads_there_too(
    alice: PageClient, world: World
) -> None:
    limit(world, 1_000_00)
    log(alice, world, "450.00")
    (spend,) = spends()
    sent = alice.send(f"/spend/{spend.id}/correct", amount="45.00", bought_what="A cot")
    new = alice.get(sent.location)
    for words in ("£45.00", "It puts right what was recorded first", "running totals count £450.00", "A cot"):
        assert words in new.text
    old = alice.get(f"/spend/{spend.id}")
    for words in (
        "Reversed",
        "This was put right",
        "Until 15 June 2026",
        "corrected by Alice Archer: A washing machine",
    ):
        assert words in old.text
    assert alice.get(f"/spend/{spend.id}/correct").location == f"/spend/{spend.id}", "nothing is left to correct"


def test_what_the_other_familys_scheme_has_no_category_for_is_refused_and_its_categories_are_offered(
    alice: PageClient, world: World, second: Family
) -> None:
    limit(world, 1_000_00)
    log(alice, world)
    (spend,) = spends()
    url = f"/spend/{spend.id}/correct"
    refused = alice.send(url, family=str(second.id))
    assert (refused.status, "has no category called Household goods" in refused.text) == (422, True)
    (furniture,) = [each for each in refused.page.iter("option") if each.text == "Furniture"]
    sent = alice.post(url, {**refused.form(), "category": furniture.get("value")})
    assert sent.status == 303
    (new,) = [each for each in spends() if each.id != spend.id]
    assert (new.family_id, str(new.category_id), sent.location) == (
        second.id,
        furniture.get("value"),
        f"/spend/{new.id}",
    )


def test_two_people_at_once_and_a_proposal_read_by_its_decider(alice: PageClient, world: World, second: Family) -> None:
    limit(world, 9_000_00)
    spend = bought(world.alice, world.family, 4_990_00, already_paid=True)
    url = f"/spend/{spend.id}/correct"
    first, late = alice.get(url).form(), alice.get(url).form()
    assert alice.post(url, {**first, "note": "A nought too many"}).status == 303
    answer = alice.post(url, {**late, "amount": "49.90"})
    assert (answer.status, "Somebody else has corrected this" in answer.text) == (422, True)
    assert alice.post(url, answer.form()).location == f"/spend/{spend.id}"
    assert "Was £4,990.00, is £49.90: " not in alice.get(f"/spend/{spend.id}").text
    assert "moves until Sam Stone (senior manager) agrees." in alice.get(f"/spend/{spend.id}").text, (
        "above a manager's band"
    )
    assert "Was £4,990.00, is £49.90" in alice.get(f"/spend/{spend.id}").text
    assert "waits for a decision already" in alice.get(url).text
    assert f"/spend/{spend.id}/refund" not in alice.get(f"/spend/{spend.id}").html, "one thing at a time"
    made = db.session.query(SpendProposal).one()
    offered = [
        f"/spend/proposals/{made.id}" in alice.as_(each).get(f"/spend/{spend.id}").html
        for each in (world.mary, world.sam)
    ]
    assert offered == [False, True]
    page = alice.get(f"/spend/proposals/{made.id}")
    assert "Was £4,990.00, is £49.90" in page.text
    sent = alice.post(f"/spend/proposals/{made.id}", {**page.form(), "decision": "agree"})
    assert sent.status == 303
    assert db.session.query(Spend).filter_by(corrects_id=spend.id).one().paid_pence == 49_90


def test_an_approved_purchase_asks_for_no_amount_and_a_family_of_another_team_is_not_offered(
    alice: PageClient, world: World
) -> None:
    limit(world, 2_000_00)
    spend = bought(world.alice, world.family, 800_00)
    with transaction():
        approve_spend(world.mary, spend, on=TODAY, at=NOON)
        away = family(world.other_team, "WS-001", "Far", None, world.scheme)
    url = f"/spend/{spend.id}/correct"
    form = alice.get(url).form()
    assert not {"amount", "family", "bought_on-day"} & set(form)
    assert alice.post(url, {**form, "supplier": "Big Al's"}).status == 303
    small = bought(world.alice, world.family, 10_00)
    sent = alice.send(f"/spend/{small.id}/correct", family=str(away.id))
    assert (sent.status, "Choose from the list" in sent.text) == (422, True)
