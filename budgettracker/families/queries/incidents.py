"""What is hidden, and incidents: who could see what stood where it should not, who looked, and what went out meanwhile."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from budgettracker.access import DECIDERS, Role
from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.errors import NotTheirs, Refusal, refusal_of
from budgettracker.families.kinds import HidingState, ReaderKind
from budgettracker.families.models import Family, FamilyLead, FamilyReader, Hiding, Incident
from budgettracker.families.queries.whose import TEAM_ROLES, visible, workable
from budgettracker.people.models import Person, RoleGrant, TeamMembership
from budgettracker.periods import day_of, long_date

MOST = 100
WENT_OUT = {
    Deed.LEDGER_EXPORTED: "A file of the ledger",
    Deed.WEEKLY_FILE_DOWNLOADED: "A file for finance",
    Deed.WORKBOOK_DOWNLOADED: "A study's workbook, without names",
    Deed.STATEMENT_MADE: "A statement made to be handed over",
}
"""Deeds by which something leaves the program, as an incident's record calls it; a statement is one family's."""


def sees_hidden(person: Person, family: Family, on: date) -> bool:
    """Does somebody see what is hidden with a family? Those who decide for it do, and auditors."""
    roles = person.roles_on(on)
    decides = bool(roles & set(DECIDERS)) and family.team_id in person.team_ids_on(on)
    return decides or (Role.AUDITOR in roles and person.authority_id == family.authority_id)


def why_not_decide_hiding(hiding: Hiding, person: Person, on: date) -> str | None:
    """Why somebody may not bring back or remove what is hidden, in words; None when they may."""
    return refusal_of(require_hiding_decider, hiding, person, on)


def require_hiding_decider(hiding: Hiding, person: Person, on: date) -> None:
    """Refuse whoever hid it themselves, and whoever is no manager of the family's team."""
    if hiding.hidden_by_id == person.id:
        raise Refusal(None, "You hid this yourself, so another manager brings it back or removes it.")
    if not person.roles_on(on) & set(DECIDERS) or hiding.family.team_id not in person.team_ids_on(on):
        raise Refusal(None, "A manager of the family's team brings it back or removes it.")


def hiding_for(person: Person, hiding_id: uuid.UUID, on: date) -> Hiding:
    """Something hidden with a family whose hidden things this person sees; raises NotTheirs."""
    hiding = db.session.scalars(_hidings().where(Hiding.id == hiding_id, visible(person, on))).one_or_none()
    if hiding is None or not sees_hidden(person, hiding.family, on):
        raise NotTheirs
    return hiding


def hidden_now(subjects: Collection[uuid.UUID] | Select[tuple[uuid.UUID]]) -> list[Hiding]:
    """What is hidden of these receipts, purchases and families and waits for a manager, the oldest first."""
    waits = _hidings().where(Hiding.subject_id.in_(subjects), Hiding.state == HidingState.HIDDEN)
    return list(db.session.scalars(waits.order_by(Hiding.hidden_at, Hiding.id).limit(MOST)))


def hidings_to_decide(person: Person, on: date) -> list[Hiding]:
    """What is hidden in this person's teams and waits for a manager, the oldest first."""
    waits = _hidings().where(Hiding.state == HidingState.HIDDEN, workable(person, on))
    return list(db.session.scalars(waits.order_by(Hiding.hidden_at, Hiding.id).limit(MOST)))


def _hidings() -> Select[tuple[Hiding]]:
    return (
        select(Hiding)
        .join(Hiding.family)
        .options(joinedload(Hiding.details), joinedload(Hiding.family).joinedload(Family.details))
    )


def incident_for(person: Person, incident_id: uuid.UUID, on: date) -> Incident:
    """An incident with a family this person sees; raises NotTheirs."""
    incident = db.session.scalars(_incidents().where(Incident.id == incident_id, visible(person, on))).one_or_none()
    if incident is None:
        raise NotTheirs
    return incident


def incident_about(subject_id: uuid.UUID) -> Incident | None:
    """The latest incident about a purchase or a receipt, if there is one."""
    about = _incidents().where(Incident.subject_id == subject_id)
    return db.session.scalars(about.order_by(Incident.opened_at.desc(), Incident.id.desc()).limit(1)).first()


def incidents_of(person: Person, on: date) -> list[Incident]:
    """The incidents with families this person sees, those still open first, then the latest."""
    seen = _incidents().where(visible(person, on))
    newest = seen.order_by(Incident.closed_at.is_not(None), Incident.opened_at.desc(), Incident.id.desc())
    return list(db.session.scalars(newest.limit(MOST)))


def incidents_in(authority_id: uuid.UUID | None) -> list[Incident]:
    """All incidents of an authority, for who protects its data: those still open first, then the latest."""
    ours = _incidents().where(Incident.authority_id == authority_id)
    newest = ours.order_by(Incident.closed_at.is_not(None), Incident.aware_at.desc(), Incident.id.desc())
    return list(db.session.scalars(newest.limit(MOST)))


def incident_in(authority_id: uuid.UUID | None, incident_id: uuid.UUID) -> Incident:
    """One incident of an authority, for who protects its data; raises NotTheirs."""
    ours = _incidents().where(Incident.id == incident_id, Incident.authority_id == authority_id)
    incident = db.session.scalars(ours).one_or_none()
    if incident is None:
        raise NotTheirs
    return incident


def openings_in(authority_id: uuid.UUID | None) -> list[FamilyReader]:
    """Who read restricted families of an authority by giving a reason, with it, the latest first."""
    query = (
        select(FamilyReader)
        .join(Family, Family.id == FamilyReader.family_id)
        .where(
            FamilyReader.authority_id == authority_id,
            FamilyReader.kind == ReaderKind.BY_REASON,
            Family.sealed_on.is_(None),
        )
        .options(joinedload(FamilyReader.person), joinedload(FamilyReader.details))
    )
    return list(db.session.scalars(query.order_by(FamilyReader.from_at.desc(), FamilyReader.id).limit(MOST)))


def _incidents() -> Select[tuple[Incident]]:
    return (
        select(Incident)
        .join(Incident.family)
        .where(Family.sealed_on.is_(None))
        .options(joinedload(Incident.details), joinedload(Incident.family).joinedload(Family.details))
    )


def who_could_see(family: Family, since: datetime, at: datetime) -> list[str]:
    """The names of everybody in whose sight a family was between two moments.

    As long as it was restricted: the people named for it, and who opened it by a reason. At any other time: its teams,
    and the authority's auditors.
    """
    sight = or_(
        *(_in_sight(family, first, last) for first, last in _open_times(family.id, since, at)),
        _reads(family, since, at),
    )
    people = select(Person.name).where(Person.authority_id == family.authority_id, sight)
    return list(db.session.scalars(people.order_by(Person.name, Person.id).limit(MOST)))


def _in_sight(family: Family, first: date, last: date) -> ColumnElement[bool]:
    """A where-clause on Person: of a team that the family was in on these days, with a role there, or an auditor."""
    led = select(FamilyLead.team_id, FamilyLead.starts_on).where(FamilyLead.family_id == family.id)
    rows = list(db.session.execute(led.order_by(FamilyLead.starts_on)))
    teams = {
        team_id
        for place, (team_id, starts_on) in enumerate(rows)
        if starts_on <= last and (place + 1 == len(rows) or rows[place + 1].starts_on > first)
    }
    in_team = select(TeamMembership.person_id).where(
        TeamMembership.team_id.in_(teams), *_between(TeamMembership, first, last)
    )
    worked = select(RoleGrant.person_id).where(RoleGrant.role.in_(TEAM_ROLES), *_between(RoleGrant, first, last))
    audits = select(RoleGrant.person_id).where(RoleGrant.role == Role.AUDITOR, *_between(RoleGrant, first, last))
    return or_(Person.id.in_(in_team) & Person.id.in_(worked), Person.id.in_(audits))


def _reads(family: Family, since: datetime, at: datetime) -> ColumnElement[bool]:
    """A where-clause on Person: named for the restricted family then, or given sight of it by a reason."""
    rows = select(FamilyReader.person_id).where(
        FamilyReader.family_id == family.id,
        FamilyReader.from_at <= at,
        or_(FamilyReader.removed_at.is_(None), FamilyReader.removed_at >= since),
        or_(FamilyReader.until_on.is_(None), FamilyReader.until_on >= day_of(since)),
    )
    return Person.id.in_(rows)


def _open_times(family_id: uuid.UUID, since: datetime, at: datetime) -> list[tuple[date, date]]:
    """The days of those parts of a time in which a family was not restricted: while it is, somebody is named for it."""
    named = select(FamilyReader.from_at, FamilyReader.removed_at).where(
        FamilyReader.family_id == family_id, FamilyReader.kind == ReaderKind.NAMED
    )
    times: list[tuple[date, date]] = []
    open_from: datetime | None = since
    for from_at, removed_at in db.session.execute(named.order_by(FamilyReader.from_at)):
        if open_from is not None and open_from < min(from_at, at):
            times.append((day_of(open_from), day_of(min(from_at, at))))
        open_from = max(open_from, removed_at) if open_from is not None and removed_at is not None else None
    return times if open_from is None or open_from > at else [*times, (day_of(open_from), day_of(at))]


def _between(
    row: type[RoleGrant] | type[TeamMembership], first: date, last: date
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return row.starts_on <= last, or_(row.ends_on.is_(None), row.ends_on >= first)


def who_looked(subject_ids: Collection[uuid.UUID], since: datetime) -> list[str]:
    """Who opened the pages of a family, or a receipt, since a moment: each name with the day of the last time."""
    rows = db.session.execute(
        select(Person.name, AuditRecord.at)
        .join(Person, Person.id == AuditRecord.by_id)
        .where(
            AuditRecord.subject_id.in_(subject_ids),
            AuditRecord.deed.in_((Deed.FAMILY_VIEWED, Deed.RECEIPT_VIEWED)),
            AuditRecord.at >= since,
        )
        .order_by(AuditRecord.at)
    )
    latest = {name: day_of(at) for name, at in rows}
    return [f"{name}, last on {long_date(day)}" for name, day in sorted(latest.items())]


def what_went_out(family: Family, since: datetime, until: datetime) -> list[str]:
    """The files that left the program from one moment to another, and the statements made for this family, with their day."""
    rows = db.session.execute(
        select(AuditRecord.deed, AuditRecord.at)
        .where(
            AuditRecord.deed.in_(WENT_OUT),
            AuditRecord.at.between(since, until),
            or_(AuditRecord.authority_id == family.authority_id, AuditRecord.authority_id.is_(None)),
            or_(AuditRecord.deed != Deed.STATEMENT_MADE, AuditRecord.subject_id == family.id),
        )
        .order_by(AuditRecord.at)
        .limit(MOST)
    )
    return [f"{WENT_OUT[Deed(deed)]}, on {long_date(day_of(at))}" for deed, at in rows]
