"""Record who led a family, and in which team, from a day before the program was used."""

from datetime import date, datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import Refusal
from budgettracker.families import rules
from budgettracker.families.actions import check_family
from budgettracker.families.actions.lock_family import lock_family
from budgettracker.families.actions.write_lead import write_lead
from budgettracker.families.models import Family
from budgettracker.people.models import Person, Team


def record_past_lead(
    by: Person | None, family: Family, team: Team, lead_worker: Person, starts_on: date, *, on: date, at: datetime
) -> Family:
    """From that day the family was in this team and led by this person, as the authority's records have it.

    Raises Refusal on `starts_on` (in the future, before the latest handover) or `lead_worker_id`, and where nothing
    would change.
    """
    check_family.require_past_lead(lead_worker, team.authority_id)
    locked = lock_family(family)
    rules.require_handover(locked.reference, locked.leads[-1].starts_on, starts_on, on)
    changes: dict[str, object] = {
        field: [before, after]
        for field, before, after in (
            ("team_id", locked.team_id, team.id),
            ("lead_worker_id", locked.lead_worker_id, lead_worker.id),
        )
        if before != after
    }
    if not changes:
        raise Refusal("starts_on", "The row before says the same of the family. Leave this one out.")
    write_lead(locked, team.id, lead_worker.id, starts_on, at)
    changes |= {"handed_over_on": [None, starts_on], "imported": True}
    record(by, Deed.FAMILY_HANDED_OVER, locked, changes, authority_id=locked.authority_id, at=at)
    return locked
