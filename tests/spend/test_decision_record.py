"""A purchase as a case note, and the record of a decision to print, with the family told of a refusal."""

from datetime import timedelta
from typing import Any

import pytest

from budgettracker.budgets import actions as budgets
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, corrected, limit
from tests.factories.world import NOON, World


def declined(world: World) -> Spend:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 700_00)
    with transaction():
        actions.decline_spend(world.mary, spend, "Ask the landlord first.", on=TODAY, at=NOON)
    return spend


def test_only_of_a_refusal_is_the_family_told_and_with_words(world: World) -> None:
    spend = declined(world)
    for told_on, how, words in (
        (TODAY + timedelta(days=1), "By phone", "from the decision until today"),
        (TODAY - timedelta(days=1), "By phone", "from the decision until today"),
        (TODAY, "", "how they were told"),
    ):
        with pytest.raises(Refusal, match=words), transaction():
            actions.tell_family(world.bob, spend, told_on, how, on=TODAY, at=NOON)
    with transaction():
        actions.tell_family(world.bob, spend, TODAY, "By phone", on=TODAY, at=NOON)
    assert db.session.get_one(Spend, spend.id).told_by_id == world.bob.id
    other = bought(world.alice, world.family, 40_00)
    with pytest.raises(Refusal, match="was declined"), transaction():
        actions.tell_family(world.bob, other, TODAY, "By phone", on=TODAY, at=NOON)


@pytest.mark.pages
def test_the_record_says_what_was_asked_considered_decided_and_told(alice: PageClient, world: World) -> None:
    spend = declined(world)
    record = f"/spend/{spend.id}/record"
    assert "Not yet." in alice.get(record).text
    assert alice.send(f"/spend/{spend.id}/told", how="By phone; she was cross").status == 303
    text = alice.get(record).text
    for words in (
        "Amount asked for £700.00",
        "Asked by Alice Archer",
        "The family had before Nothing yet",
        "By Mary Moss",
        "Why Ask the landlord first.",
        "by Alice Archer: By phone; she was cross",
        "Local Government and Social Care Ombudsman",
    ):
        assert words in text, words
    note = alice.get(f"/spend/{spend.id}").text
    assert "Alice Archer asked for £700.00 from the devolved budget for A washing machine." in note
    assert "Mary Moss declined it on 15 June 2026. Reason: Ask the landlord first." in note


def test_the_record_says_what_was_left_when_it_was_decided(alice: PageClient, world: World) -> None:
    """A purchase before it counts, one after it and a limit raised since do not; nor does the purchase itself."""

    def left(spend: Spend) -> str:
        text = alice.get(f"/spend/{spend.id}/record").text
        return text[text.index("Limit £") : text.index("The family had before")].strip()

    def then(hours: int) -> dict[str, Any]:
        return {"on": TODAY, "at": NOON + timedelta(hours=hours)}

    def told(pence: int, hours: int) -> Spend:
        order = actions.Purchase(amount_pence=pence, bought_what="A bed", bought_on=TODAY, purpose="Sleep")
        return actions.log_spend(world.alice, world.family, order, **then(hours))

    limit(world, 2_000_00)
    with transaction():
        told(100_00, 1)
        no, yes = told(700_00, 2), told(600_00, 2)
    assert left(no) == "Limit £2,000.00 Left £1,300.00 before, £600.00 after"
    with transaction():
        actions.decline_spend(world.mary, no, "Too much", **then(3))
        actions.approve_spend(world.mary, yes, "Yes", **then(4))
    with transaction():
        alone = told(50_00, 5)
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 3_000_00, "More", **then(6))
        budgets.approve_limit(world.mary, change, **then(6))
        actions.record_purchase(world.alice, yes, 580_00, TODAY, **then(7))
    assert left(no) == "Limit £2,000.00 Left £1,300.00 before, £600.00 after"
    assert left(yes) == "Limit £2,000.00 Left £1,900.00 before, £1,300.00 after"
    assert left(alone) == "Limit £2,000.00 Left £1,300.00 before, £1,250.00 after"
    with transaction():
        mended = corrected(world.alice, db.session.get_one(Spend, alone.id), amount_pence=40_00, at=then(8)["at"])
        assert isinstance(mended, Spend)
    assert left(mended) == "Limit £3,000.00 Left £2,320.00 before, £2,280.00 after"


@pytest.mark.pages
def test_who_decided_as_cover_stands_there_with_both_names(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 2_390_00)
    with transaction():
        give_cover(world.sam, world.sam, world.mary, TODAY, TODAY, on=TODAY, at=NOON)
    with transaction():
        actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
    for address in (f"/spend/{spend.id}", f"/spend/{spend.id}/record"):
        assert "Mary Moss (as cover for Sam Stone) approved £2,390.00." in alice.get(address).text
        assert "Alice Archer asked for £2,390.00." in alice.get(address).text


@pytest.mark.pages
def test_what_was_bought_is_a_note_too(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 45_00)
    assert (
        "15 June 2026: £45.00 from the devolved budget for A washing machine. It should help with: Clean clothes. "
        "Recorded by Alice Archer. The receipt is still missing."
    ) in alice.get(f"/spend/{spend.id}").text
