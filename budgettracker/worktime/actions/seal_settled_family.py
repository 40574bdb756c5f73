"""Seal a record once what work for the family cost anybody is settled: afterwards nobody could say whose it was."""

from datetime import date, datetime

from budgettracker.confirming import Confirmable
from budgettracker.people.models import Person
from budgettracker.spend.actions import seal_parted_family
from budgettracker.worktime import queries, rules


def seal_settled_family(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Seal it as somebody asked. Raises Refusal while what work for it cost waits to be confirmed, and as spend does."""
    rules.require_settled(queries.expenses_wait_for(wish.subject_id))
    seal_parted_family(by, wish, on, at)
