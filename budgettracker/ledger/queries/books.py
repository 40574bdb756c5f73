"""Do one authority's books agree? What is proved on request, and what earlier checks found."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select, union_all

from budgettracker.audit import queries as audit
from budgettracker.audit import triggers
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.audit.rules import Fault
from budgettracker.budgets import queries as budgets
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.spend import queries as spend
from budgettracker.spend.models import Spend

MOST_RECORDS = 5_000
"""Limits and purchases, of each the newest, whose own record of who did what is proved: a second or so of work."""
MOST_CHECKS, MOST_FAULTS = 20, 50
GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and everything that does not agree; `guards` are missing guards of the whole database."""

    positions: int
    purchases: int
    records: int
    faults: list[Fault]
    guards: int

    @property
    def found(self) -> int:
        """How many faults in all."""
        return len(self.faults) + self.guards


def prove(authority_id: uuid.UUID) -> Proof:
    """Recompute an authority's positions, holds and caps, and the newest records of who did what; reads only."""
    positions = select(func.count()).select_from(BudgetPeriod).join(BudgetPeriod.budget)
    purchases = select(func.count()).select_from(Spend).where(Spend.authority_id == authority_id)
    subjects = _subjects(authority_id)
    records = select(func.count()).select_from(AuditRecord).where(AuditRecord.subject_id.in_(subjects))
    return Proof(
        positions=db.session.scalar(positions.where(Budget.authority_id == authority_id)) or 0,
        purchases=db.session.scalar(purchases) or 0,
        records=db.session.scalar(records) or 0,
        faults=[*budgets.faults(authority_id), *spend.faults(authority_id), *audit.faults(subjects)],
        guards=len(triggers.missing(db.session.connection())),
    )


def _subjects(authority_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    """The newest limits and purchases: their ids sort by the time of their making."""
    changes = select(LimitChange.id).join(LimitChange.period).join(BudgetPeriod.budget)
    limits = changes.where(Budget.authority_id == authority_id).order_by(LimitChange.id.desc()).limit(MOST_RECORDS)
    bought = select(Spend.id).where(Spend.authority_id == authority_id).order_by(Spend.id.desc()).limit(MOST_RECORDS)
    both = union_all(select(limits.subquery().c.id), select(bought.subquery().c.id)).subquery()
    return select(both.c.id)


@dataclass(frozen=True, slots=True)
class Shown:
    """A fault as a page tells it: whose money, its code, and the purchase to open where it is one."""

    family: str
    code: str
    spend_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the books: when, by whom, what was looked at, and what did not agree."""

    at: datetime
    by: str
    positions: int
    purchases: int
    records: int
    found: int
    faults: list[Shown]


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
    said: dict[str, Any] = json.loads(row.body)["changes"]
    told = said["faults"] if in_full else []
    return Check(
        row.at, by, said["positions"], said["purchases"], said["records"], said["found"],
        [_shown(code, uuid.UUID(each) if each else None, person) for code, each in told],
    )  # fmt: skip


def _shown(code: str, subject_id: uuid.UUID | None, person: Person) -> Shown:
    """By the family's reference; a record that is gone altogether, or a guard of the database, has none."""
    by_budget = (
        select(Family.reference, Family.authority_id).join(Budget, Budget.family_id == Family.id).join(Budget.periods)
    )
    by_limit = by_budget.join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
    bought = select(Family.reference, Family.authority_id).join(Spend, Spend.family_id == Family.id)
    for asked, is_spend in (
        (bought.where(Spend.id == subject_id), True),
        (by_budget.where(BudgetPeriod.id == subject_id), False),
        (by_limit.where(LimitChange.id == subject_id), False),
    ):
        found = db.session.execute(asked.where(Family.authority_id == person.authority_id).limit(1)).first()
        if subject_id is not None and found is not None:
            return Shown(found.reference, code, subject_id if is_spend else None)
    return Shown("", code, None)
