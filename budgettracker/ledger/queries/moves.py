"""Every move of money of an authority, and where each left its position; a line lacks its month only where books are damaged."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, Subquery, false, func, literal, null, select, union_all

from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry, LimitChange, Posting
from budgettracker.budgets.rules import Position
from budgettracker.database import db
from budgettracker.ledger.kinds import OtherHelp
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend

_POSTED = (
    Posting.event_on.label("event_on"),
    Posting.posted_on.label("posted_on"),
    Posting.refund_id.label("refund_id"),
)


def moves_of(authority_id: uuid.UUID) -> Subquery:
    """The authority's ledger rows and its other help as one list of moves, each with its day and its month in the books."""
    in_budgets = (
        select(
            LedgerEntry.id.label("id"),
            LedgerEntry.at.label("at"),
            LedgerEntry.entry.label("entry"),
            Budget.family_id.label("family_id"),
            LedgerEntry.spend_id.label("spend_id"),
            LedgerEntry.period_id.label("period_id"),
            LedgerEntry.sequence.label("sequence"),
            LedgerEntry.by_id.label("by_id"),
            LedgerEntry.limit_delta_pence.label("limit"),
            LedgerEntry.committed_delta_pence.label("committed"),
            LedgerEntry.spent_delta_pence.label("spent"),
            LedgerEntry.over_delta_pence.label("over"),
            literal(0).label("other"),
            func.coalesce(LimitChange.imported, false()).label("limit_imported"),
            *_POSTED,
        )
        .outerjoin(Posting, Posting.id == LedgerEntry.id)
        .outerjoin(LimitChange, LimitChange.id == LedgerEntry.limit_change_id)
        .join(BudgetPeriod, BudgetPeriod.id == LedgerEntry.period_id)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .where(Budget.authority_id == authority_id)
    )
    return union_all(in_budgets, *_other_help(authority_id)).subquery("moves")


def _other_help(authority_id: uuid.UUID) -> tuple[Select[Any], Select[Any]]:
    """Other help that was paid, and what came back of it, with the columns of the ledger's rows."""
    nothing = (literal(0), literal(0), literal(0), literal(0))
    paid = select(
        Spend.id,
        func.coalesce(Spend.recorded_bought_at, Spend.requested_at),
        literal(str(OtherHelp.PAID)),
        Spend.family_id,
        Spend.id,
        null(),
        literal(0),
        func.coalesce(Spend.bought_by_id, Spend.recorded_by_id),
        *nothing,
        Spend.paid_pence,
        false(),
        *_POSTED,
    )
    helped = paid.outerjoin(Posting, Posting.id == Spend.id).where(
        Spend.authority_id == authority_id,
        Spend.kind == SpendKind.OTHER_HELP,
        Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED)),
    )
    back = (
        select(
            Refund.id,
            Refund.recorded_at,
            literal(str(OtherHelp.CAME_BACK)),
            Spend.family_id,
            Spend.id,
            null(),
            literal(0),
            Refund.recorded_by_id,
            *nothing,
            -Refund.amount_pence,
            false(),
            *_POSTED,
        )
        .outerjoin(Posting, Posting.id == Refund.id)
        .join(Spend, Spend.id == Refund.spend_id)
        .where(Spend.authority_id == authority_id, Spend.kind == SpendKind.OTHER_HELP)
    )
    return helped, back


def positions_after(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Position]:
    """After each row of these cap periods' ledgers: where the position stood then."""
    running = [
        func.sum(delta).over(partition_by=LedgerEntry.period_id, order_by=LedgerEntry.sequence)
        for delta in (
            LedgerEntry.limit_delta_pence,
            LedgerEntry.committed_delta_pence,
            LedgerEntry.spent_delta_pence,
            LedgerEntry.over_delta_pence,
        )
    ]
    rows = db.session.execute(select(LedgerEntry.id, *running).where(LedgerEntry.period_id.in_(period_ids)))
    return {line_id: Position(*(int(pence) for pence in position)) for line_id, *position in rows}
