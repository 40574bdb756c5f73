"""Pots: compared on finance's basis beside gross, told to finance and managers, and never a lock."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask

from budgettracker.database import transaction
from budgettracker.ledger.actions import set_pot
from budgettracker.ledger.queries.pots import pot_warnings, pots_of
from budgettracker.spend import actions
from budgettracker.spend.kinds import SpendState, VatStatus
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import limit, noon, refunded
from tests.factories.world import NOON, World

TODAY, APRIL, MARCH = NOON.date(), date(2026, 4, 1), date(2027, 3, 31)


def buy(world: World, pence: int, **more: Any) -> Spend:
    purchase = actions.Purchase(amount_pence=pence, bought_what="A cot", bought_on=TODAY, purpose="Sleep", **more)
    with transaction():
        return actions.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)


def pot(world: World, pence: int, *, scheme: bool = True, starts_on: date = APRIL, at: datetime = NOON) -> None:
    with transaction():
        set_pot(world.fiona, world.scheme.id if scheme else None, pence, starts_on, MARCH, at=at)


def test_it_warns_on_finances_basis_and_stops_nothing(world: World) -> None:
    limit(world, 2_000_00)
    pot(world, 500_00)
    cot = buy(world, 480_00, vat_pence=80_00, vat_status=VatStatus.RECOVERABLE)
    buy(world, 24_00, vat_pence=4_00)
    (shown,) = pots_of(world.authority.id)
    position = shown.position
    assert (position.gross_pence, position.vat_pence, position.net_pence) == (504_00, 80_00, 424_00)
    assert pot_warnings(world.mary, TODAY) == []
    beyond = buy(world, 90_00)
    assert beyond.state == SpendState.BOUGHT
    assert pots_of(world.authority.id)[0].position.warning == "passed by £14.00"
    assert pot_warnings(world.mary, TODAY) == ["Devolved budget: the pot is passed"]
    with transaction():
        refunded(world.alice, cot, 60_00, vat_pence=10_00, at=NOON)
    assert pots_of(world.authority.id)[0].position.warning == "almost used: £36.00 of £500.00 is left"
    assert pot_warnings(world.mary, TODAY) == ["Devolved budget: the pot is almost used: at most a tenth is left"]
    answer = buy(world, 700_00)
    assert answer.state == SpendState.REQUESTED
    assert pots_of(world.authority.id)[0].position.held_pence == 700_00
    assert pot_warnings(world.mary, date(2027, 4, 1)) == pot_warnings(world.dave, TODAY) == []


def test_a_later_one_from_the_same_day_holds_and_everything_counts_other_help(world: World) -> None:
    limit(world, 2_000_00)
    buy(world, 60_00)
    food = actions.Purchase(amount_pence=30_00, bought_what="Food", bought_on=TODAY, purpose="x")
    with transaction():
        actions.log_other_help(world.alice, world.comparison, food, on=TODAY, at=NOON)
    pot(world, 900_00, at=NOON + timedelta(seconds=1))
    pot(world, 500_00)
    pot(world, 1_000_00, scheme=False)
    assert sorted(
        (each.what_for, each.position.pence, each.position.gross_pence) for each in pots_of(world.authority.id)
    ) == [
        ("All schemes and other help", 1_000_00, 90_00),
        ("Devolved budget", 900_00, 60_00),
    ]


def test_finance_sets_it_and_managers_are_told(client: PageClient, app: Flask, world: World) -> None:
    app.config["CLOCK"] = noon
    limit(world, 2_000_00)
    client.as_(world.fiona.email)
    refused = client.send("/ledger/pots/new", amount="0")
    assert refused.status == 422
    assert client.send("/ledger/pots/new", amount="100", scheme=str(world.scheme.id)).status == 303
    buy(world, 120_00)
    page = client.get("/ledger/pots").text
    assert "passed by £20.00" in page
    assert "1 April 2026 to 31 March 2027, set by Fiona Field" in page
    client.as_(world.mary.email)
    assert "the pot is passed. It stops no purchase" in client.get("/team").text
