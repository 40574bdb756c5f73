"""Open work with a family."""

from datetime import date, datetime

from sqlalchemy import select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.families import rules
from budgettracker.families.actions import check_family
from budgettracker.families.actions.write_lead import begin_family
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Family
from budgettracker.people.models import Authority, Person, Team
from budgettracker.schemes.models import Scheme


def add_family(
    by: Person | None,
    team: Team,
    reference: str,
    name: str,
    *,
    opened_on: date,
    lead_worker: Person | None = None,
    scheme: Scheme | None = None,
    arm: Arm | None = None,
    allocated_on: date | None = None,
    index_child: str | None = None,
    cohort_reason: str | None = None,
    legal_basis: str | None = None,
    on: date,
    at: datetime,
) -> Family:
    """Open work with a family in a team. Without a legal basis it gets the usual one of the authority's nation.

    Raises Refusal on `reference` (used in the authority), `name`, `lead_worker_id`, `opened_on`, `scheme_id`, `arm`.
    """
    kept = rules.reference_of(reference)
    called = rules.name_of(name)
    check_family.require_free(team.authority_id, kept, None, by, on)
    rules.require_opening(opened_on, None, on)
    rules.require_allocation(arm, allocated_on, scheme is not None)
    check_family.require_ours(team.authority_id, scheme)
    check_family.require_lead(lead_worker, team, on)
    nation = db.session.scalars(select(Authority.nation).where(Authority.id == team.authority_id)).one()
    family = Family(
        authority_id=team.authority_id,
        reference=kept,
        team_id=team.id,
        lead_worker_id=lead_worker.id if lead_worker else None,
        opened_on=opened_on,
        scheme_id=scheme.id if scheme else None,
        arm=arm,
        allocated_on=allocated_on,
        index_child=rules.reference_of(index_child, "index_child", "child's reference") if index_child else None,
        cohort_reason=rules.one_line(cohort_reason or "") or None,
        legal_basis=rules.one_line(legal_basis or "") or rules.usual_basis(nation, opened_on).words,
        created_at=at,
    )
    begin_family(family, called)
    with unique("reference", rules.taken(kept, seen=False)):
        db.session.add(family)
    facts = {
        "reference": [None, kept],
        "team": [None, team.id],
        "lead_worker": [None, family.lead_worker_id],
        "opened_on": [None, opened_on],
        "scheme": [None, family.scheme_id],
        "arm": [None, arm],
        "allocated_on": [None, allocated_on],
    }
    record(by, Deed.FAMILY_ADDED, family, facts, authority_id=team.authority_id, at=at)
    return family
