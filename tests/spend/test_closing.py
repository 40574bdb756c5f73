"""A family is closed once its money is settled: a hold is never dropped silently, and nothing is bought afterwards."""

from datetime import date

import pytest

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.rules import Position
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family, FamilyPeriod
from budgettracker.spend import actions
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, log, position, spends
from tests.factories.world import NOON, World

YESTERDAY = date(2026, 6, 14)


def close(world: World, closed_on: date = TODAY) -> Family:
    with transaction():
        family = db.session.get_one(Family, world.family_id)
        return actions.close_settled_family(world.bob, family, closed_on, "plan ended", on=TODAY, at=NOON)


@pytest.mark.parametrize("approved", [False, True], ids=["requested", "approved"])
def test_a_family_with_money_held_is_not_closed_and_its_hold_stays(world: World, approved: bool) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 800_00)
    if approved:
        with transaction():
            actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
    with pytest.raises(Refusal, match=r"£800.00 is held for a purchase that was asked for and not bought yet"):
        close(world)
    assert position(world) == Position(1_000_00, 800_00, 0)
    with transaction():
        actions.withdraw_spend(world.alice, db.session.get_one(Spend, spend.id), at=NOON)
    assert close(world).closed_on == TODAY
    assert position(world) == Position(1_000_00, 0, 0)


def test_a_limit_that_waits_is_decided_before_the_family_is_closed(world: World) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 900_00, "x", on=TODAY, at=NOON)
    with pytest.raises(Refusal, match=r"A limit of £900.00 waits for a decision"):
        close(world)
    with transaction():
        budgets.decline_limit(world.mary, change, "The work ends", on=TODAY, at=NOON)
    assert close(world).closed_on == TODAY


def test_the_last_day_is_not_before_the_last_purchase_and_reversed_ones_do_not_count(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 20_00)
    with pytest.raises(Refusal, match="Something was bought for this family on 15 June 2026") as refused:
        close(world, YESTERDAY)
    assert refused.value.field == "closed_on"
    with transaction():
        actions.reverse_spend(world.alice, db.session.get_one(Spend, spend.id), "Wrong family", on=TODAY, at=NOON)
    assert close(world, YESTERDAY).closed_on == YESTERDAY


def test_what_was_bought_on_an_open_day_is_recorded_after_the_closing_and_nothing_new_is_asked_for(
    world: World,
) -> None:
    limit(world, 5_000_00)
    close(world)
    with pytest.raises(Refusal, match="the family was closed on 15 June 2026"):
        bought(world.alice, world.family, 800_00)
    assert bought(world.alice, world.family, 20_00).state == SpendState.BOUGHT
    assert bought(world.alice, world.family, 800_00, already_paid=True).state == SpendState.BOUGHT
    assert position(world) == Position(5_000_00, 0, 820_00)


def test_a_page_loaded_before_the_closing_is_refused_by_what_the_books_say_now(world: World) -> None:
    limit(world, 5_000_00)
    early = db.session.get_one(Family, world.family_id)
    assert early.closed_on is None
    close(world, YESTERDAY)
    db.session.rollback()
    # As a request sees it that read the family before the other one closed it.
    early.closed_on = None
    for log_it in (actions.log_spend, actions.log_other_help):
        purchase = actions.Purchase(amount_pence=20_00, bought_what="A bed", bought_on=TODAY)
        with db.session.no_autoflush, pytest.raises(Refusal, match="This family was closed on 14 June 2026"):
            log_it(world.alice, early, purchase, on=TODAY, at=NOON)
    db.session.rollback()
    assert spends() == []


def test_the_page_lists_what_has_to_be_settled_and_keeps_what_was_chosen(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    spend = bought(world.alice, world.family, 800_00)
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 6_000_00, "x", on=TODAY, at=NOON)
    url = f"/families/{world.family_id}/close"
    seen = alice.get(url)
    for words in ("A washing machine, £800.00", "waits for a decision", "A limit of £6,000.00"):
        assert words in seen.text
    for link in (f"/spend/{spend.id}", f"/limits/{change.id}"):
        assert f'href="{link}"' in seen.html
    refused = alice.send(url, end_reason="plan ended")
    assert refused.status == 422
    assert "Record what was bought and withdraw the rest, then close the family." in refused.text
    assert refused.form()["end_reason"] == "plan ended"
    assert alice.send(f"/spend/{spend.id}/withdraw").status == 303
    assert alice.send(f"/limits/{change.id}/withdraw").status == 303
    done = alice.send(url, end_reason="plan ended")
    assert "The family is closed." in alice.get(done.location).text


def test_a_request_for_a_closed_family_is_refused_on_its_page(alice: PageClient, world: World) -> None:
    limit(world, 5_000_00)
    close(world)
    refused = log(alice, world, "800", supplier="Kept")
    assert (refused.status, refused.form()["supplier"]) == (422, "Kept")
    assert "say under Add more detail that it is already paid" in refused.text
    assert log(alice, world, "20").status == 303


def test_an_approved_purchase_is_not_dated_between_two_periods(world: World) -> None:
    limit(world, 1_000_00)
    spend = bought(world.alice, world.family, 800_00)
    with transaction():
        actions.approve_spend(world.mary, spend, on=TODAY, at=NOON)
        first, *_ = db.session.get_one(Family, world.family_id).periods
        first.closed_on, first.end_reason = date(2026, 6, 1), "plan ended"
        second = FamilyPeriod(authority_id=first.authority_id, family_id=first.family_id, opened_on=date(2026, 6, 10))
        db.session.add(second)
    with pytest.raises(Refusal, match="was closed on 5 June 2026"), transaction():
        actions.record_purchase(world.alice, spend, 800_00, date(2026, 6, 5), on=TODAY, at=NOON)
    with transaction():
        actions.record_purchase(world.alice, spend, 800_00, date(2026, 6, 10), on=TODAY, at=NOON)
    assert spend.state == SpendState.BOUGHT
