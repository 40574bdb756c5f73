"""Put right what is kept about a child."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.write_child import fill_child, make_index
from budgettracker.families.actions.write_rows import apply
from budgettracker.families.models import Child, Family
from budgettracker.families.queries import child_standing
from budgettracker.people.models import Person
from budgettracker.versions import require_version


def correct_child(
    by: Person,
    family: Family,
    child: Child,
    *,
    reference: str,
    birth_month: str | None,
    need_code: str | None,
    status_at_start: str | None,
    in_scope: bool,
    index_child: bool,
    version: str | None = None,
    on: date,
    at: datetime,
) -> Child:
    """Put right what is kept about a child.

    Raises Refusal as add_child does, and when somebody else corrected it since `version`, which a page carries.
    """
    if version is not None:
        lock_family(family)
        db.session.refresh(child)
        require_version(version, child_standing(family, child))
    was_index = family.index_child == child.reference
    changes = fill_child(child, family, reference, birth_month, need_code, status_at_start, in_scope, on)
    if index_child:
        changes |= make_index(family, child)
    elif was_index:
        changes |= apply(family, {"index_child": None})
    db.session.flush()
    if changes:
        record(by, Deed.CHILD_CORRECTED, child, changes, authority_id=family.authority_id, at=at)
    return child
