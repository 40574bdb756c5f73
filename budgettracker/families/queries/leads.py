"""Who led families, and in which team, from which day on."""

import uuid

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import aliased

from budgettracker.database import db
from budgettracker.families.models import FamilyLead
from budgettracker.families.rules import Led


def leads_of(authority_id: uuid.UUID) -> dict[uuid.UUID, list[Led]]:
    """For each family of an authority, who led it in which team from which day, in order of day."""
    query = select(FamilyLead.family_id, FamilyLead.starts_on, FamilyLead.team_id, FamilyLead.lead_worker_id)
    rows = query.where(FamilyLead.authority_id == authority_id).order_by(FamilyLead.family_id, FamilyLead.starts_on)
    leads: dict[uuid.UUID, list[Led]] = {}
    for family_id, *led in db.session.execute(rows):
        leads.setdefault(family_id, []).append(Led(*led))
    return leads


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
