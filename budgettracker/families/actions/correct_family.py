"""Put right what is kept about a family."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions import check_family
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.write_rows import apply
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.families.queries import family_standing
from budgettracker.people.models import Person
from budgettracker.schemes.models import Scheme
from budgettracker.versions import require_version


def correct_family(
    by: Person,
    family: Family,
    *,
    reference: str,
    name: str,
    opened_on: date,
    scheme: Scheme | None,
    arm: Arm | None,
    allocated_on: date | None,
    legal_basis: str | None,
    cohort_reason: str | None,
    version: str | None = None,
    on: date,
    at: datetime,
) -> Family:
    """Put right what is kept about a family; who leads it in which team is changed by handing it over.

    A scheme and an arm can be given once and then stay: the arm is the one allocated. Raises Refusal on the field
    that is wrong, and when somebody else corrected it since `version`, which a page carries. Nothing changed leaves no
    audit line.
    """
    if version is not None:
        lock_family(family)
        db.session.refresh(family.details)
        require_version(version, family_standing(family))
    kept, called = rules.reference_of(reference), rules.name_of(name)
    if family.restricted and kept != family.reference:
        raise Refusal(
            "reference", "A restricted family keeps the reference that was drawn for it until that is lifted."
        )
    check_family.require_free(family.authority_id, kept, family, by, on)
    rules.require_opening(opened_on, family.periods[0].closed_on, on)
    rules.require_allocation(arm, allocated_on, scheme is not None or family.arm is not None)
    check_family.require_ours(family.authority_id, scheme)
    _require_kept(family, scheme, arm)
    facts = {
        "reference": kept,
        "opened_on": opened_on,
        "scheme_id": scheme.id if scheme else None,
        "arm": arm,
        "allocated_on": allocated_on,
    }
    words = {
        "legal_basis": rules.one_line(legal_basis or "") or None,
        "cohort_reason": rules.one_line(cohort_reason or "") or None,
    }
    family.periods[0].opened_on = opened_on
    with unique("reference", rules.taken(kept, seen=False)):
        changes = apply(family, facts)
        reworded = apply(family, words) | apply(family.details, {"name": called})
    changes |= dict.fromkeys(reworded, "corrected")
    if changes:
        record(by, Deed.FAMILY_CORRECTED, family, changes, authority_id=family.authority_id, at=at)
    return family


def _require_kept(family: Family, scheme: Scheme | None, arm: Arm | None) -> None:
    if family.scheme_id is not None and (scheme is None or scheme.id != family.scheme_id):
        raise Refusal("scheme_id", "The family's scheme is settled and cannot be changed.")
    if family.arm is not None and arm != family.arm:
        raise Refusal("arm", "The arm stays as it was allocated.")
