"""What waits for a decision: a request, a limit, money over the limit."""

from datetime import datetime, timedelta

from budgettracker.budgets import actions as budgets
from budgettracker.budgets.models import LimitChange
from budgettracker.database import transaction
from budgettracker.spend import actions as spending
from budgettracker.spend.models import Spend
from tests.client import PageClient
from tests.factories.spend import TODAY, bought
from tests.factories.world import NOON, World


def afternoon() -> datetime:
    """The clock of the pages: later than everything the tests did before."""
    return NOON + timedelta(hours=2)


def request_of(world: World, pence: int, bought_what: str = "A cooker", **more: object) -> Spend:
    """Alice asks for a purchase above her band for her family."""
    purchase = spending.Purchase(
        amount_pence=pence,
        bought_what=bought_what,
        purpose="Meals at home",
        bought_on=TODAY,
        **more,  # type: ignore[arg-type]
    )
    with transaction():
        return spending.log_spend(world.alice, world.family, purchase, on=TODAY, at=NOON)


def proposed_limit(world: World, pence: int, reason: str = "A new home") -> LimitChange:
    """Alice proposes a limit for her family, in pence."""
    with transaction():
        return budgets.propose_limit(world.alice, world.family, world.scheme, pence, reason, on=TODAY, at=NOON)


def over_limit(world: World) -> Spend:
    """Bob has paid more than the family's limit allows."""
    return bought(world.bob, world.family, 9_000_00, already_paid=True)


def form_of_this_person(client: PageClient) -> dict[str, str]:
    """Token and key from a page with a form of the same person."""
    return {"csrf_token": client.get("/account").form()["csrf_token"], "form_key": "made-up"}
