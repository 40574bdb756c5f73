"""Whose family an address is about, for somebody who worked with it until it was handed over."""

import uuid
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Select, select

from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.database import db
from budgettracker.families.queries import Gone, gone_from
from budgettracker.people.models import Person
from budgettracker.questions.models import Question
from budgettracker.spend.models import Receipt, Spend


def gone_at(person: Person, named: Mapping[str, object], on: date) -> Gone | None:
    """The family that the ids in an address lead to, where it left the person's teams by a recent handover."""
    for name, value in named.items():
        family_id = _family_of(name, value) if isinstance(value, uuid.UUID) else None
        if family_id is not None:
            return next(iter(gone_from(person, on, family_id)), None)
    return None


def _family_of(name: str, value: uuid.UUID) -> uuid.UUID | None:
    """The family that an id in an address belongs to; None where it belongs to none."""
    query: Select[tuple[uuid.UUID]] | None = {
        "spend_id": select(Spend.family_id).where(Spend.id == value),
        "receipt_id": select(Spend.family_id).join(Receipt, Receipt.spend_id == Spend.id).where(Receipt.id == value),
        "question_id": select(Question.family_id).where(Question.id == value),
        "change_id": select(Budget.family_id)
        .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        .join(LimitChange, LimitChange.period_id == BudgetPeriod.id)
        .where(LimitChange.id == value),
    }.get(name)
    if query is None:
        return value if name in ("family_id", "record_id") else None
    return db.session.scalars(query).one_or_none()
