"""What a family had from its budget so far."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from budgettracker.database import db
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT, net_paid


@dataclass(frozen=True, slots=True)
class Before:
    """What a family had from its budget so far: how many purchases, and their cost in pence less what came back."""

    purchases: int = 0
    pence: int = 0


def had_before(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Before]:
    """What each of these families had so far, in one query; reversed purchases are none."""
    bought = (Spend.family_id.in_(family_ids), IS_BOUGHT, Spend.kind == SpendKind.DEVOLVED)
    back = (
        select(Refund.spend_id, func.sum(Refund.amount_pence).label("back"))
        .join(Spend, Spend.id == Refund.spend_id)
        .where(*bought)
        .group_by(Refund.spend_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Spend.family_id, func.count(), func.sum(Spend.paid_pence - func.coalesce(back.c.back, 0)))
        .outerjoin(back, back.c.spend_id == Spend.id)
        .where(*bought)
        .group_by(Spend.family_id)
    )
    return {family_id: Before(count, int(pence or 0)) for family_id, count, pence in rows}


def before_it(had: Before, spend: Spend) -> Before:
    """What the family had besides this purchase, which counts itself once it was bought from the budget."""
    if spend.state != SpendState.BOUGHT or spend.kind != SpendKind.DEVOLVED:
        return had
    return Before(had.purchases - 1, had.pence - net_paid(spend))
