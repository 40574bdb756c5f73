"""Do the purchases and the ledger tell the same story?"""

import uuid

from sqlalchemy import func, select

from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import LedgerEntry
from budgettracker.database import db
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import PlanSchedule, Refund, Spend
from budgettracker.spend.queries.plans import drawn_of, parts_of


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Holds and prices that the ledger does not explain: each purchase's ledger rows must add up to it.

    Of one authority, or of all.
    """
    sums = (
        select(
            LedgerEntry.spend_id,
            func.sum(LedgerEntry.committed_delta_pence).label("committed"),
            func.sum(LedgerEntry.spent_delta_pence).label("spent"),
            func.sum(LedgerEntry.over_delta_pence).label("over"),
        )
        .where(LedgerEntry.spend_id.is_not(None))
        .group_by(LedgerEntry.spend_id)
        .subquery()
    )
    back = select(Refund.spend_id, func.sum(Refund.amount_pence).label("back")).group_by(Refund.spend_id).subquery()
    query = (
        select(Spend, sums.c.committed, sums.c.spent, sums.c.over, back.c.back)
        .outerjoin(sums, sums.c.spend_id == Spend.id)
        .outerjoin(back, back.c.spend_id == Spend.id)
        .order_by(Spend.id)
    )
    if authority_id is not None:
        query = query.where(Spend.authority_id == authority_id)
    faults: list[Fault] = []
    for spend, committed, spent, over, refunded in db.session.execute(query):
        have = tuple(int(value or 0) for value in (committed, spent, over))
        should = _explained(spend, int(refunded or 0))
        if have != should:
            words = f"the ledger says {have}, the purchase {should}"
            faults.append(Fault("spend", spend.id, "purchase", words))
        if spend.decided_by_id is not None and spend.decided_by_id == spend.recorded_by_id:
            faults.append(Fault("spend", spend.id, "own", "decided by its own requester"))
    return [*faults, *_plan_faults(authority_id)]


def _plan_faults(authority_id: uuid.UUID | None) -> list[Fault]:
    """Plans whose payments took another sum than is written there, or that hold another sum of a cap period than is left."""
    query = select(Spend).join(PlanSchedule, PlanSchedule.spend_id == Spend.id).order_by(Spend.id)
    if authority_id is not None:
        query = query.where(Spend.authority_id == authority_id)
    plans = list(db.session.scalars(query))
    if not plans:
        return []
    held = {
        (row.spend_id, row.period_id): int(row.pence)
        for row in db.session.execute(
            select(
                LedgerEntry.spend_id,
                LedgerEntry.period_id,
                func.sum(LedgerEntry.committed_delta_pence).label("pence"),
            )
            .where(LedgerEntry.spend_id.in_([plan.id for plan in plans]))
            .group_by(LedgerEntry.spend_id, LedgerEntry.period_id)
        )
    }
    faults: list[Fault] = []
    for plan in plans:
        parts = parts_of(plan)
        if plan.drawn_pence != drawn_of(plan):
            faults.append(Fault("spend", plan.id, "plan", "its payments took another sum than is written there"))
        for part in parts:
            should = part.left_pence if plan.held_pence else 0
            if held.get((plan.id, part.period_id), 0) != should:
                faults.append(
                    Fault("spend", plan.id, "plan", "it holds another sum of a cap period than is left of it")
                )
    return faults


def _explained(spend: Spend, refunded: int) -> tuple[int, int, int]:
    """(committed, spent, over) that a purchase in its state must have in the ledger."""
    if spend.kind == SpendKind.OTHER_HELP:
        return 0, 0, 0
    if spend.state in (SpendState.BOUGHT, SpendState.REVERSED):
        return 0, (spend.paid_pence or 0) - refunded - spend.over_pence, spend.over_pence
    return spend.held_pence, 0, 0
