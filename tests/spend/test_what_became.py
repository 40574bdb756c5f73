"""What became of purchases: the law they were given under, that they reached the family, and whether they helped."""

from datetime import date, timedelta

import pytest

from budgettracker.budgets.queries import position_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.kinds import LegalBasis
from budgettracker.families.rules import basis_of_purchase
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Authority
from budgettracker.spend import actions
from budgettracker.spend.kinds import Helped
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.did_it_help import how_many_to_say, to_say_whether_helped
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, corrected, limit, log
from tests.factories.world import NOON, World


@pytest.mark.parametrize(
    "nation, on, chosen, basis",
    [
        (Nation.ENGLAND, TODAY, "", LegalBasis.CHILD_IN_NEED),
        (Nation.WALES, date(2016, 4, 5), "", LegalBasis.CHILD_IN_NEED),
        (Nation.WALES, date(2016, 4, 6), "", LegalBasis.WELSH_NEEDS),
        (Nation.WALES, TODAY, LegalBasis.WELSH_LOOKED_AFTER, LegalBasis.WELSH_LOOKED_AFTER),
        (Nation.WALES, TODAY, LegalBasis.CHILD_IN_NEED, None),
        (Nation.ENGLAND, TODAY, LegalBasis.WELSH_NEEDS, None),
        (Nation.ENGLAND, date(2012, 2, 17), LegalBasis.GENERAL_POWER, None),
    ],
)
def test_the_law_of_a_purchase_is_that_of_the_nation_and_the_day(
    nation: Nation, on: date, chosen: str, basis: LegalBasis | None
) -> None:
    if basis is None:
        with pytest.raises(Refusal, match="could not be given under this law") as refused:
            basis_of_purchase(chosen, None, nation, on)
        assert refused.value.field == "legal_basis"
    else:
        assert basis_of_purchase(chosen, None, nation, on) is basis


def dearer(world: World, spend: Spend) -> Spend:
    """The purchase that takes its place once its price is corrected, a pound more."""
    with transaction():
        new = corrected(world.alice, spend, amount_pence=(spend.paid_pence or 0) + 1_00)
    assert isinstance(new, Spend)
    assert new.corrects_id == spend.id
    return new


def test_the_law_is_frozen_on_the_purchase_and_goes_along_when_it_is_corrected(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 40_00)
    chosen = bought(world.alice, world.family, 30_00, legal_basis=LegalBasis.LOOKED_AFTER)
    with transaction():
        world.family.legal_basis = LegalBasis.SPECIAL_GUARDIANSHIP.words
        db.session.get_one(Authority, world.authority.id).nation = Nation.WALES
    assert db.session.get_one(Spend, spend.id).legal_basis == LegalBasis.CHILD_IN_NEED
    assert bought(world.alice, world.family, 20_00).legal_basis == LegalBasis.SPECIAL_GUARDIANSHIP
    assert dearer(world, chosen).legal_basis == LegalBasis.LOOKED_AFTER


def test_only_what_was_bought_reaches_the_family_and_on_a_day_that_can_be(world: World) -> None:
    limit(world, 5_000_00)
    answer = bought(world.alice, world.family, 700_00)
    spend = bought(world.alice, world.family, 40_00, bought_on=TODAY - timedelta(days=3))
    before = position_of(spend.period) if spend.period else None
    for which, day, words in (
        (answer, TODAY, "Only what was bought"),
        (spend, TODAY + timedelta(days=1), "in the future"),
        (spend, TODAY - timedelta(days=4), "before it was bought"),
    ):
        with pytest.raises(Refusal, match=words), transaction():
            actions.confirm_delivery(world.bob, which, day, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match="Only what was bought"), transaction():
        actions.note_help(world.alice, answer, Helped.YES, at=NOON)
    with transaction():
        actions.confirm_delivery(world.bob, spend, TODAY, on=TODAY, at=NOON)
        actions.note_help(world.bob, spend, Helped.NO, at=NOON)
        actions.note_help(world.alice, spend, Helped.PARTLY, at=NOON)
        actions.note_help(world.bob, spend, Helped.NO, family=True, at=NOON)
    spend = db.session.get_one(Spend, spend.id)
    assert (spend.delivered_on, spend.delivered_by_id) == (TODAY, world.bob.id)
    assert (spend.helped, spend.helped_by_id) == (Helped.PARTLY, world.alice.id)
    assert spend.period is None or position_of(spend.period) == before, "no money moved"
    new = dearer(world, spend)
    assert (new.delivered_on, new.helped, new.family_helped) == (TODAY, Helped.PARTLY, Helped.NO), "of the same family"


@pytest.mark.pages
def test_four_weeks_after_a_purchase_one_tap_says_whether_it_helped(alice: PageClient, world: World) -> None:
    limit(world, 1_000_00)
    old = bought(world.alice, world.family, 40_00, bought_on=TODAY - timedelta(days=28))
    bought(world.alice, world.family, 30_00, bought_on=TODAY - timedelta(days=27))
    bought(world.alice, world.family, 20_00, bought_on=TODAY - timedelta(days=112))
    assert [each.id for each in to_say_whether_helped(world.alice, TODAY, 10)] == [old.id]
    assert how_many_to_say(world.bob, TODAY) == 0, "leads no family"
    assert "Did it help? 1 purchase of four weeks ago or more" in alice.get("/my-families").text
    listed = alice.get("/spend/did-it-help")
    sent = alice.post(f"/spend/{old.id}/helped", listed.form(f"/spend/{old.id}/helped") | {"helped": "partly"})
    assert sent.location.endswith("/spend/did-it-help")
    assert "Nothing to say just now" in alice.get("/spend/did-it-help").text
    assert alice.send(f"/spend/{old.id}/delivered").status == 303
    text = alice.get(f"/spend/{old.id}").text
    for words in ("In part, Alice Archer", "Reached the family 15 June 2026", "Legal basis Section 17"):
        assert words in text, words
    assert alice.send(f"/spend/{old.id}/helped", helped="very").status == 422
    assert alice.send(f"/spend/{old.id}/helped", helped="no", whose="family").status == 303
    text = alice.get(f"/spend/{old.id}").text
    assert "In part, Alice Archer" in text, "the worker's own answer stays"
    assert "What the family says It did not help, written down by Alice Archer" in text
    sent = log(alice, world, "5", legal_basis=LegalBasis.CARE_LEAVER)
    assert "Sections 23C to 24D" in alice.get(sent.location).text
