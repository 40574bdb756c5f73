"""Write who leads a family, and in which team, from a day on. The family's own columns follow the latest row."""

import uuid
from datetime import date, datetime

from budgettracker.database import db
from budgettracker.families.models import Family, FamilyDetails, FamilyLead, FamilyPeriod
from budgettracker.periods import SINCE_EVER, day_begins


def begin_family(family: Family, name: str) -> None:
    """The rows that a new family has beside its own: its name, who leads it since ever, and its first open period."""
    family.details = FamilyDetails(name=name)
    family.periods = [FamilyPeriod(authority_id=family.authority_id, opened_on=family.opened_on)]
    first = FamilyLead(
        authority_id=family.authority_id,
        team_id=family.team_id,
        lead_worker_id=family.lead_worker_id,
        starts_on=SINCE_EVER,
        starts_at=day_begins(SINCE_EVER),
        recorded_at=family.created_at,
    )
    family.leads = [first]


def write_lead(
    family: Family, team_id: uuid.UUID, lead_worker_id: uuid.UUID | None, starts_on: date, at: datetime
) -> None:
    """From that day the family is in this team and led by this person.

    A row that began on the same day is put right, and so is the first row by a day on which the work had not begun.
    """
    latest = family.leads[-1]
    if latest.starts_on < starts_on and not (latest.from_the_start and starts_on <= family.opened_on):
        latest = FamilyLead(authority_id=family.authority_id, starts_on=starts_on, starts_at=day_begins(starts_on))
        family.leads.append(latest)
    latest.recorded_at = at
    latest.team_id = family.team_id = team_id
    latest.lead_worker_id = family.lead_worker_id = lead_worker_id
    db.session.flush()
