"""How complete a team's time is: for costing, and never a measure of anybody. Teams and months, no names."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, exists, func, or_, select

from budgettracker.access import Role
from budgettracker.database import db
from budgettracker.people.models import Person, RoleGrant, Team, TeamMembership
from budgettracker.people.queries.teams import teams_of
from budgettracker.periods import Period, month
from budgettracker.worktime.models import WorkEntry, WorkShare
from budgettracker.worktime.queries import entries_kept_from

MONTHS = 4


@dataclass(frozen=True, slots=True)
class TeamTime:
    """Of one team: how many practitioners it has, and how many of them logged anything in each of the months."""

    team: str
    workers: int
    logged: list[int]

    @property
    def shares(self) -> list[str]:
        """The same in words: how many of them, month by month."""
        return [f"{logged} of {self.workers}" for logged in self.logged]


def months_before(on: date) -> list[Period]:
    """The last months, the latest, which is not over yet, at the end."""
    months = [month(on)]
    while len(months) < MONTHS:
        first = months[0].start
        months.insert(0, month(date.fromordinal(first.toordinal() - 1)))
    return months


def time_of(person: Person, team_id: uuid.UUID | None, on: date) -> list[TeamTime]:
    """A team's practitioners of today, and how many of them logged time in each of the last months.

    Without a team a line for each of the person's, by name. Time for a restricted family counts for who is named for it.
    """
    kept = entries_kept_from(person).where(WorkShare.entry_id == WorkEntry.id).correlate(WorkEntry)
    logged = [
        func.sum(
            case(
                (
                    exists()
                    .where(
                        WorkEntry.person_id == TeamMembership.person_id,
                        WorkEntry.worked_on >= each.start,
                        WorkEntry.worked_on < each.end,
                        WorkEntry.withdrawn_at.is_(None),
                        ~kept.exists(),
                    )
                    .correlate(TeamMembership),
                    1,
                ),
                else_=0,
            )
        )
        for each in months_before(on)
    ]
    rows = db.session.execute(
        select(Team.name, func.count(), *logged)
        .select_from(TeamMembership)
        .join(Team, Team.id == TeamMembership.team_id)
        .join(Person, Person.id == TeamMembership.person_id)
        .join(RoleGrant, RoleGrant.person_id == TeamMembership.person_id)
        .where(
            TeamMembership.team_id.in_(teams_of(person, on)) if team_id is None else TeamMembership.team_id == team_id,
            RoleGrant.role == Role.PRACTITIONER,
            Person.suspended_at.is_(None),
            *(
                condition
                for dated in (TeamMembership, RoleGrant)
                for condition in (dated.starts_on <= on, or_(dated.ends_on.is_(None), dated.ends_on >= on))
            ),
        )
        .group_by(Team.id, Team.name)
        .order_by(Team.name, Team.id)
    )
    return [TeamTime(name, int(workers), [int(each or 0) for each in months]) for name, workers, *months in rows]


def teams_named(person: Person, on: date) -> list[tuple[uuid.UUID, str]]:
    """The teams a person works in on a day by id and name, in the order of their names."""
    theirs = Team.id.in_(teams_of(person, on))
    rows = db.session.execute(select(Team.id, Team.name).where(theirs).order_by(Team.name, Team.id))
    return list(rows.tuples())
