"""An authority always keeps an administrator who can sign in."""

from datetime import date

from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.models import Person
from budgettracker.people.rules import administering


def require_administrator_left(person: Person, on: date, field: str | None = None) -> None:
    """Raises Refusal for what would leave an authority without an administrator who can sign in.

    The authority's row is locked, so that two administrators cannot remove each other at the same moment.
    """
    if person.authority_id is None:
        return
    queries.authority_locked(person.authority_id)
    try:
        administering.require_another_administrator(queries.other_administrators(person, on))
    except Refusal as refusal:
        raise Refusal(field, refusal.message) from None
