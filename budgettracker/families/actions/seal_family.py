"""Seal a family's record by two people: nobody reads it any more, and nothing leads from it to a new one or back."""

from datetime import date, datetime

from budgettracker.access import WORK_WITH_FAMILIES, role_used
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirmations.queries import all_about
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import queries
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.restricted_reference import hide_reference
from budgettracker.families.kinds import SealedBecause
from budgettracker.families.models import Family
from budgettracker.people.models import Person


def ask_to_seal(by: Person, family: Family, because: SealedBecause, *, on: date, at: datetime) -> Confirmation:
    """A closed family's record is to be sealed; a manager who did not ask confirms it.

    No words are taken, since they would be kept: only why, from a list. Raises Refusal where the family is open, and
    while something else about it waits for a second person.
    """
    locked = _closed(family, on)
    role = role_used(by.roles_on(on), WORK_WITH_FAMILIES)
    return ask(by, queries.SEALING, locked, {"because": because}, as_role=role, on=on, at=at)


def seal_family(by: Person, wish: Confirmable, on: date, at: datetime) -> None:
    """Seal it: from now on it is in no list, search, page or history of anybody, and its reference is a drawn one.

    Its purchases, time and limits stay in every total. What its details hold stays kept apart, for a court. Raises Refusal
    where it was opened again since it was asked for.
    """
    locked = _closed(db.session.get_one(Family, wish.subject_id), on)
    if not locked.restricted:
        hide_reference(locked)
    locked.restricted, locked.sealed_on = True, on
    for reader in (*queries.named_for(locked.id), *queries.openings_of(locked.id)):
        reader.removed_at, reader.removed_by_id = at, by.id
    db.session.flush()
    changes = {"sealed_on": [None, on], "asked_by": wish.asked_by_id}
    record(by, Deed.FAMILY_SEALED, locked, changes, authority_id=locked.authority_id, at=at)


def _closed(family: Family, on: date) -> Family:
    locked = lock_family(family)
    if locked.closed_on is None or locked.closed_on > on:
        raise Refusal(None, "Close the family first: what waits and what is held is settled with that.")
    if any(row.waits and row.kind != queries.SEALING for row in all_about(locked.id)):
        raise Refusal(None, "Something about it waits for a second person. Have that confirmed or declined first.")
    return locked
