"""Children of a family, added and corrected."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions.rows import apply, flush_new
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
    changes = _fill_child(child, family, reference, birth_month, need_code, status_at_start, in_scope, on)
    flush_new(child, _child_taken(child.reference))
    db.session.expire(family, ["children"])
    if index_child:
        changes |= _make_index(family, child)
    record(by, Deed.CHILD_ADDED, child, changes, authority_id=family.authority_id, at=at)
    return child


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
    on: date,
    at: datetime,
) -> Child:
    """Put right what is kept about a child; raises Refusal as add_child does."""
    was_index = family.index_child == child.reference
    changes = _fill_child(child, family, reference, birth_month, need_code, status_at_start, in_scope, on)
    if index_child:
        changes |= _make_index(family, child)
    elif was_index:
        changes |= apply(family, {"index_child": None})
    db.session.flush()
    if changes:
        record(by, Deed.CHILD_CORRECTED, child, changes, authority_id=family.authority_id, at=at)
    return child


def _fill_child(
    child: Child,
    family: Family,
    reference: str,
    birth_month: str | None,
    need_code: str | None,
    status_at_start: str | None,
    in_scope: bool,
    on: date,
) -> dict[str, object]:
    kept = rules.reference_of(reference, called="child's reference")
    with db.session.no_autoflush:
        others = [each for each in family.children if each is not child]
    if any(each.reference.casefold() == kept.casefold() for each in others):
        raise Refusal("reference", _child_taken(kept))
    return apply(
        child,
        {
            "reference": kept,
            "birth_month": rules.birth_month_of(birth_month, on),
            "need_code": rules.need_code_of(need_code),
            "status_at_start": rules.status_of(status_at_start),
            "in_scope": in_scope,
        },
    )


def _child_taken(reference: str) -> str:
    return f"{reference} is already a child of this family. Enter another reference."


def _make_index(family: Family, child: Child) -> dict[str, object]:
    return apply(family, {"index_child": child.reference})
