"""Read purchases: by family, waiting for a decision, running totals, and whether the books agree."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from budgettracker.access import Role
from budgettracker.audit.models import AuditRecord, Deed
from budgettracker.budgets.models import BudgetPeriod, LedgerEntry
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.models import Family
from budgettracker.families.queries import visible, workable
from budgettracker.people.models import Person
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.models import Receipt, Refund, Review, Spend, SpendKind, SpendState

COUNTS = (SpendState.REQUESTED, SpendState.APPROVED, SpendState.BOUGHT)


def amount_of() -> ColumnElement[int]:
    """What a purchase counts in a running total: its price when bought, else what was approved or asked, in pence."""
    return case(
        (Spend.state == SpendState.BOUGHT, Spend.paid_pence),
        (Spend.state == SpendState.APPROVED, Spend.approved_pence),
        else_=Spend.planned_pence,
    )


def running_totals(
    period: BudgetPeriod,
    bounds: dict[Role, Bounds],
    pence: int,
    on: date,
    without: uuid.UUID | None = None,
) -> dict[Role, int]:
    """For each role with a running bound: the family's total, this purchase included, over the window that ends on a day.

    All workers' purchases of the budget count, by the day they were bought (asked for, until then).
    """
    day = func.coalesce(Spend.bought_on, Spend.asked_on)
    totals = dict.fromkeys((Role.PRACTITIONER, Role.MANAGER, Role.SENIOR_MANAGER), pence)
    for role, each in bounds.items():
        if each.running_pence is None or each.window_days is None:
            continue
        before = (
            select(func.coalesce(func.sum(amount_of()), 0))
            .join(Spend.period)
            .where(
                BudgetPeriod.budget_id == period.budget_id,
                Spend.state.in_(COUNTS),
                day > on - timedelta(days=each.window_days),
                day <= on,
            )
        )
        if without is not None:
            before = before.where(Spend.id != without)
        totals[role] = pence + int(db.session.scalar(before) or 0)
    return totals


def waiting_over(period_id: uuid.UUID) -> int:
    """Pence over the limit in a cap period that wait for a manager's decision."""
    waiting = select(func.coalesce(func.sum(Spend.over_pence), 0)).where(
        Spend.period_id == period_id, Spend.review == Review.OPEN, Spend.state == SpendState.BOUGHT
    )
    return int(db.session.scalar(waiting) or 0)


def spend_for(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """One purchase for a family this person sees, with its words, receipts and refunds; raises NotTheirs."""
    return _one(spend_id, visible(person, on))


def spend_to_change(person: Person, spend_id: uuid.UUID, on: date) -> Spend:
    """One purchase for a family of the person's own teams; raises NotTheirs, also where they may only look."""
    return _one(spend_id, workable(person, on))


def _one(spend_id: uuid.UUID, clause: ColumnElement[bool]) -> Spend:
    found = db.session.scalars(
        _with_words()
        .options(selectinload(Spend.refunds), selectinload(Spend.receipts), joinedload(Spend.period))
        .where(Spend.id == spend_id, clause)
    ).one_or_none()
    if found is None:
        raise NotTheirs
    return found


def receipt_for(person: Person, receipt_id: uuid.UUID, on: date) -> Receipt:
    """One receipt of a purchase this person sees; raises NotTheirs."""
    receipt = db.session.get(Receipt, receipt_id)
    if receipt is None:
        raise NotTheirs
    spend_for(person, receipt.spend_id, on)
    return receipt


def _with_words() -> Select[tuple[Spend]]:
    return (
        select(Spend)
        .join(Spend.family)
        .options(
            contains_eager(Spend.family).joinedload(Family.details),
            joinedload(Spend.details),
            joinedload(Spend.category),
        )
    )


def spends_of(family_id: uuid.UUID, bound: int = 200, start: int = 0) -> list[Spend]:
    """A family's purchases, the newest first, with refunds and receipts."""
    return list(
        db.session.scalars(
            _with_words()
            .options(selectinload(Spend.refunds), selectinload(Spend.receipts))
            .where(Spend.family_id == family_id)
            .order_by(func.coalesce(Spend.bought_on, Spend.asked_on).desc(), Spend.id.desc())
            .limit(bound)
            .offset(start)
        )
    )


def requests_waiting(person: Person, on: date, bound: int = 200) -> list[Spend]:
    """Requests for families this person sees: by when they are needed, then the oldest first."""
    return list(
        db.session.scalars(
            _with_words()
            .options(joinedload(Spend.period).joinedload(BudgetPeriod.budget))
            .where(Spend.state == SpendState.REQUESTED, visible(person, on))
            .order_by(Spend.needed_by.is_(None), Spend.needed_by, Spend.requested_at, Spend.id)
            .limit(bound)
        )
    )


def reviews_waiting(person: Person, on: date, bound: int = 200) -> list[Spend]:
    """Purchases that were made outside the rules and wait for a manager, the oldest first."""
    return list(
        db.session.scalars(
            _with_words()
            .options(joinedload(Spend.period))
            .where(Spend.review == Review.OPEN, visible(person, on))
            .order_by(Spend.recorded_bought_at, Spend.id)
            .limit(bound)
        )
    )


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a family's purchases still need, as counts."""

    waiting: int = 0
    to_buy: int = 0
    without_receipt: int = 0
    over_limit: int = 0


def to_do_of(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ToDo]:
    """For each family with something to do: requests waiting, approved and not bought, bought without a receipt."""
    bought = Spend.state == SpendState.BOUGHT
    no_receipt = ~select(Receipt.id).where(Receipt.spend_id == Spend.id).exists() & ~Spend.imported
    rows = db.session.execute(
        select(
            Spend.family_id,
            func.sum(case((Spend.state == SpendState.REQUESTED, 1), else_=0)),
            func.sum(case((Spend.state == SpendState.APPROVED, 1), else_=0)),
            func.sum(case((bought & no_receipt, 1), else_=0)),
            func.sum(case((bought & (Spend.review == Review.OPEN), 1), else_=0)),
        )
        .where(Spend.family_id.in_(family_ids))
        .group_by(Spend.family_id)
    )
    return {family_id: ToDo(*(int(number or 0) for number in numbers)) for family_id, *numbers in rows}


@dataclass(frozen=True, slots=True)
class Before:
    """What a family had from its budget so far: how many purchases, and their cost in pence less what came back."""

    purchases: int = 0
    pence: int = 0


def had_before(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Before]:
    """What each of these families had so far, in one question; reversed purchases are none."""
    back = select(Refund.spend_id, func.sum(Refund.amount_pence).label("back")).group_by(Refund.spend_id).subquery()
    rows = db.session.execute(
        select(Spend.family_id, func.count(), func.sum(Spend.paid_pence - func.coalesce(back.c.back, 0)))
        .outerjoin(back, back.c.spend_id == Spend.id)
        .where(Spend.family_id.in_(family_ids), Spend.state == SpendState.BOUGHT, Spend.kind == SpendKind.DEVOLVED)
        .group_by(Spend.family_id)
    )
    return {family_id: Before(count, int(pence or 0)) for family_id, count, pence in rows}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a purchase's history: what was done, by whom (empty: by the operator), when, with its figures."""

    deed: str
    by: str
    at: datetime
    changes: dict[str, Any]


def history_of(spend_id: uuid.UUID) -> list[Happened]:
    """Everything done to a purchase in its order, as the audit has it; who looked at receipts is left out."""
    rows = db.session.execute(
        select(AuditRecord, Person.name)
        .outerjoin(Person, Person.id == AuditRecord.by_id)
        .where(AuditRecord.subject_id == spend_id, AuditRecord.deed != Deed.RECEIPT_VIEWED)
        .order_by(AuditRecord.sequence)
        .limit(200)
    )
    return [Happened(line.deed, name or "", line.at, json.loads(line.body)["changes"]) for line, name in rows]


def net_paid(spend: Spend) -> int:
    """What was paid less what came back, in pence."""
    return (spend.paid_pence or 0) - sum(refund.amount_pence for refund in spend.refunds)


def faults() -> list[str]:
    """Holds and prices that the ledger does not explain, in words. Each purchase's ledger rows must add up to it."""
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
    rows = db.session.execute(
        select(Spend, sums.c.committed, sums.c.spent, sums.c.over, back.c.back)
        .outerjoin(sums, sums.c.spend_id == Spend.id)
        .outerjoin(back, back.c.spend_id == Spend.id)
        .order_by(Spend.id)
    )
    found: list[str] = []
    for spend, committed, spent, over, refunded in rows:
        have = tuple(int(value or 0) for value in (committed, spent, over))
        if have != _explained(spend, int(refunded or 0)):
            found.append(
                f"spend {spend.id}: the ledger says {have}, the purchase {_explained(spend, int(refunded or 0))}"
            )
        if spend.decided_by_id is not None and spend.decided_by_id == spend.recorded_by_id:
            found.append(f"spend {spend.id}: decided by its own requester")
    return found


def _explained(spend: Spend, refunded: int) -> tuple[int, int, int]:
    """(committed, spent, over) that a purchase in its state must have in the ledger."""
    if spend.kind == SpendKind.OTHER_HELP:
        return 0, 0, 0
    if spend.state == SpendState.REQUESTED:
        return spend.planned_pence, 0, 0
    if spend.state == SpendState.APPROVED:
        return spend.approved_pence or 0, 0, 0
    if spend.state in (SpendState.BOUGHT, SpendState.REVERSED):
        return 0, (spend.paid_pence or 0) - refunded - spend.over_pence, spend.over_pence
    return 0, 0, 0
