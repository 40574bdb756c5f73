"""Log one receipt shared over families: each pays its share to the penny, and bands judge the whole of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from budgettracker.budgets.actions import lock
from budgettracker.budgets.queries import period_on
from budgettracker.database import db, savepoint
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.ids import uuid7
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.actions.log_several import SeveralRefused
from budgettracker.spend.actions.log_spend import Whole, log_spend
from budgettracker.spend.kinds import Route
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import bounds_and_deciders
from budgettracker.spend.rules import Purchase

RESTRICTED = "A restricted family shares no receipt, so that none tells of it. Log its part as a purchase of its own."


@dataclass(frozen=True, slots=True)
class Share:
    """What one family pays of a receipt, in pence."""

    family: Family
    pence: int


def log_shared(by: Person, shares: Sequence[Share], purchase: Purchase, *, on: date, at: datetime) -> list[Spend]:
    """Log a receipt of `purchase.amount_pence` from the devolved budgets of several families, a purchase for each.

    The whole receipt is judged, for each family with its own running total: where it is within the worker's band for
    all of them, all are bought; otherwise all become requests, or, already paid, wait for the role whose band holds it.

    Raises Refusal on `amount` where the shares do not add up to the receipt, and without two families; SeveralRefused
    where one of them refuses its share, as `log_spend` does, or is restricted: then nothing is recorded.
    """
    rules.require_shares(
        [share.family.id for share in shares], [share.pence for share in shares], purchase.amount_pence
    )
    route = _route(shares, purchase)
    ids = [share.family.id for share in shares]
    # Asked once the positions are held: whoever restricts one of them meanwhile is waited for.
    restricted = set(db.session.scalars(select(Family.id).where(Family.id.in_(ids), Family.restricted.is_(True))))
    if numbers := [number for number, family_id in enumerate(ids) if family_id in restricted]:
        raise SeveralRefused(dict.fromkeys(numbers, Refusal(None, RESTRICTED)))
    whole = Whole(uuid7(), purchase.amount_pence, route)
    refusals: dict[int, Refusal] = {}
    spends: list[Spend] = []
    with savepoint():
        for number, share in enumerate(shares):
            try:
                with savepoint():
                    part = replace(purchase, amount_pence=share.pence, child_id=None, vat_pence=None)
                    spends.append(log_spend(by, share.family, part, whole=whole, on=on, at=at))
            except Refusal as refusal:
                refusals[number] = refusal
        if refusals:
            raise SeveralRefused(refusals)
    return spends


def _route(shares: Sequence[Share], purchase: Purchase) -> Route:
    """Why the receipt needs a decision, for whichever family it does; at the front line where it needs none.

    The positions are locked first, in the order in which every deed locks them.
    """
    periods = {share.family.id: period_on(share.family.id, purchase.bought_on) for share in shares}
    for period_id in sorted(period.id for period in periods.values() if period is not None):
        lock(period_id)
    for family_id, period in periods.items():
        if period is not None:
            whole = purchase.amount_pence
            _, deciders = bounds_and_deciders(period, family_id, whole, purchase.bought_on, regular=False)
            if not deciders.front_line:
                return deciders.route
    return Route.FRONT_LINE
