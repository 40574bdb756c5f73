"""Do purchases and limits say what their own lines of who did what say of them?"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from budgettracker.audit.models import AuditRecord, Changes
from budgettracker.audit.rules import Fault
from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LedgerEntry, LimitChange
from budgettracker.database import db
from budgettracker.ledger.queries.facts_recorded import LineRead, PurchaseRecord, limit_facts, refunds_unlike, unlike
from budgettracker.spend.models import Refund, Spend

AS_RECORDED = "as_recorded"
"""The code of a fault: a row says something else than its lines."""
Subjects = Select[tuple[uuid.UUID]]
SPEND, LIMIT = ("spend", "limit_change")
_OF_SPEND = (
    *(Spend.id, Spend.state, Spend.paid_pence, Spend.planned_pence, Spend.approved_pence, Spend.recorded_by_id),
    *(Spend.bought_by_id, Spend.decided_by_id, Spend.review, Spend.reviewed_by_id, Spend.reimbursement),
    Spend.reimbursement_by_id,
)
_OF_LIMIT = (
    *(LimitChange.id, LimitChange.state, LimitChange.to_pence, LimitChange.from_pence, LimitChange.proposed_by_id),
    *(LimitChange.decided_by_id, LimitChange.confirmed_by_id),
)


def faults(authority_id: uuid.UUID | None = None, subjects: Subjects | None = None) -> list[Fault]:
    """Purchases and limits that their lines say something else of, or nothing; limits that the ledger moved otherwise.

    Of everything, or of one authority's `subjects`.
    """
    return [*_spend_faults(subjects), *_limit_faults(authority_id, subjects)]


def _spend_faults(subjects: Subjects | None) -> Iterator[Fault]:
    refunds: dict[uuid.UUID, dict[uuid.UUID, int]] = defaultdict(dict)
    came_back = select(Refund.spend_id, Refund.id, Refund.amount_pence)
    if subjects is not None:
        came_back = came_back.where(Refund.spend_id.in_(subjects))
    for spend_id, refund_id, pence in db.session.execute(came_back):
        refunds[spend_id][refund_id] = pence
    before = aliased(Spend)
    query = select(*_OF_SPEND, before.decided_by_id.label("before")).outerjoin(
        before, before.id == func.coalesce(Spend.plan_id, Spend.corrects_id)
    )
    if subjects is not None:
        query = query.where(Spend.id.in_(subjects))
    lines = _lines(SPEND, subjects)
    for row in db.session.execute(query):
        record = PurchaseRecord()
        for line in lines.get(row.id, ()):
            record.read(line)
        words = ["nothing in the record of who did what tells of it"] if row.id not in lines else []
        words += unlike(record.facts, row._mapping)  # type: ignore[arg-type]  # rows are mappings by name
        if record.follows and "decided_by_id" not in record.facts and row.decided_by_id not in (None, row.before):
            words.append("who decided it is not who decided what it follows")
        words += refunds_unlike(record, refunds[row.id])
        yield from (Fault(SPEND, row.id, AS_RECORDED, each) for each in words)


def _limit_faults(authority_id: uuid.UUID | None, subjects: Subjects | None) -> Iterator[Fault]:
    query, moves = select(*_OF_LIMIT), select(LedgerEntry.limit_change_id, func.sum(LedgerEntry.limit_delta_pence))
    if subjects is not None:
        query, moves = (
            query.where(LimitChange.id.in_(subjects)),
            moves.where(LedgerEntry.limit_change_id.in_(subjects)),
        )
    moved = dict(db.session.execute(moves.group_by(LedgerEntry.limit_change_id)).tuples().all())
    lines = _lines(LIMIT, subjects)
    for row in db.session.execute(query):
        words = ["nothing in the record of who did what tells of it"] if row.id not in lines else []
        words += unlike(limit_facts(lines.get(row.id, ())), row._mapping)  # type: ignore[arg-type]
        should = row.to_pence - row.from_pence if row.state == LimitState.APPROVED else 0
        if int(moved.get(row.id) or 0) != should:
            words.append("the ledger moved another limit")
        yield from (Fault("limit", row.id, AS_RECORDED, each) for each in words)
    unexplained = select(LedgerEntry.period_id).where(
        LedgerEntry.limit_delta_pence != 0, LedgerEntry.limit_change_id.is_(None)
    )
    if authority_id is not None:
        unexplained = unexplained.join(BudgetPeriod, BudgetPeriod.id == LedgerEntry.period_id)
        unexplained = unexplained.join(BudgetPeriod.budget).where(Budget.authority_id == authority_id)
    for period_id in db.session.scalars(unexplained.distinct()):
        yield Fault("budget period", period_id, AS_RECORDED, "the ledger moved a limit that nobody decided")


def _lines(kind: str, subjects: Subjects | None) -> dict[uuid.UUID, list[LineRead]]:
    """Every subject's lines in order, as far as they can be read: what cannot is its chain's fault."""
    query = select(AuditRecord.subject_id, AuditRecord.body)
    query = query.where(AuditRecord.subject_kind == kind).order_by(AuditRecord.subject_id, AuditRecord.sequence)
    if subjects is not None:
        query = query.where(AuditRecord.subject_id.in_(subjects))
    rows = db.session.execute(query.execution_options(yield_per=1000))
    return {
        subject_id: [line for row in of_one for line in _read(row.body)]
        for subject_id, of_one in groupby(rows, key=lambda row: row.subject_id)
    }


def _read(body: str) -> Iterator[LineRead]:
    try:
        fields = json.loads(body)
    except ValueError:
        return
    by_id = uuid.UUID(fields["by"]) if fields["by"] else None
    yield LineRead(fields["deed"], by_id, Changes(fields["changes"]))
