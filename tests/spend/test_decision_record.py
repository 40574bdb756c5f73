"""A purchase as a case note, and the record of a decision to print, with the family told of a refusal."""

from datetime import timedelta

import pytest

from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.people.actions.give_cover import give_cover
from budgettracker.spend import actions
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit
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
