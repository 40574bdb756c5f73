"""Ask that a closed family be opened again: a manager's hand does it."""

from datetime import date, datetime

from budgettracker.access import WORK_WITH_FAMILIES, role_used
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person

REOPENING = "reopening"
"""The kind of thing about a family that waits for a second hand."""


def ask_to_reopen(by: Person, family: Family, reason: str, *, on: date, at: datetime) -> Confirmation:
    """The work with a closed family is to go on; a manager or senior manager who did not ask confirms it.

    The reason stays with the words of the asking. Raises Refusal on `reason`, when the family is open, or when this
    waits already.
    """
    locked = lock_family(family)
    if locked.closed_on is None:
        raise Refusal(None, "The family is open already.")
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Say why the work goes on.")
    role = role_used(by.roles_on(on), WORK_WITH_FAMILIES)
    values = {"closed_on": locked.closed_on, "team": locked.team_id}
    return ask(by, REOPENING, locked, values, as_role=role, reason=why, on=on, at=at)
