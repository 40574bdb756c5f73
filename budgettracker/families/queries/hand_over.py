"""Families to hand over: who leads those of one's teams, whose lead worker is gone, and where they can go."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from budgettracker.database import db
from budgettracker.families.models import Family, FamilyLead
from budgettracker.families.queries.whose import TEAM_ROLES, workable
from budgettracker.people.models import Person, Team, TeamMembership
from budgettracker.people.queries.teams import teams_of
from budgettracker.periods import SINCE_EVER, day_begins

MOST = 500
TOLD_FOR = timedelta(days=90)
"""How long whoever worked with a family is told where it went."""


@dataclass(frozen=True, slots=True)
class LeadLine:
    """Somebody (None: nobody) who leads open families of one's teams: how many, and whether the lead worker is gone.

    Gone is who has left, is suspended, or is not in the family's team any more.
    """

    person_id: uuid.UUID | None
    name: str
    families: int
    gone: bool


def leads_in_teams(person: Person, on: date) -> list[LeadLine]:
    """Who leads the open families of a person's teams: those who are gone first, then by name; nobody comes last."""
    rows = db.session.execute(
        select(Family.lead_worker_id, Family.team_id, func.count())
        .where(workable(person, on), open_on(on))
        .group_by(Family.lead_worker_id, Family.team_id)
        .order_by(Family.lead_worker_id, Family.team_id)
    ).all()
    query = select(Person).where(Person.id.in_({row[0] for row in rows})).options(selectinload(Person.memberships))
    people = {each.id: each for each in db.session.scalars(query)}
    counted: dict[tuple[uuid.UUID | None, bool], int] = {}
    for lead_id, team_id, families in rows:
        gone = lead_id is not None and not leads_on(people[lead_id], team_id, on)
        counted[lead_id, gone] = counted.get((lead_id, gone), 0) + families
    lines = [
        LeadLine(lead_id, people[lead_id].name if lead_id else "", families, gone)
        for (lead_id, gone), families in counted.items()
    ]
    return sorted(lines, key=lambda line: (not line.gone, line.person_id is None, line.name.casefold(), line.families))


def gone_leads(person: Person, on: date) -> list[LeadLine]:
    """Who leads open families of a person's teams and is gone, by name: one question, however many families there are."""
    led = (
        select(Family.lead_worker_id, Family.team_id, func.count().label("families"))
        .where(workable(person, on), open_on(on))
        .group_by(Family.lead_worker_id, Family.team_id)
        .subquery()
    )
    member = exists().where(
        TeamMembership.person_id == led.c.lead_worker_id,
        TeamMembership.team_id == led.c.team_id,
        TeamMembership.starts_on <= on,
        or_(TeamMembership.ends_on.is_(None), TeamMembership.ends_on >= on),
    )
    inactive = or_(Person.suspended_at.is_not(None), Person.active_from > on, Person.active_to < on)
    rows = db.session.execute(
        select(Person.id, Person.name, func.sum(led.c.families))
        .join(led, led.c.lead_worker_id == Person.id)
        .where(or_(inactive, ~member))
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    )
    return [LeadLine(lead_id, name, int(families), True) for lead_id, name, families in rows]


def leads_on(lead: Person, team_id: uuid.UUID, on: date) -> bool:
    """Is this person there to lead a family of that team on a day?"""
    return lead.active_on(on) and team_id in lead.team_ids_on(on)


def open_on(on: date) -> ColumnElement[bool]:
    """A where-clause on Family: open today."""
    return (Family.opened_on <= on) & or_(Family.closed_on.is_(None), Family.closed_on >= on)


def families_led_by(person: Person, lead_id: uuid.UUID | None, on: date) -> list[Family]:
    """The open families of a person's teams that are led by somebody (None: by nobody), by reference."""
    query = select(Family).where(workable(person, on), open_on(on), Family.lead_worker_id == lead_id)
    return list(db.session.scalars(query.options(joinedload(Family.details)).order_by(Family.reference).limit(MOST)))


@dataclass(frozen=True, slots=True)
class Gone:
    """A family that one worked with and that was handed over: since when, and whom to ask. No name of the family."""

    family_id: uuid.UUID
    reference: str
    since: date
    team: str
    lead_worker: str | None

    @property
    def ask(self) -> str:
        """Whom to ask about it."""
        return f"{self.lead_worker} ({self.team})" if self.lead_worker else f"the manager of {self.team}"


def gone_from(person: Person, on: date, family_id: uuid.UUID | None = None) -> list[Gone]:
    """Families that left a person's teams by a handover recorded in the last 90 days; only this one, or the latest first."""
    if not person.roles_on(on) & TEAM_ROLES or person.authority_id is None:
        return []
    teams = teams_of(person, on)
    before, after = aliased(FamilyLead), aliased(FamilyLead)
    left = (
        select(after.family_id, func.max(after.starts_on).label("since"))
        .join(before, (before.family_id == after.family_id) & (before.starts_on < after.starts_on))
        .where(
            after.authority_id == person.authority_id,
            after.starts_on > SINCE_EVER,
            after.recorded_at >= day_begins(on - TOLD_FOR),
            before.team_id.in_(teams),
        )
        .group_by(after.family_id)
        .subquery()
    )
    query = (
        select(Family.id, Family.reference, left.c.since, Team.name, Person.name)
        .join(left, left.c.family_id == Family.id)
        .join(Family.team)
        .outerjoin(Family.lead_worker)
        .where(Family.team_id.not_in(teams), Family.restricted.is_(False))
        .order_by(left.c.since.desc(), Family.reference)
        .limit(MOST)
    )
    if family_id is not None:
        query = query.where(Family.id == family_id)
    return [Gone(*row) for row in db.session.execute(query)]
