"""A refusal about money names the amount, why, and what to do next."""

import functools
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from budgettracker.access import Role
from budgettracker.budgets import rules as budget_rules
from budgettracker.budgets.actions import approve_limit, propose_limit
from budgettracker.budgets.models import LimitChange
from budgettracker.budgets.rules import Position
from budgettracker.database import transaction
from budgettracker.errors import Refusal
from budgettracker.schemes.rules import Bounds
from budgettracker.spend import rules
from budgettracker.spend.actions import Purchase, approve_spend, log_spend, reverse_spend, withdraw_spend
from budgettracker.spend.actions.record_payment import record_payment
from tests.factories.spend import TODAY, bought, limit, plan_for, refunded
from tests.factories.world import NOON, World

POSITION = Position(500_00, 100_00, 300_00)
BAND = Bounds(Role.MANAGER, 2_000_00, 3_000_00, 30)
MAY_DECIDE: dict[str, bool] = {
    "same_team": True,
    "own_proposal": False,
    "leads": False,
    "led": False,
    "own_request": False,
    "over_cap": False,
}
Deed = Callable[[], object]


def decide_limit(**facts: bool) -> None:
    """A manager decides a limit of £12,000.00 where the cap is £10,000.00."""
    budget_rules.require_limit_decider({Role.MANAGER}, **facts, to_pence=12_000_00, cap_pence=10_000_00)


def words_of(deed: Deed) -> str:
    """What whoever asked for it reads."""
    with pytest.raises(Refusal) as refused, transaction():
        deed()
    return str(refused.value.message)


@pytest.mark.parametrize(
    ("deed", "says"),
    [
        (lambda: budget_rules.require_room(POSITION, 150_00), ("£50.00 more", "£100.00", "ask for a higher limit")),
        (
            lambda: budget_rules.require_limit(POSITION, 300_00),
            ("£400.00", "spent or committed", "enter £400.00 or more"),
        ),
        (lambda: budget_rules.require_limit(POSITION, 500_00), ("£500.00", "already", "Enter another one")),
        (
            lambda: budget_rules.require_past_limit(POSITION, 900_00, 950_00, set(), own=False),
            ("£950.00", "above the cap of £900.00", "Name one in approved_by"),
        ),
        (
            lambda: rules.require_vat(60_00, 50_00),
            ("£60.00", "more than the amount of £50.00", "Put one of the two right"),
        ),
        (lambda: rules.require_refund(60_00, 50_00), ("£50.00", "At most", "Enter that or less")),
        (lambda: rules.require_refund(60_00, 0), ("£60.00", "has already", "Check whether")),
        (
            lambda: rules.require_decider({Role.MANAGER}, 60_00, own=True, same_team=True),
            ("£60.00", "your own request", "somebody else decides it"),
        ),
        (
            lambda: rules.require_decider({Role.PRACTITIONER}, 60_00, own=False, same_team=True),
            ("£60.00", "You are not one", "A manager of the family's team decides"),
        ),
        (
            lambda: rules.require_reach({Role.MANAGER}, (Role.SENIOR_MANAGER,), 2_500_00, {Role.MANAGER: BAND}),
            (
                "£2,500.00",
                "up to £2,000.00 at once and £3,000.00 for a family in 30 days",
                "A senior manager decides it",
            ),
        ),
        (
            lambda: rules.require_reach(
                {Role.MANAGER}, (Role.SENIOR_MANAGER,), 60_00, {Role.MANAGER: BAND}, regular=True
            ),
            ("£60.00 in regular payments", "above what you may decide. ", "A senior manager decides it"),
        ),
        (
            lambda: budget_rules.require_opening(True, 45_00),
            ("£45.00", "imported, and nobody has confirmed", "until a senior manager confirms"),
        ),
        (
            lambda: budget_rules.require_drawn(without_budget=False, waits=True, from_pence=0, to_pence=900_00),
            ("£900.00", "has not been drawn yet", "once it has been"),
        ),
        (
            lambda: budget_rules.require_confirmed(True, 900_00),
            ("£900.00", "before two people had to set one", "A senior manager confirms it"),
        ),
        (
            lambda: budget_rules.require_proposer_of_opening(True, {Role.MANAGER}, 900_00),
            ("£900.00", "was imported", "A senior manager confirms it"),
        ),
        *[
            (functools.partial(decide_limit, **{**MAY_DECIDE, **but}), ("£12,000.00", *words))
            for but, words in (
                ({"own_proposal": True}, ("You proposed", "somebody else decides it")),
                ({"leads": True}, ("You lead the work", "somebody else decides")),
                ({"led": True}, ("You led the work", "somebody else decides it")),
                ({"own_request": True}, ("a purchase of your own", "somebody else decides it")),
                ({"same_team": False}, ("You are not one", "A manager of the family's team decides")),
                ({"over_cap": True}, ("above the cap of £10,000.00", "leave it to one, or decline it")),
            )
        ],
        (lambda: rules.require_at_least_what_came_back(5_00, 9_00), ("£9.00", "came back", "Enter what was paid")),
    ],
)
def test_a_rule_names_the_amount_the_reason_and_the_next_step(deed: Deed, says: tuple[str, ...], app: Flask) -> None:
    words = words_of(deed)
    assert [each for each in says if each not in words] == [], words


def test_a_deed_names_the_amount_the_reason_and_the_next_step(app: Flask, world: World) -> None:
    when: dict[str, Any] = {"on": TODAY, "at": NOON}
    coat = Purchase(amount_pence=45_00, bought_what="A coat", purpose="Warm", bought_on=TODAY)
    assert words_of(lambda: log_spend(world.alice, world.family, coat, **when)) == (
        "This family has no limit yet. Ask for one first: without it £45.00 cannot be spent."
    )
    assert words_of(lambda: log_spend(world.alice, world.comparison, coat, **when)) == (
        "This family has no devolved budget. Log £45.00 as paid from other money."
    )

    def propose(reason: str) -> LimitChange:
        return propose_limit(world.alice, world.family, world.scheme, 12_000_00, reason, **when)

    above = "£12,000.00 is above the cap of £10,000.00."
    assert words_of(lambda: propose("")) == f"{above} Say why an exception is needed."
    with transaction():
        change = propose("A move")
    assert words_of(lambda: approve_limit(world.sam, change, **when)) == f"{above} Give the reason for the exception."
    assert "Withdraw it before you ask" in words_of(lambda: propose("A move"))
    with transaction():
        approve_limit(world.sam, change, "The court asks for it", **when)
    spend = bought(world.alice, world.family, 20_00)
    with transaction():
        refunded(world.alice, spend, 20_00)
    assert words_of(lambda: reverse_spend(world.alice, spend, "Not it", **when)).startswith(
        "All £20.00 of this purchase"
    )


def test_a_plan_of_which_some_is_paid_says_how_much(app: Flask, world: World) -> None:
    limit(world, 900_00)
    plan = plan_for(world.alice, world.family, 12_00)
    with transaction():
        approve_spend(world.mary, plan, on=TODAY, at=NOON)
        record_payment(world.alice, plan, 12_00, TODAY, on=TODAY, at=NOON)
    assert words_of(lambda: withdraw_spend(world.alice, plan, at=NOON)) == (
        "£12.00 of this plan has been paid. End the plan instead: what is left goes back."
    )
