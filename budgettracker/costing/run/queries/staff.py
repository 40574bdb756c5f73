"""Who works for an authority, day by day: the post they hold, the team they are in, whether they manage."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, select

from budgettracker.access import Role
from budgettracker.costing.method.inputs import ContractedMonth, PostHeld
from budgettracker.costing.run.rules.completeness import contracted_minutes
from budgettracker.database import db
from budgettracker.people.models import ContractedWeek, Person, Post, PostHolding, RoleGrant, Team, TeamMembership
from budgettracker.periods import Period, inclusive, months
from budgettracker.worktime.queries import absent_minutes

MANAGING = (Role.MANAGER, Role.SENIOR_MANAGER)
Dated = tuple[Period, object]


class Staff:
    """An authority's people by the text a run keeps them under (`worker_key`), as their dated rows say."""

    def __init__(self, authority_id: uuid.UUID) -> None:
        self._authority_id = authority_id
        ours = Person.authority_id == authority_id
        self.posts_held: dict[str, tuple[PostHeld, ...]] = {}
        for person_id, post, starts_on, ends_on in _rows(PostHolding, Post.name, ours):
            held = PostHeld(str(post), inclusive(starts_on, ends_on))
            self.posts_held[worker_key(person_id)] = (*self.posts_held.get(worker_key(person_id), ()), held)
        self._teams = _by_worker(_rows(TeamMembership, Team.id, ours))
        self._roles = _by_worker(_rows(RoleGrant, RoleGrant.role, ours))
        self._weeks = _contracted_weeks(authority_id)

    def changes(self, worker: str) -> list[date]:
        """The days on which the worker's teams or roles change, in order: from one to the next all days are alike."""
        dated = (*self._teams.get(worker, ()), *self._roles.get(worker, ()))
        return sorted({day for within, _ in dated for day in (within.start, within.end)})

    def team_on(self, worker: str, on: date) -> uuid.UUID | None:
        """The worker's team of a day, the first by name if several."""
        team_id = next((team for within, team in self._teams.get(worker, ()) if on in within), None)
        return team_id if isinstance(team_id, uuid.UUID) else None

    def manages_on(self, worker: str, on: date) -> bool:
        """Is the worker a line manager that day: a manager or senior manager, and no practitioner?"""
        roles = {role for within, role in self._roles.get(worker, ()) if on in within}
        return Role.PRACTITIONER not in roles and any(role in roles for role in MANAGING)

    def contracted(self, dates: Period) -> Mapping[tuple[str, date], ContractedMonth]:
        """Contracted minutes and time away of each worker's months in which they held a post, cut to the dates."""
        by_month: dict[tuple[str, date], ContractedMonth] = {}
        for worker, contract, weekly in self._weeks:
            for held in self.posts_held.get(worker, ()):
                working = held.held.overlap(contract)
                within = working.overlap(dates) if working else None
                for part in months(within) if within else ():
                    key = (worker, part.start.replace(day=1))
                    before = by_month[key].contracted_minutes if key in by_month else 0
                    by_month[key] = ContractedMonth(before + contracted_minutes(weekly, part))
        for (person_id, absent_on), minutes in absent_minutes(self._authority_id, dates).items():
            key = (worker_key(person_id), absent_on.replace(day=1))
            if key in by_month:
                month = by_month[key]
                by_month[key] = month._replace(absence_minutes=month.absence_minutes + minutes)
        return by_month


def _contracted_weeks(authority_id: uuid.UUID) -> list[tuple[str, Period, int]]:
    """Each worker's contracted minutes of a week with the days they hold for, within the days the person is here."""
    changes: dict[uuid.UUID, list[tuple[date, int]]] = {}
    dated = select(ContractedWeek).filter_by(authority_id=authority_id).order_by(ContractedWeek.starts_on)
    for week in db.session.scalars(dated):
        changes.setdefault(week.person_id, []).append((week.starts_on, week.weekly_minutes))
    people = select(Person.id, Person.weekly_minutes, Person.active_from, Person.active_to)
    weeks: list[tuple[str, Period, int]] = []
    for row in db.session.execute(people.where(Person.authority_id == authority_id).order_by(Person.id)):
        active = inclusive(row.active_from, row.active_to)
        hours_by_day = [(active.start, row.weekly_minutes), *changes.get(row.id, ())]
        ends = [*(day for day, _ in hours_by_day[1:]), active.end]
        for (day, weekly), end in zip(hours_by_day, ends, strict=True):
            held = Period(day, end).overlap(active) if day < end else None
            if held is not None and weekly is not None:
                weeks.append((worker_key(row.id), held, weekly))
    return weeks


def worker_key(person_id: uuid.UUID) -> str:
    """The text the rules keep a worker under: it sorts as the id does."""
    return person_id.hex


def names_of(workers: Iterable[str]) -> dict[str, str]:
    """The names of workers, for those who may read them."""
    ids = [uuid.UUID(worker) for worker in workers]
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)).order_by(Person.id))
    return {worker_key(row.id): row.name for row in rows}


def _rows(
    row: type[PostHolding] | type[TeamMembership] | type[RoleGrant], what: object, ours: ColumnElement[bool]
) -> list[tuple[uuid.UUID, object, date, date | None]]:
    query = select(row.person_id, what, row.starts_on, row.ends_on).join(Person, Person.id == row.person_id)  # type: ignore[call-overload]
    if row is PostHolding:
        query = query.join(Post, Post.id == PostHolding.post_id).order_by(row.person_id, row.starts_on)
    elif row is TeamMembership:
        query = query.join(Team, Team.id == TeamMembership.team_id).order_by(row.person_id, Team.name, row.starts_on)
        query = query.where(TeamMembership.cover_id.is_(None))
    else:
        query = query.order_by(row.person_id, row.starts_on, RoleGrant.role).where(RoleGrant.cover_id.is_(None))
    return [tuple(values) for values in db.session.execute(query.where(ours))]


def _by_worker(rows: Iterable[tuple[uuid.UUID, object, date, date | None]]) -> dict[str, list[Dated]]:
    by_worker: dict[str, list[Dated]] = {}
    for person_id, what, starts_on, ends_on in rows:
        by_worker.setdefault(worker_key(person_id), []).append((inclusive(starts_on, ends_on), what))
    return by_worker
