"""Every deed sent for a purchase, a limit and a proposal in every state: done where it may be, else words. Never a fault."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.database import db, transaction
from budgettracker.schemes.models import Scheme
from budgettracker.spend import actions
from budgettracker.spend.models import Spend, SpendProposal
from tests.client import PageClient
from tests.factories.second_hands import at, browser
from tests.factories.spend import TODAY, bought, limit
from tests.factories.world import NOON, World, family

pytestmark = pytest.mark.pages
Made = Callable[[World], uuid.UUID]
ON = (("day", "15"), ("month", "6"), ("year", "2026"))
DAY = {f"{name}-{part}": text for name in ("bought_on", "refunded_on") for part, text in ON}
NEEDED = {"needed_by-day": "20", "needed_by-month": "6", "needed_by-year": "2026"}
OPEN_STATES = {"bought", "gone", "accepted", "not accepted", "own money", "own money confirmed", "other help"}


def _without_totals(world: World) -> None:
    """A limit, and a worker's band that judges each purchase alone: one state says nothing about the next."""
    limit(world, 9_000_00)
    with transaction():
        for band in db.session.get_one(Scheme, world.scheme.id).bands:
            band.running_pence = band.window_days = None


def _ask(world: World, pence: int = 600_00, **more: Any) -> Spend:
    return bought(world.alice, world.family, pence, **more)


def _with(world: World, spend: Spend, deed: Callable[..., Any], by: str, *args: Any, **more: Any) -> uuid.UUID:
    with transaction():
        deed(getattr(world, by), spend, *args, **more, at=NOON)
    return spend.id


def _proposed(world: World) -> SpendProposal:
    spend = bought(world.alice, world.family, 40_00)
    with transaction():
        made = actions.refund_spend(world.alice, spend, 5_00, TODAY, on=TODAY, at=NOON)
    assert isinstance(made, SpendProposal)
    return made


def _other_help(world: World) -> uuid.UUID:
    purchase = actions.Purchase(amount_pence=40_00, bought_what="A bed", bought_on=TODAY)
    with transaction():
        return actions.log_other_help(world.alice, world.family, purchase, on=TODAY, at=NOON).id


TAKEN_OUT = {"on": TODAY}
PURCHASES: dict[str, Made] = {
    "requested": lambda world: _ask(world).id,
    "approved": lambda world: _with(world, _ask(world), actions.approve_spend, "mary", on=TODAY),
    "declined": lambda world: _with(world, _ask(world), actions.decline_spend, "mary", "No", on=TODAY),
    "withdrawn": lambda world: _with(world, _ask(world), actions.withdraw_spend, "alice"),
    "bought": lambda world: bought(world.alice, world.family, 40_00).id,
    "reversed": lambda world: _with(
        world, bought(world.alice, world.family, 40_00), actions.reverse_spend, "alice", "Twice", **TAKEN_OUT
    ),
    "gone": lambda world: _ask(world, already_paid=True).id,
    "accepted": lambda world: _with(
        world, _ask(world, already_paid=True), actions.review_spend, "mary", accept=True, reason="Yes", on=TODAY
    ),
    "not accepted": lambda world: _with(
        world, _ask(world, already_paid=True), actions.review_spend, "mary", accept=False, reason="No", on=TODAY
    ),
    "own money": lambda world: bought(world.alice, world.family, 40_00, payment_method="own_money").id,
    "own money confirmed": lambda world: _with(
        world,
        bought(world.alice, world.family, 40_00, payment_method="own_money"),
        actions.decide_reimbursement,
        "mary",
        confirm=True,
        on=TODAY,
    ),
    "proposed": lambda world: _proposed(world).spend_id,
    "other help": _other_help,
}
"""A purchase in each state, by what pages call it."""

DEEDS: dict[str, tuple[str, str, dict[str, str], set[str]]] = {
    "approve": ("mary", "/spend/{}/decide", {"decision": "approve"}, {"requested"}),
    "decline": ("mary", "/spend/{}/decide", {"decision": "decline", "reason": "No"}, {"requested"}),
    "withdraw": ("alice", "/spend/{}/withdraw", {}, {"requested", "approved"}),
    "keep": ("alice", "/spend/{}/keep", NEEDED, {"requested", "approved"}),
    "buy": ("alice", "/spend/{}/buy", {"amount": "600", "payment_method": "invoice", **DAY}, {"approved"}),
    "refund": ("alice", "/spend/{}/refund", {"amount": "5", **DAY}, OPEN_STATES),
    "reverse": ("alice", "/spend/{}/reverse", {"reason": "Typed twice"}, OPEN_STATES),
    "accept": ("mary", "/spend/{}/review", {"decision": "accept", "reason": "Yes"}, {"gone"}),
    "not accept": ("mary", "/spend/{}/review", {"decision": "decline", "reason": "No"}, {"gone"}),
    "reimburse": ("mary", "/spend/{}/reimbursement", {"decision": "confirm"}, {"own money"}),
    "not reimburse": ("mary", "/spend/{}/reimbursement", {"decision": "refuse", "reason": "No"}, {"own money"}),
    "see the receipt": ("mary", "/spend/{}/receipt-seen", {}, set()),
    "ask": ("mary", "/spend/{}/question", {"question": "Which shop?"}, {"requested", "gone"}),
}
"""By whom, where, with which answers, and in which states it is done."""


def send(client: PageClient, url: str, answers: dict[str, str]) -> int:
    """Send a form from nowhere: a page that was opened before the state changed."""
    form = client.get("/account").form()
    keys = {"csrf_token": form["csrf_token"], "form_key": uuid.uuid4().hex}
    seen = client.post(url, {**keys, **answers})
    assert seen.status in (303, 422), (url, seen.status)
    if seen.status == 422:
        problems = seen.page.findall(
            ".//*[@class='govuk-error-summary']//*[@class='govuk-list govuk-error-summary__list']/li"
        )
        assert problems, (url, seen.text[-400:])
    return seen.status


@pytest.mark.parametrize("deed", DEEDS)
def test_every_deed_on_a_purchase_in_every_state(app: Flask, world: World, deed: str) -> None:
    at(app, NOON)
    _without_totals(world)
    by, page, answers, open_states = DEEDS[deed]
    client = browser(app, getattr(world, by))
    done = {state for state, made in PURCHASES.items() if send(client, page.format(made(world)), answers) == 303}
    assert done == open_states


def _limit(world: World, number: int) -> LimitChange:
    of = family(world.team, f"WM-07{number}", f"Cedar{number}", world.bob, world.scheme)
    return budgets.propose_limit(world.alice, of, world.scheme, 900_00, "Start", on=TODAY, at=NOON)


def _limits(world: World) -> dict[str, uuid.UUID]:
    """A limit in each state."""
    with transaction():
        states = ("requested", "approved", "declined", "withdrawn", "by one person")
        made = {state: _limit(world, number) for number, state in enumerate(states)}
        budgets.approve_limit(world.mary, made["approved"], on=TODAY, at=NOON)
        budgets.decline_limit(world.mary, made["declined"], "No", on=TODAY, at=NOON)
        budgets.withdraw_limit(world.alice, made["withdrawn"], at=NOON)
        budgets.approve_limit(world.mary, made["by one person"], on=TODAY, at=NOON)
        made["by one person"].one_hand = True
        return {state: change.id for state, change in made.items()}


LIMIT_DEEDS = {
    "approve": ("mary", "/limits/{}/decide", {"decision": "approve"}, {"requested"}),
    "decline": ("mary", "/limits/{}/decide", {"decision": "decline", "reason": "No"}, {"requested"}),
    "withdraw": ("alice", "/limits/{}/withdraw", {}, {"requested"}),
    "confirm": ("sam", "/limits/{}/confirm", {}, {"by one person"}),
    "ask": ("mary", "/limits/{}/question", {"question": "How many rooms?"}, {"requested"}),
}


@pytest.mark.parametrize("deed", LIMIT_DEEDS)
def test_every_deed_on_a_limit_in_every_state(app: Flask, world: World, deed: str) -> None:
    at(app, NOON)
    by, page, answers, open_states = LIMIT_DEEDS[deed]
    client = browser(app, getattr(world, by))
    done = {state for state, id_ in _limits(world).items() if send(client, page.format(id_), answers) == 303}
    assert done == open_states


PROPOSAL_DEEDS = {
    "agree": ("mary", "/spend/proposals/{}", {"decision": "agree"}),
    "decline": ("mary", "/spend/proposals/{}", {"decision": "decline", "reason": "No"}),
    "withdraw": ("alice", "/spend/proposals/{}/withdraw", {}),
}


@pytest.mark.parametrize("deed", PROPOSAL_DEEDS)
def test_every_deed_on_a_proposal_in_every_state(app: Flask, world: World, deed: str) -> None:
    at(app, NOON)
    _without_totals(world)
    made = {state: _proposed(world) for state in ("proposed", "agreed", "declined", "withdrawn")}
    with transaction():
        actions.decide_proposal(world.mary, made["agreed"], agree=True, reason="", on=TODAY, at=NOON)
        actions.decide_proposal(world.mary, made["declined"], agree=False, reason="No", on=TODAY, at=NOON)
        actions.withdraw_proposal(world.alice, made["withdrawn"], at=NOON)
    by, page, answers = PROPOSAL_DEEDS[deed]
    client = browser(app, getattr(world, by))
    ids = {state: proposal.id for state, proposal in made.items()}
    assert {state for state, id_ in ids.items() if send(client, page.format(id_), answers) == 303} == {"proposed"}
