"""Who led families, and in which team, from which day on."""

import uuid
from datetime import date

from sqlalchemy import Subquery, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.audit.rules import Fault
from budgettracker.database import db
from budgettracker.families.models import Family, FamilyLead
from budgettracker.families.rules import HandedOver, Led, days_told_otherwise
from budgettracker.periods import SINCE_EVER, day_begins, long_date


def leads_of(authority_id: uuid.UUID) -> dict[uuid.UUID, list[Led]]:
    """For each family of an authority, who led it in which team from which day, in order of day."""
    query = select(FamilyLead.family_id, FamilyLead.starts_on, FamilyLead.team_id, FamilyLead.lead_worker_id)
    rows = query.where(FamilyLead.authority_id == authority_id).order_by(FamilyLead.family_id, FamilyLead.starts_on)
    leads: dict[uuid.UUID, list[Led]] = {}
    for family_id, *led in db.session.execute(rows):
        leads.setdefault(family_id, []).append(Led(*led))
    return leads


def lead_faults() -> list[Fault]:
    """Families of which the team or the lead worker is not what their dated rows say, or these not what was done.

    For every family: who leads it today against its latest row, each row's moment against its day, and where it was
    handed over, each row against the handovers that the audit tells of. The words name the family and the day.
    """
    return [*_today_faults(), *_moment_faults(), *_history_faults()]


def _today_faults() -> list[Fault]:
    """Families whose team or lead worker of today are not those of their latest row, or that have no row since ever."""
    later, first = aliased(FamilyLead), aliased(FamilyLead)
    newer = select(later.id).where(later.family_id == FamilyLead.family_id, later.starts_on > FamilyLead.starts_on)
    latest = select(FamilyLead).where(~newer.exists()).subquery()
    begins = select(first.id).where(first.family_id == Family.id, first.starts_on == SINCE_EVER).exists()
    team = latest.c.team_id == Family.team_id
    lead = latest.c.lead_worker_id.is_not_distinct_from(Family.lead_worker_id)
    query = (
        select(Family.id, Family.reference, latest.c.starts_on, team, lead, begins)
        .outerjoin(latest, latest.c.family_id == Family.id)
        .where(or_(latest.c.family_id.is_(None), ~team, ~lead, ~begins))
        .order_by(Family.id)
    )
    faults = []
    for family_id, reference, starts_on, same_team, same_lead, since_ever in db.session.execute(query):
        what = "team" if not same_team else "lead worker"
        if starts_on is None:
            words = "it has no dated row of who leads it"
        elif not since_ever:
            words = "nobody is said to lead it before its first dated row, which holds since ever"
        else:
            both = "team and lead worker are" if not same_team and not same_lead else f"{what} is"
            words = f"its {both} not what its row {_since(starts_on)} says"
        faults.append(Fault("family", family_id, "lead", f"{reference}: {words}"))
    return faults


def _moment_faults() -> list[Fault]:
    """Families with a row that does not begin when its day does."""
    query = select(Family.id, Family.reference, FamilyLead.starts_on, FamilyLead.starts_at).join(Family.leads)
    rows = db.session.execute(query.where(FamilyLead.starts_on != SINCE_EVER).order_by(Family.id, FamilyLead.starts_on))
    return [
        Fault("family", family_id, "lead", f"{reference}: its row {_since(day)} begins at another moment than its day")
        for family_id, reference, day, moment in rows
        if moment != day_begins(day)
    ]


def _history_faults() -> list[Fault]:
    """Families that were handed over, or have several rows, with a row that is not what their handovers made of it."""
    deeds: dict[uuid.UUID, list[HandedOver]] = {}
    lines = select(AuditRecord).where(AuditRecord.deed == Deed.FAMILY_HANDED_OVER)
    for line in db.session.scalars(lines.order_by(AuditRecord.subject_id, AuditRecord.sequence)):
        deeds.setdefault(line.subject_id, []).append(_handed_over(line))
    query = select(FamilyLead.family_id, FamilyLead.starts_on, FamilyLead.team_id, FamilyLead.lead_worker_id)
    rows: dict[uuid.UUID, list[Led]] = {}
    for family_id, *led in db.session.execute(query.order_by(FamilyLead.family_id, FamilyLead.starts_on)):
        rows.setdefault(family_id, []).append(Led(*led))
    days = {
        family_id: days_told_otherwise(held, deeds.get(family_id, ()))
        for family_id, held in rows.items()
        if len(held) > 1 or family_id in deeds
    }
    wrong = {family_id: some for family_id, some in days.items() if some}
    named = select(Family.id, Family.reference).where(Family.id.in_(wrong)).order_by(Family.id)
    return [
        Fault("family", family_id, "lead", f"{reference}: its row {_since(day)} is not what its handovers say")
        for family_id, reference in db.session.execute(named)
        for day in wrong[family_id]
    ]


def _handed_over(line: AuditRecord) -> HandedOver:
    changes = line.changes
    pairs = {fact: changes[fact] for fact in ("team_id", "lead_worker_id") if fact in changes}
    changed = {fact: (_id_in(pair[0]), _id_in(pair[1])) for fact, pair in pairs.items() if isinstance(pair, list)}
    return HandedOver(date.fromisoformat(changes.text("handed_over_on")), changed)


def _id_in(value: object) -> uuid.UUID | None:
    return uuid.UUID(str(value)) if value is not None else None


def _since(day: date) -> str:
    return "since ever" if day == SINCE_EVER else f"of {long_date(day)}"


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
