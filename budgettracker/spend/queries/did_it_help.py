"""Purchases whose worker can say by now whether they helped."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager

from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import workable
from budgettracker.people.models import Person
from budgettracker.spend.models import Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT
from budgettracker.spend.rules import ASK_AFTER, ASK_UNTIL


def to_say_whether_helped(person: Person, on: date, most: int) -> list[Spend]:
    """What is for a family that this person leads, and is old enough to have helped: the oldest first."""
    query = (
        select(Spend)
        .join(Spend.family)
        .join(Family.details)
        .join(Spend.details)
        .options(contains_eager(Spend.family).contains_eager(Family.details), contains_eager(Spend.details))
        .where(*_due(person, on))
    )
    return list(db.session.scalars(query.order_by(Spend.bought_on, Spend.id).limit(most)))


def how_many_to_say(person: Person, on: date) -> int:
    """How many of them there are."""
    query: Select[Any] = select(func.count()).select_from(Spend).join(Spend.family).where(*_due(person, on))
    return db.session.scalar(query) or 0


def _due(person: Person, on: date) -> tuple[ColumnElement[bool], ...]:
    return (
        workable(person, on),
        Family.lead_worker_id == person.id,
        IS_BOUGHT,
        Spend.helped.is_(None),
        # A payment of a plan is one of many: its plan is looked at again on a day of its own.
        Spend.plan_id.is_(None),
        Spend.bought_on <= on - ASK_AFTER,
        Spend.bought_on > on - ASK_UNTIL,
    )
