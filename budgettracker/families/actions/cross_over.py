"""A crossover: a comparison family may have a budget from a day on, and stays counted as it was allocated."""

from datetime import date, datetime

from budgettracker.access import WORK_WITH_FAMILIES, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import queries, rules
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.models import Family
from budgettracker.people.models import Person


def ask_to_cross(by: Person, family: Family, crossed_on: date, reason: str, *, on: date, at: datetime) -> Confirmation:
    """From a day on a comparison family is to have a budget; a senior manager who did not ask allows it.

    Raises Refusal on `crossed_on` for a day that has passed, on `reason`, and where the family is not an open comparison
    family, has crossed over already, or is in no scheme.
    """
    locked = lock_family(family)
    if not queries.may_cross(locked, on):
        raise Refusal(None, "Only an open comparison family that has no budget yet can be given one.")
    if locked.scheme_id is None:
        raise Refusal(None, "The family is in no scheme. Enter the scheme first, on the page to correct the family.")
    if crossed_on < on:
        raise Refusal("crossed_on", "Choose today or a later day: nothing was to be bought before this is allowed.")
    why = rules.one_line(reason)
    if not why:
        raise Refusal("reason", "Say why this family needs a budget although it is for comparison.")
    role = role_used(by.roles_on(on), WORK_WITH_FAMILIES)
    return ask(by, queries.CROSSOVER, locked, {"crossed_on": crossed_on}, as_role=role, reason=why, on=on, at=at)


def cross_over(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Allow it: the arm stays as allocated. Raises Refusal where the family has changed since it was asked for."""
    locked = lock_family(db.session.get_one(Family, wish.subject_id))
    if not queries.may_cross(locked, on):
        raise Refusal(None, "The family has changed since this was asked for. Decline it.")
    # Nothing was to be bought before it was allowed.
    locked.crossed_on = max(date.fromisoformat(wish.values["crossed_on"]), on)
    db.session.flush()
    changes = {"crossed_on": [None, locked.crossed_on], "asked_by": wish.asked_by_id}
    record(by, Deed.FAMILY_CROSSED_OVER, locked, changes, authority_id=locked.authority_id, at=at)
