"""Who held which post on which days, with the hours of their contract, their team, and whether they managed."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from budgettracker.access import Role
from budgettracker.costing.paid.rules.facts import Holding
from budgettracker.costing.run.queries.staff import MANAGING
from budgettracker.people.models import ContractedWeek, Person, Post, PostHolding, RoleGrant, TeamMembership
from budgettracker.periods import Period, inclusive


class Contracted(NamedTuple):
    """A person's contract as it stands: the days they are here, and their minutes of a week from each day on."""

    here: Period
    weeks: tuple[tuple[date, int | None], ...]

    def weekly_on(self, day: date) -> int:
        """Minutes of a week on a day; 0 where they are not known."""
        known = [minutes for since, minutes in self.weeks if since <= day]
        return (known[-1] if known else None) or 0


def holdings_of(
    session: Session,
    authority_ids: Sequence[uuid.UUID],
    post_name: Callable[[uuid.UUID, str], str],
    worker: Callable[[uuid.UUID], str],
    team: Callable[[uuid.UUID], str],
) -> list[Holding]:
    """Every holding of some authorities, cut where hours, team or roles change, so that all days of one are alike."""
    contracts = _contracts(session, authority_ids)
    teams = _dated(session, authority_ids, TeamMembership, TeamMembership.team_id)
    roles = _dated(session, authority_ids, RoleGrant, RoleGrant.role)
    query = (
        select(PostHolding, Post.name, Post.authority_id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(Post.authority_id.in_(authority_ids))
        .order_by(PostHolding.person_id, PostHolding.starts_on)
    )
    holdings = []
    for row, name, authority_id in session.execute(query):
        of, mine = contracts[row.person_id], row.person_id
        held = inclusive(row.starts_on, row.ends_on).overlap(of.here)
        if held is None:
            continue
        dated = [*teams.get(mine, ()), *roles.get(mine, ())]
        days = {day for within, _ in dated for day in (within.start, within.end)} | {day for day, _ in of.weeks}
        cuts = [held.start, *sorted(day for day in days if held.start < day < held.end), held.end]
        for start, end in pairwise(cuts):
            in_teams = [each for within, each in teams.get(mine, ()) if start in within]
            held_roles = {each for within, each in roles.get(mine, ()) if start in within}
            holdings.append(
                Holding(
                    post_name(authority_id, name),
                    worker(mine),
                    team(uuid.UUID(str(in_teams[0]))) if in_teams else "",
                    Period(start, end),
                    of.weekly_on(start),
                    Role.PRACTITIONER not in held_roles and any(role in held_roles for role in MANAGING),
                )
            )
    return holdings


def _contracts(session: Session, authority_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Contracted]:
    weeks: dict[uuid.UUID, list[tuple[date, int | None]]] = {}
    dated = select(ContractedWeek).where(ContractedWeek.authority_id.in_(authority_ids))
    for week in session.scalars(dated.order_by(ContractedWeek.starts_on)):
        weeks.setdefault(week.person_id, []).append((week.starts_on, week.weekly_minutes))
    columns = (Person.id, Person.weekly_minutes, Person.active_from, Person.active_to)
    contracts = {}
    for row in session.execute(select(*columns).where(Person.authority_id.in_(authority_ids))):
        here = inclusive(row.active_from, row.active_to)
        contracts[row.id] = Contracted(here, ((here.start, row.weekly_minutes), *weeks.get(row.id, ())))
    return contracts


def _dated(
    session: Session, authority_ids: Sequence[uuid.UUID], rows: type[TeamMembership] | type[RoleGrant], what: object
) -> dict[uuid.UUID, list[tuple[Period, object]]]:
    """What people have from a day to a day, what cover gives apart."""
    query = select(rows.person_id, what, rows.starts_on, rows.ends_on).join(Person, Person.id == rows.person_id)  # type: ignore[call-overload]
    query = query.where(Person.authority_id.in_(authority_ids), rows.cover_id.is_(None))
    by_person: dict[uuid.UUID, list[tuple[Period, object]]] = {}
    for person_id, value, starts_on, ends_on in session.execute(
        query.order_by(rows.person_id, rows.starts_on, rows.id)
    ):
        by_person.setdefault(person_id, []).append((inclusive(starts_on, ends_on), value))
    return by_person
