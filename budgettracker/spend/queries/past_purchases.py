"""What was left of a budget on a day long ago, and which purchases an authority's references name already."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import BudgetPeriod, LimitChange
from budgettracker.budgets.queries import position_of
from budgettracker.database import db
from budgettracker.periods import midnight_after
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Refund, Spend

CHUNK = 500


def room_then(period: BudgetPeriod, day: date) -> int:
    """Pence a purchase of that day may take: of the limit in force then what earlier days left, at most what is left now.

    The second bound keeps the cap when purchases of later days are in the books already.
    """
    return max(0, min(limit_then(period.id, day) - spent_until(period.id, day), position_of(period).left_pence))


def limit_then(period_id: uuid.UUID, day: date) -> int:
    """The limit in force at the end of a day, in pence; 0 before the first one was approved."""
    newest = (
        select(LimitChange.to_pence)
        .where(
            LimitChange.period_id == period_id,
            LimitChange.state == LimitState.APPROVED,
            LimitChange.decided_at < midnight_after(day),
        )
        .order_by(LimitChange.decided_at.desc(), LimitChange.id.desc())
    )
    return db.session.scalars(newest.limit(1)).first() or 0


def spent_until(period_id: uuid.UUID, day: date) -> int:
    """Pence within the limit bought in a cap period up to a day, less what had come back by then."""
    ours = (Spend.period_id == period_id, Spend.state == SpendState.BOUGHT, Spend.bought_on <= day)
    within = db.session.scalar(select(func.sum(Spend.paid_pence - Spend.over_pence)).where(*ours)) or 0
    refunds = select(Refund).join(Spend, Spend.id == Refund.spend_id).where(*ours).subquery()
    # A refund first makes good what was over the limit: that part never was within it.
    over_back = db.session.scalar(select(func.sum(refunds.c.over_pence))) or 0
    within_back = db.session.scalar(
        select(func.sum(refunds.c.amount_pence - refunds.c.over_pence)).where(refunds.c.refunded_on <= day)
    )
    return int(within) - int(over_back) - int(within_back or 0)


def spends_named(authority_id: uuid.UUID, references: Collection[str]) -> dict[str, Spend]:
    """An authority's purchases by these references, with their words and refunds."""
    spends: dict[str, Spend] = {}
    wanted = sorted(references)
    for start in range(0, len(wanted), CHUNK):
        query = select(Spend).where(
            Spend.authority_id == authority_id, Spend.reference.in_(wanted[start : start + CHUNK])
        )
        rows = query.options(
            joinedload(Spend.details), joinedload(Spend.category), joinedload(Spend.family), selectinload(Spend.refunds)
        )
        spends.update((spend.reference or "", spend) for spend in db.session.scalars(rows))
    return spends


def refunds_named(authority_id: uuid.UUID, references: Collection[str]) -> dict[str, tuple[Refund, Spend]]:
    """An authority's refunds by these references, each with its purchase."""
    refunds: dict[str, tuple[Refund, Spend]] = {}
    wanted = sorted(references)
    for start in range(0, len(wanted), CHUNK):
        query = (
            select(Refund, Spend)
            .join(Spend, Spend.id == Refund.spend_id)
            .where(Refund.authority_id == authority_id, Refund.reference.in_(wanted[start : start + CHUNK]))
            .options(joinedload(Spend.family))
        )
        refunds.update((refund.reference or "", (refund, spend)) for refund, spend in db.session.execute(query))
    return refunds
