"""Do the books agree? Everything that does not, of one authority or of all, and what earlier checks found."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union_all

from budgettracker.allocation.queries import draw_faults
from budgettracker.audit import queries as audit
from budgettracker.audit import triggers
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord, Changes
from budgettracker.audit.rules import Fault
from budgettracker.budgets import queries as budgets
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import lead_faults
from budgettracker.ledger.kinds import FaultCode
from budgettracker.ledger.queries import (
    added_recorded,
    as_recorded,
    finance_months,
    openings,
    rights,
    rights_recorded,
    second_hands,
)
from budgettracker.ledger.weekly.queries import files as weekly_files
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend import queries as spend
from budgettracker.spend.models import Spend
from budgettracker.vouchers import queries as vouchers

MOST_RECORDS = 5_000
"""Limits and purchases, of each the newest, whose own record of who did what is proved: a second or so of work."""
MOST_CHECKS, MOST_FAULTS = 20, 50


@dataclass(frozen=True, slots=True)
class BookFaults:
    """Everything about the books that does not agree, and the triggers missing in the database, which guards all books."""

    records: list[Fault]
    missing_triggers: list[str]

    def __len__(self) -> int:
        return len(self.records) + len(self.missing_triggers)


def book_faults(authority_id: uuid.UUID | None = None) -> BookFaults:
    """Recompute positions, holds and caps, and prove the audit's chains; reads only.

    Of an authority, with the audit of its newest limits and purchases; without one, of everything there is.
    """
    subjects = _newest_subjects(authority_id) if authority_id is not None else None
    return BookFaults(
        [
            *budgets.faults(authority_id),
            *spend.faults(authority_id),
            *audit.faults(subjects),
            *second_hands.faults(subjects),
            *as_recorded.faults(authority_id, subjects),
            *openings.faults(authority_id),
            *finance_months.faults(authority_id),
            *weekly_files.faults(authority_id),
            *vouchers.faults(authority_id),
            *spend.kept_faults(authority_id),
            *((*rights.faults(), *rights_recorded.faults()) if authority_id is None else ()),
            *(added_recorded.faults() if authority_id is None else ()),
            *((*lead_faults(), *draw_faults()) if authority_id is None else ()),
        ],
        list(triggers.missing(db.session.connection())),
    )


@dataclass(frozen=True, slots=True)
class Proof:
    """How many positions, purchases and lines of audit were looked at, and everything that does not agree."""

    positions: int
    purchases: int
    records: int
    faults: BookFaults


def prove(authority_id: uuid.UUID) -> Proof:
    """Prove an authority's books: what was looked at, and what does not agree."""
    positions = select(func.count()).select_from(BudgetPeriod).join(BudgetPeriod.budget)
    purchases = select(func.count()).select_from(Spend).where(Spend.authority_id == authority_id)
    subjects = _newest_subjects(authority_id)
    records = select(func.count()).select_from(AuditRecord).where(AuditRecord.subject_id.in_(subjects))
    return Proof(
        positions=db.session.scalar(positions.where(Budget.authority_id == authority_id)) or 0,
        purchases=db.session.scalar(purchases) or 0,
        records=db.session.scalar(records) or 0,
        faults=book_faults(authority_id),
    )


def _newest_subjects(authority_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    """The newest limits and purchases: their ids sort by the time of their making."""
    changes = select(LimitChange.id).join(LimitChange.period).join(BudgetPeriod.budget)
    limits = changes.where(Budget.authority_id == authority_id).order_by(LimitChange.id.desc()).limit(MOST_RECORDS)
    spends = select(Spend.id).where(Spend.authority_id == authority_id).order_by(Spend.id.desc()).limit(MOST_RECORDS)
    both = union_all(select(limits.subquery().c.id), select(spends.subquery().c.id)).subquery()
    return select(both.c.id)


@dataclass(frozen=True, slots=True)
class ShownFault:
    """A fault as a page tells it: whose money, in which way, and the purchase to open where it is one."""

    family: str
    code: FaultCode
    spend_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the books: when, by whom, what was looked at, and how much did not agree."""

    at: datetime
    by: str
    positions: int
    purchases: int
    records: int
    fault_count: int
    faults: list[ShownFault]


def checks_of(person: Person) -> list[Check]:
    """The latest checks of a person's authority, the newest first; the faults of the newest in full."""
    rows = list(
        db.session.scalars(
            select(AuditRecord)
            .where(
                AuditRecord.authority_id == person.authority_id,
                AuditRecord.subject_id == person.authority_id,
                AuditRecord.deed == Deed.BOOKS_CHECKED,
            )
            .order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc())
            .limit(MOST_CHECKS)
        )
    )
    names = names_of([row.by_id for row in rows])
    return [
        _check(row, names[row.by_id] if row.by_id else "", person, in_full=number == 0)
        for number, row in enumerate(rows)
    ]


def _check(row: AuditRecord, by: str, person: Person, *, in_full: bool) -> Check:
    changes = row.changes
    return Check(
        at=row.at,
        by=by,
        positions=changes.number("positions"),
        purchases=changes.number("purchases"),
        records=changes.number("records"),
        fault_count=changes.number("found"),
        faults=[_shown(code, record_id, person) for code, record_id in _faults_in(changes)] if in_full else [],
    )


def _faults_in(changes: Changes) -> list[tuple[FaultCode, uuid.UUID | None]]:
    """The faults that a check's audit line holds: each its code, and the id of the record where there is one."""
    pairs = changes["faults"]
    assert isinstance(pairs, list)
    codes = [(FaultCode(str(pair[0])), pair[1]) for pair in pairs if isinstance(pair, list)]
    return [(code, uuid.UUID(str(record_id)) if record_id else None) for code, record_id in codes]


def _shown(code: FaultCode, record_id: uuid.UUID | None, person: Person) -> ShownFault:
    """By the family's reference; a record that is gone altogether, or a guard of the database, has none."""
    by_budget = (
        select(Family.reference, Family.authority_id).join(Budget, Budget.family_id == Family.id).join(Budget.periods)
    )
    by_limit = by_budget.join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
    by_spend = select(Family.reference, Family.authority_id).join(Spend, Spend.family_id == Family.id)
    for query, is_spend in (
        (by_spend.where(Spend.id == record_id), True),
        (by_budget.where(BudgetPeriod.id == record_id), False),
        (by_limit.where(LimitChange.id == record_id), False),
    ):
        family = db.session.execute(
            query.where(Family.authority_id == person.authority_id, Family.restricted.is_(False)).limit(1)
        ).first()
        if record_id is not None and family is not None:
            return ShownFault(family.reference, code, record_id if is_spend else None)
    return ShownFault("", code, None)
