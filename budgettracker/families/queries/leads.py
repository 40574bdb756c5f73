"""Who led families, and in which team, from which day on."""

import uuid

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import aliased

from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.families.models import Family, FamilyLead
from budgettracker.families.rules import Led


def leads_of(authority_id: uuid.UUID) -> dict[uuid.UUID, list[Led]]:
    """For each family of an authority, who led it in which team from which day, in order of day."""
    query = select(FamilyLead.family_id, FamilyLead.starts_on, FamilyLead.team_id, FamilyLead.lead_worker_id)
    rows = query.where(FamilyLead.authority_id == authority_id).order_by(FamilyLead.family_id, FamilyLead.starts_on)
    leads: dict[uuid.UUID, list[Led]] = {}
    for family_id, *led in db.session.execute(rows):
        leads.setdefault(family_id, []).append(Led(*led))
    return leads


def lead_faults() -> list[Fault]:
    """Families whose team or lead worker of today are not those of their latest dated row, or that have no such row."""
    later = aliased(FamilyLead)
    newer = select(later.id).where(later.family_id == FamilyLead.family_id, later.starts_on > FamilyLead.starts_on)
    latest = select(FamilyLead).where(~newer.exists()).subquery()
    same = (latest.c.team_id == Family.team_id) & latest.c.lead_worker_id.is_not_distinct_from(Family.lead_worker_id)
    query = select(Family.id).outerjoin(latest, (latest.c.family_id == Family.id) & same)
    rows = db.session.scalars(query.where(latest.c.family_id.is_(None)).order_by(Family.id))
    return [
        Fault("family", family_id, "lead", "who leads it today is not what its dated rows say") for family_id in rows
    ]


def leads_until(authority_id: uuid.UUID) -> Subquery:
    """An authority's dated rows with the moments they hold: from `starts_at` until before `ends_at` (none: still)."""
    following = aliased(FamilyLead)
    ends_at = (
        select(func.min(following.starts_at))
        .where(following.family_id == FamilyLead.family_id, following.starts_on > FamilyLead.starts_on)
        .correlate(FamilyLead)
        .scalar_subquery()
    )
    query = select(
        FamilyLead.family_id,
        FamilyLead.team_id,
        FamilyLead.lead_worker_id,
        FamilyLead.starts_at,
        ends_at.label("ends_at"),
    )
    return query.where(FamilyLead.authority_id == authority_id).subquery()
