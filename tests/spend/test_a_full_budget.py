"""One budget in which everything has happened: each purchase's way, the position, the running totals, what is said."""

import re

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.budgets.rules import Position
from budgettracker.commands.books import faults
from budgettracker.costing.kinds import VatRule
from budgettracker.costing.run.queries.purchases import purchases_of
from budgettracker.database import db, transaction
from budgettracker.errors import Refusal
from budgettracker.ledger.queries.lines import Filters, total_of
from budgettracker.periods import Period
from budgettracker.spend import actions
from budgettracker.spend.kinds import Review, SpendState
from budgettracker.spend.models import Refund, Spend
from tests.client import PageClient
from tests.factories.full_budget import FIRST_OF_PERIOD, LAST_OF_PERIOD, TODAY, FullBudget, full_budget, log
from tests.factories.world import NOON, World

HELD = 1_500_00 + 30_00 + 700_01
SPENT_BEFORE = 60_00 + 300_00 + 610_00
"""Of the limit before the emergency: bedding less its refund, the cot, the dearer beds."""
WITHIN = 4_000_00 - HELD - SPENT_BEFORE
OVER = 3_000_00 - WITHIN


@pytest.fixture
def budget(app: Flask, world: World) -> FullBudget:
    """The budget, committed."""
    return full_budget(world)


def again(row: Spend) -> Spend:
    """The purchase as the database has it."""
    return db.session.get_one(Spend, row.id)


def test_each_purchase_went_the_way_its_amount_and_kind_need(budget: FullBudget) -> None:
    rows = {name: again(value) for name, value in vars(budget).items() if isinstance(value, Spend)}
    ways = {name: (row.state, row.route, row.review) for name, row in rows.items()}
    assert ways == {
        "refunded": (SpendState.BOUGHT, "front_line", Review.NONE),
        "at_the_edge": (SpendState.BOUGHT, "front_line", Review.NONE),
        "approved": (SpendState.APPROVED, "single", Review.NONE),
        "bought_dearer": (SpendState.BOUGHT, "single", Review.OPEN),
        "regular": (SpendState.REQUESTED, "regular", Review.NONE),
        "declined": (SpendState.DECLINED, "single", Review.NONE),
        "over_declined": (SpendState.BOUGHT, "single", Review.DECLINED),
        "reversed_": (SpendState.REVERSED, "front_line", Review.NONE),
        "withdrawn": (SpendState.WITHDRAWN, "single", Review.NONE),
        "requested": (SpendState.REQUESTED, "single", Review.NONE),
        "other_help": (SpendState.BOUGHT, "front_line", Review.NONE),
    }


def test_the_manager_has_a_running_bound_too_and_what_was_approved_counts_in_it(
    budget: FullBudget, world: World
) -> None:
    # £300.00 + £1,500.00 + £610.00 + £700.01 is above the manager's £3,000.00; the regular £30.00 only waits.
    assert budget.requested_roles == (Role.SENIOR_MANAGER,)
    request = again(budget.requested)
    with (
        pytest.raises(
            Refusal, match=r"£700\.01 is above what you may decide, .*£3,000\.00 .*\. A senior manager decides it"
        ),
        transaction(),
    ):
        actions.approve_spend(world.mary, request, on=TODAY, at=NOON)


def test_the_position_is_the_limit_what_is_held_and_what_is_spent(budget: FullBudget) -> None:
    period = period_on(budget.family.id, TODAY)
    assert period is not None
    assert (period.starts_on, period.ends_on) == (FIRST_OF_PERIOD, LAST_OF_PERIOD)
    assert budget.over_pence == OVER
    assert position_of(period) == Position(4_000_00, HELD, SPENT_BEFORE + WITHIN, OVER)
    assert position_of(period).left_pence == 0
    assert faults() == []


def test_the_ledger_adds_up_with_what_is_over_the_limit(budget: FullBudget) -> None:
    total = total_of(budget.family.authority_id, Filters(family_id=budget.family.id)).sums
    assert total._asdict() == {
        "limit": 4_000_00,
        "committed": HELD,
        "spent": SPENT_BEFORE + WITHIN,
        "over": OVER,
        "other": 77_00,
    }
    assert total.cost == SPENT_BEFORE + WITHIN + OVER + 77_00


def test_a_run_counts_all_money_that_left_net_of_the_tax_that_each_line_names(budget: FullBudget) -> None:
    rows = purchases_of(
        budget.family.authority_id,
        Period(FIRST_OF_PERIOD, LAST_OF_PERIOD),
        [budget.family.id],
        VatRule.NET_OF_RECOVERABLE,
    )
    counted = sorted((row.bought_on, row.refund_id is not None, row.counted_pence) for row in rows)
    assert counted == sorted(
        [
            (FIRST_OF_PERIOD, False, 100_00),
            (FIRST_OF_PERIOD, True, -45_00),
            (budget.at_the_edge.bought_on, False, 300_00),
            (TODAY, False, 45_00),
            (TODAY, True, -45_00),
            (TODAY, False, 610_00),
            (TODAY, False, 3_000_00),
            (TODAY, False, 77_00),
        ]
    )
    assert db.session.get_one(Refund, budget.refund.id).vat_pence == 15_00


def test_the_familys_page_says_each_figure_of_the_position(budget: FullBudget, client: PageClient) -> None:
    client.as_("alice.archer@example.org")
    figures = re.search(
        r"(£[\d,.]+) spent (£[\d,.]+) committed (£[\d,.]+) left of (£[\d,.]+) (£[\d,.]+) over the limit",
        client.get(f"/families/{budget.family.id}").text,
    )
    assert figures is not None
    assert figures.groups() == ("£1,769.99", "£2,230.01", "£0.00", "£4,000.00", "£2,200.01")


def test_what_is_left_is_said_as_what_is_left(world: World, client: PageClient) -> None:
    with transaction():
        change = budgets.propose_limit(world.alice, world.family, world.scheme, 900_00, "x", on=TODAY, at=NOON)
        budgets.approve_limit(world.mary, change, on=TODAY, at=NOON)
        log(world.alice, world.family, 45_00, "Shoes")
    client.as_("alice.archer@example.org")
    for page in (f"/families/{world.family_id}", "/my-families"):
        assert "£45.00 spent £855.00 left of £900.00" in client.get(page).text, page


def test_one_key_at_two_addresses_is_one_deed(budget: FullBudget, client: PageClient) -> None:
    client.as_("alice.archer@example.org")
    form = client.get(f"/spend/{budget.requested.id}/withdraw").form()
    assert client.post(f"/spend/{budget.requested.id}/withdraw", form).status == 303
    assert client.post(f"/spend/{budget.regular.id}/withdraw", form).status == 409
    assert again(budget.requested).state == SpendState.WITHDRAWN
    assert again(budget.regular).state == SpendState.REQUESTED
