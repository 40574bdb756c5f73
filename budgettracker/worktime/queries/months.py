"""Months closed for teams: which, by whom, why they were opened again, what is in them, and who asks to open one."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ScalarSelect, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person, Team, TeamMembership
from budgettracker.people.queries.teams import teams_of
from budgettracker.periods import Period, month
from budgettracker.worktime.models import MonthClosing, MonthRequest, WorkEntry
from budgettracker.worktime.queries.joint import kept_from

MOST_CLOSINGS, MOST_PEOPLE = 200, 100


def closed_teams(team_ids: Iterable[uuid.UUID], worked_on: date) -> list[str]:
    """The names of those of the teams whose month around a day is closed."""
    query = (
        select(Team.name)
        .join(MonthClosing, MonthClosing.team_id == Team.id)
        .where(
            Team.id.in_(list(team_ids)),
            MonthClosing.month_starts_on == month(worked_on).start,
            MonthClosing.reopened_at.is_(None),
        )
    )
    return list(db.session.scalars(query.distinct().order_by(Team.name)))


def closed_teams_by_day(person: Person, days: Sequence[date]) -> dict[date, list[tuple[uuid.UUID, str]]]:
    """For each day, the teams the person was in that day whose month around it is closed, with their names."""
    teams = {day: person.own_team_ids_on(day) for day in days}
    query = (
        select(MonthClosing.team_id, MonthClosing.month_starts_on, Team.name)
        .join(Team, MonthClosing.team_id == Team.id)
        .where(
            Team.id.in_(set().union(*teams.values())),
            MonthClosing.month_starts_on.in_({month(day).start for day in days}),
            MonthClosing.reopened_at.is_(None),
        )
        .order_by(Team.name)
    )
    closed = db.session.execute(query).all()
    return {
        day: list(
            dict.fromkeys(
                (team_id, name)
                for team_id, starts_on, name in closed
                if team_id in teams[day] and starts_on == month(day).start
            )
        )
        for day in days
    }


def closed_months(team_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, date]]:
    """The months closed for these teams now, by team and first day."""
    closed: set[tuple[uuid.UUID, date]] = set()
    for ids in chunks(sorted(team_ids)):
        query = select(MonthClosing.team_id, MonthClosing.month_starts_on).where(
            MonthClosing.team_id.in_(ids), MonthClosing.reopened_at.is_(None)
        )
        closed.update((team_id, first) for team_id, first in db.session.execute(query))
    return closed


def closing_of(team_id: uuid.UUID, month_starts_on: date) -> MonthClosing | None:
    """The closing that holds for a team's month now, None while the month is open."""
    query = select(MonthClosing).where(
        MonthClosing.team_id == team_id,
        MonthClosing.month_starts_on == month_starts_on,
        MonthClosing.reopened_at.is_(None),
    )
    return db.session.scalars(query.order_by(MonthClosing.closed_at)).first()


class Closing(NamedTuple):
    """A month closed for a team: by whom and when, and the same of its reopening with the reason; None while closed."""

    team_id: uuid.UUID
    month_starts_on: date
    closed_by: str
    closed_at: datetime
    reopened_by: str | None
    reopened_at: datetime | None
    reason: str | None


def teams_with_months(person: Person, on: date, page: int, size: int) -> tuple[list[tuple[uuid.UUID, str]], int]:
    """One page of the teams a person is in on a day, by id and name, by name; and how many there are."""
    ours = person.team_ids_on(on)
    query = select(Team.id, Team.name).where(Team.id.in_(ours)).order_by(Team.name, Team.id)
    return list(db.session.execute(query.limit(size).offset((page - 1) * size)).tuples()), len(ours)


def closings(team_ids: Iterable[uuid.UUID], within: Period) -> list[Closing]:
    """Every closing of the teams' months in a period, the latest month first and each month's in order of time."""
    closer, reopener = aliased(Person), aliased(Person)
    query = (
        select(
            MonthClosing.team_id,
            MonthClosing.month_starts_on,
            closer.name,
            MonthClosing.closed_at,
            reopener.name,
            MonthClosing.reopened_at,
            MonthClosing.reopened_reason,
        )
        .join(closer, MonthClosing.closed_by_id == closer.id)
        .outerjoin(reopener, MonthClosing.reopened_by_id == reopener.id)
        .where(
            MonthClosing.team_id.in_(list(team_ids)),
            MonthClosing.month_starts_on >= within.start,
            MonthClosing.month_starts_on < within.end,
        )
        .order_by(MonthClosing.month_starts_on.desc(), MonthClosing.closed_at, MonthClosing.id)
        .limit(MOST_CLOSINGS)
    )
    return [Closing._make(row) for row in db.session.execute(query)]


class PersonMonth(NamedTuple):
    """Somebody who was in a team in a month: how many entries of theirs are in it, and their minutes."""

    person_id: uuid.UUID
    name: str
    entries: int
    minutes: int


class MonthContents(NamedTuple):
    """What was logged in a month by everybody who was in the team in it, by name."""

    everybody: list[PersonMonth]

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return sum(each.entries for each in self.everybody)

    @property
    def people(self) -> int:
        """How many people logged anything."""
        return sum(1 for each in self.everybody if each.entries)

    @property
    def minutes(self) -> int:
        """All their minutes."""
        return sum(each.minutes for each in self.everybody)

    @property
    def without(self) -> list[str]:
        """Who logged nothing, by name."""
        return [each.name for each in self.everybody if not each.entries]


def month_contents(reader: Person, team_id: uuid.UUID, within: Period) -> MonthContents:
    """The entries of a month dated on days on which the person was in the team, withdrawn ones apart.

    What colleagues worked for a restricted family counts for who is named for it: totals would tell of it to anybody else.
    """
    own = TeamMembership.cover_id.is_(None)
    member = (TeamMembership.person_id == WorkEntry.person_id) & (TeamMembership.team_id == team_id) & own
    then = (TeamMembership.starts_on <= WorkEntry.worked_on) & (
        TeamMembership.ends_on.is_(None) | (TeamMembership.ends_on >= WorkEntry.worked_on)
    )
    minutes = WorkEntry.contact_minutes + WorkEntry.preparation_minutes + WorkEntry.travel_minutes
    query = (
        select(WorkEntry.person_id, func.count(), func.sum(minutes))
        .where(
            WorkEntry.person_id.in_(select(TeamMembership.person_id).where(TeamMembership.team_id == team_id)),
            WorkEntry.worked_on >= within.start,
            WorkEntry.worked_on < within.end,
            WorkEntry.withdrawn_at.is_(None),
            exists().where(member, then),
            or_(WorkEntry.person_id == reader.id, ~kept_from(reader)),
        )
        .group_by(WorkEntry.person_id)
    )
    logged = {person_id: (int(entries), int(total)) for person_id, entries, total in db.session.execute(query)}
    there = (
        select(Person.id, Person.name)
        .join(TeamMembership, TeamMembership.person_id == Person.id)
        .where(
            TeamMembership.team_id == team_id,
            own,
            TeamMembership.starts_on < within.end,
            TeamMembership.ends_on.is_(None) | (TeamMembership.ends_on >= within.start),
        )
        .distinct()
        .order_by(Person.name, Person.id)
        .limit(MOST_PEOPLE)
    )
    return MonthContents(
        [PersonMonth(person_id, name, *logged.get(person_id, (0, 0))) for person_id, name in db.session.execute(there)]
    )


def was_in_team(person: Person, team_id: uuid.UUID, within: Period) -> bool:
    """Was the person in the team on any of these days?"""
    days = (within.start + timedelta(days=passed) for passed in range(within.days))
    return any(team_id in person.team_ids_on(day) for day in days)


class AskedMonth(NamedTuple):
    """Somebody's wish that a closed month be opened again: of which team, why, and what became of it."""

    id: uuid.UUID
    team_id: uuid.UUID
    team: str
    month_starts_on: date
    asked_by: str
    asked_at: datetime
    reason: str
    answered_at: datetime | None
    opened: bool
    declined_because: str


def months_asked_for(team_ids: Collection[uuid.UUID]) -> list[AskedMonth]:
    """What waits for these teams' managers, the oldest first."""
    waiting = (MonthRequest.team_id.in_(team_ids), MonthRequest.answered_at.is_(None))
    return _asked(_requests().where(*waiting).order_by(MonthRequest.asked_at, MonthRequest.id))


def how_many_months_asked_for(person: Person, on: date) -> ScalarSelect[int]:
    """How many wishes wait for this person as a manager of their teams, as part of a longer question."""
    waiting = (MonthRequest.team_id.in_(teams_of(person, on)), MonthRequest.answered_at.is_(None))
    return select(func.count()).select_from(MonthRequest).where(*waiting).scalar_subquery()


def months_asked_by(person: Person, since: datetime) -> list[AskedMonth]:
    """What a person asked for that waits, or was answered since then; the latest first."""
    still = MonthRequest.answered_at.is_(None) | (MonthRequest.answered_at >= since)
    return _asked(
        _requests().where(MonthRequest.asked_by_id == person.id, still).order_by(MonthRequest.asked_at.desc())
    )


def request_for(person: Person, request_id: uuid.UUID, on: date) -> MonthRequest:
    """A wish that waits for a manager of this person's teams; raises NotTheirs."""
    query = select(MonthRequest).where(MonthRequest.id == request_id, MonthRequest.team_id.in_(person.team_ids_on(on)))
    request = db.session.scalars(query).one_or_none()
    if request is None:
        raise NotTheirs
    return request


def waiting_requests(team_id: uuid.UUID, month_starts_on: date) -> list[MonthRequest]:
    """What waits for a team's month."""
    query = select(MonthRequest).filter_by(team_id=team_id, month_starts_on=month_starts_on, answered_at=None)
    return list(db.session.scalars(query.order_by(MonthRequest.id).limit(MOST_CLOSINGS)))


def _requests() -> Select[Any]:
    query = select(
        MonthRequest.id,
        MonthRequest.team_id,
        Team.name,
        MonthRequest.month_starts_on,
        Person.name,
        MonthRequest.asked_at,
        MonthRequest.reason,
        MonthRequest.answered_at,
        MonthRequest.opened,
        MonthRequest.declined_because,
    )
    return query.join(Team, Team.id == MonthRequest.team_id).join(Person, Person.id == MonthRequest.asked_by_id)


def _asked(query: Select[Any]) -> list[AskedMonth]:
    return [AskedMonth(*row) for row in db.session.execute(query.limit(MOST_CLOSINGS))]
