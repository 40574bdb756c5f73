"""Put right what is kept about a family, or move it to another team or lead worker."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import unique
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions import check_family
from budgettracker.families.actions.write_lead import write_lead
from budgettracker.families.actions.write_rows import apply
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team
from budgettracker.schemes.models import Scheme


def correct_family(
    by: Person,
    family: Family,
    *,
    reference: str,
    name: str,
    team: Team,
    lead_worker: Person | None,
    opened_on: date,
    scheme: Scheme | None,
    arm: Arm | None,
    allocated_on: date | None,
    legal_basis: str | None,
    cohort_reason: str | None,
    on: date,
    at: datetime,
) -> Family:
    """Put right what is kept about a family, or move it to another team or lead worker.

    A scheme and an arm can be given once and then stay: the arm is the one allocated. Raises Refusal on the field
    that is wrong. Nothing changed leaves no audit line.
    """
    kept, called = rules.reference_of(reference), rules.name_of(name)
    check_family.require_free(team, kept, family, by, on)
    rules.require_opening(opened_on, family.closed_on, on)
    rules.require_allocation(arm, allocated_on, scheme is not None or family.arm is not None)
    check_family.require_ours(team, scheme)
    if (lead_worker.id if lead_worker else None) != family.lead_worker_id or team.id != family.team_id:
        check_family.require_lead(lead_worker, team, on)
    _require_kept(family, scheme, arm)
    facts = {
        "reference": kept,
        "team_id": team.id,
        "lead_worker_id": lead_worker.id if lead_worker else None,
        "opened_on": opened_on,
        "scheme_id": scheme.id if scheme else None,
        "arm": arm,
        "allocated_on": allocated_on,
    }
    words = {
        "legal_basis": rules.one_line(legal_basis or "") or None,
        "cohort_reason": rules.one_line(cohort_reason or "") or None,
    }
    with unique("reference", rules.taken(kept, seen=False)):
        changes = apply(family, facts)
        reworded = apply(family, words) | apply(family.details, {"name": called, "name_folded": called.casefold()})
    if changes.keys() & {"team_id", "lead_worker_id"}:
        write_lead(family, family.team_id, family.lead_worker_id, on)
    changes |= {field: "corrected" for field in reworded if field != "name_folded"}
    if changes:
        record(by, Deed.FAMILY_CORRECTED, family, changes, authority_id=family.authority_id, at=at)
    return family


def _require_kept(family: Family, scheme: Scheme | None, arm: Arm | None) -> None:
    if family.scheme_id is not None and (scheme is None or scheme.id != family.scheme_id):
        raise Refusal("scheme_id", "The family's scheme is settled and cannot be changed.")
    if family.arm is not None and arm != family.arm:
        raise Refusal("arm", "The arm stays as it was allocated.")
