"""Add a child to a family."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.families.actions.write_child import child_taken, fill_child, make_index
from budgettracker.families.models import Child, Family
from budgettracker.people.models import Person


def add_child(
    by: Person | None,
    family: Family,
    reference: str,
    *,
    birth_month: str | None = None,
    need_code: str | None = None,
    status_at_start: str | None = None,
    in_scope: bool = True,
    index_child: bool = False,
    on: date,
    at: datetime,
) -> Child:
    """Add a child to a family. `index_child`: the child the family was brought into the scheme for.

    Raises Refusal on `reference` (used in this family), `birth_month`, `need_code` or `status_at_start`.
    """
    child = Child(family_id=family.id, in_scope=True)
    changes = fill_child(child, family, reference, birth_month, need_code, status_at_start, in_scope, on)
    with unique("reference", child_taken(child.reference)):
        db.session.add(child)
    db.session.expire(family, ["children"])
    if index_child:
        changes |= make_index(family, child)
    record(by, Deed.CHILD_ADDED, child, changes, authority_id=family.authority_id, at=at)
    return child
