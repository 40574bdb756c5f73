"""Help paid outside the devolved budget has bands of its own: above them a request that holds no money, or a flag."""

import pytest
from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.kinds import Review, Route, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import Before, before_it, had_before
from tests.client import PageClient
from tests.factories.spend import TODAY, bought, limit, log, position
from tests.factories.world import NOON, World


def helped(by: Person, of: Family, pence: int, *, paid: bool = False) -> Spend:
    """Other help, as a worker tells it."""
    purchase = actions.Purchase(amount_pence=pence, bought_what="A deposit", bought_on=TODAY, already_paid=paid)
    with transaction():
        return actions.log_other_help(by, of, purchase, on=TODAY, at=NOON)


def test_a_practitioner_pays_within_the_bands_and_a_penny_more_is_asked_for(world: World) -> None:
    of = world.comparison
    assert helped(world.alice, of, 500_00).state == SpendState.BOUGHT
    single = helped(world.alice, of, 500_01)
    assert (single.state, single.route, single.hold_expires_on) == (SpendState.REQUESTED, Route.SINGLE, None)
    assert helped(world.bob, of, 500_00).state == SpendState.BOUGHT
    running = helped(world.alice, of, 1)
    assert (running.state, running.route) == (SpendState.REQUESTED, Route.RUNNING)
    with pytest.raises(Refusal, match="your own request"), transaction():
        actions.approve_spend(world.alice, running, on=TODAY, at=NOON)
    with transaction():
        actions.approve_spend(world.mary, single, on=TODAY, at=NOON)
        actions.decline_spend(world.mary, running, "Not this month", on=TODAY, at=NOON)
        actions.record_purchase(world.alice, single, 525_01, TODAY, on=TODAY, at=NOON)
    assert (single.state, single.review, single.decided_as) == (SpendState.BOUGHT, Review.NONE, Role.MANAGER)
    assert faults() == []


def test_what_has_gone_waits_for_the_role_of_its_whole_amount(world: World) -> None:
    large = helped(world.alice, world.comparison, 250_000_00, paid=True)
    assert (large.state, large.review) == (SpendState.BOUGHT, Review.OPEN)
    with pytest.raises(Refusal, match="A senior manager decides it"), transaction():
        actions.review_spend(world.mary, large, accept=True, reason="It was urgent", on=TODAY, at=NOON)
    with transaction():
        actions.review_spend(world.sam, large, accept=True, reason="It was urgent", on=TODAY, at=NOON)
    assert (large.review, large.decided_as) == (Review.ACCEPTED, Role.SENIOR_MANAGER)
    middle = helped(world.bob, world.comparison, 5_000_00, paid=True)
    with transaction():
        actions.review_spend(world.mary, middle, accept=False, reason="Ask first", on=TODAY, at=NOON)
    assert helped(world.bob, world.comparison, 1).state == SpendState.REQUESTED, "nobody accepted it, so it counts"
    assert faults() == []


def test_it_has_a_running_total_of_its_own_and_counts_when_a_devolved_purchase_is_judged(world: World) -> None:
    limit(world, 5_000_00)
    assert bought(world.alice, world.family, 500_00).state == SpendState.BOUGHT
    assert helped(world.alice, world.family, 500_00).state == SpendState.BOUGHT
    assert helped(world.alice, world.family, 500_00).state == SpendState.BOUGHT, "other help alone counts"
    assert bought(world.alice, world.family, 1).state == SpendState.REQUESTED
    assert position(world) == Position(5_000_00, 1, 500_00)


def test_what_a_family_had_from_its_budget_is_no_less_for_other_help_that_waits(world: World) -> None:
    limit(world, 5_000_00)
    bought(world.alice, world.family, 100_00)
    had = had_before([world.family_id])[world.family_id]
    assert before_it(had, helped(world.alice, world.family, 900_00, paid=True)) == had == Before(1, 100_00)


def test_pages_tell_it_while_it_is_typed_and_list_it_for_who_decides(alice: PageClient, world: World) -> None:
    room = f"/families/{world.comparison.id}/spend/room?amount="
    assert alice.get(f"{room}500").response.json == {
        "text": "You can decide this yourself. It is paid from other money.",
        "kind": "ok",
    }
    content = alice.get(f"{room}5000.01").response.json
    assert content == {
        "text": "Over £500.00: your senior manager decides; nothing is spent until then.",
        "kind": "decide",
    }
    limit(world, 5_000_00)
    own = f"/families/{world.family_id}/spend/room?amount=20"
    assert "from other money" in str(alice.get(f"{own}&paid_from=other_help").response.json)
    sent = log(alice, world, "700", paid_from="other_help")
    assert "Mary Moss (manager) or Sam Stone (senior manager) can decide" in alice.get(sent.location).text
    alice.as_(world.mary.email)
    seen = alice.get("/decisions").text
    assert "Other help: from no budget" in seen
    (spend,) = db.session.scalars(select(Spend))
    assert alice.send(f"/spend/{spend.id}/decide", decision="approve").status == 303
    assert db.session.get_one(Spend, spend.id).state == SpendState.APPROVED
