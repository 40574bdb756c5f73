"""Dated changes: which roles, teams and post somebody holds from a day on."""

import uuid
from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import date, datetime
from typing import TypeVar

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.people import require_administrator_left, require_same_authority
from budgettracker.people.models import Person, Post, PostHolding, RoleGrant, Team, TeamMembership
from budgettracker.people.rules import administering
from budgettracker.people.rules.dated import Redating, Span, redate

Row = TypeVar("Row", RoleGrant, TeamMembership, PostHolding)
Key = TypeVar("Key", bound=Hashable)


def change_roles(
    by: Person | None, person: Person, roles: Collection[Role], starts_on: date, *, on: date, at: datetime
) -> None:
    """From `starts_on` exactly these roles are held. `on` is today.

    Nobody changes their own; the last administrator who can sign in keeps the role; a change does not reach back.
    """
    administering.require_someone_else(by.id if by else None, person.id, "change your own roles")
    administering.require_roles(roles, of_installation=person.authority_id is None)
    person = _changing(person, starts_on, on)
    if Role.ADMINISTRATOR not in roles and any(
        grant.role == Role.ADMINISTRATOR and (grant.ends_on is None or grant.ends_on >= starts_on)
        for grant in person.role_grants
    ):
        _keep_an_administrator(person, starts_on)
    before = sorted(str(role) for role in person.roles_on(starts_on))
    spans = [Span(Role(grant.role), grant.starts_on, grant.ends_on) for grant in person.role_grants]
    changes = redate(spans, sorted(set(roles)), starts_on)
    _apply(person.role_grants, changes, lambda role: RoleGrant(person_id=person.id, role=role, starts_on=starts_on))
    after = sorted(str(role) for role in set(roles))
    _record(by, Deed.PERSON_ROLES_CHANGED, person, changes, starts_on, [before, after], at)


def change_teams(
    by: Person | None, person: Person, teams: Collection[Team], starts_on: date, *, on: date, at: datetime
) -> None:
    """From `starts_on` the person is in exactly these teams; they see those families and no others."""
    require_same_authority(person.authority_id, teams)
    person = _changing(person, starts_on, on)
    wanted = sorted({team.id for team in teams})
    before = sorted(person.team_ids_on(starts_on))
    spans = [Span(each.team_id, each.starts_on, each.ends_on) for each in person.memberships]
    changes = redate(spans, wanted, starts_on)
    _apply(
        person.memberships, changes, lambda key: TeamMembership(person_id=person.id, team_id=key, starts_on=starts_on)
    )
    _record(by, Deed.PERSON_TEAMS_CHANGED, person, changes, starts_on, [before, wanted], at)


def change_post(
    by: Person | None, person: Person, post: Post | None, starts_on: date, *, on: date, at: datetime
) -> None:
    """From `starts_on` the person holds this post (None: no post); costing uses the one held on the day of work."""
    require_same_authority(person.authority_id, [post] if post is not None else [])
    person = _changing(person, starts_on, on)
    held = person.post_on(starts_on)
    before = held.id if held is not None else None
    wanted = [post.id] if post is not None else []
    spans = [Span(each.post_id, each.starts_on, each.ends_on) for each in person.holdings]
    changes = redate(spans, wanted, starts_on)
    _apply(person.holdings, changes, lambda key: PostHolding(person_id=person.id, post_id=key, starts_on=starts_on))
    after = post.id if post is not None else None
    _record(by, Deed.PERSON_POST_CHANGED, person, changes, starts_on, [before, after], at)


def _changing(person: Person, starts_on: date, on: date) -> Person:
    """The person's row, locked, once the day of the change is a possible one."""
    person = queries.person_locked(person.id)
    administering.require_day(starts_on, on, earliest=person.active_from)
    return person


def _keep_an_administrator(person: Person, starts_on: date) -> None:
    try:
        require_administrator_left(person, starts_on)
    except Refusal as refusal:
        raise Refusal("roles", refusal.message) from None


def _apply(rows: Sequence[Row], changes: Redating[Key], make: Callable[[Key], Row]) -> None:
    """Carry out a redating: rows that never came to hold go first, so that their day is free for others."""
    for place in changes.remove:
        db.session.delete(rows[place])
    for place, last_day in changes.end.items():
        rows[place].ends_on = last_day
    db.session.flush()
    for key in changes.begin:
        db.session.add(make(key))
    db.session.flush()


def _record(
    by: Person | None,
    deed: Deed,
    person: Person,
    changes: Redating[Key],
    starts_on: date,
    values: list[list[str]] | list[list[uuid.UUID]] | list[uuid.UUID | None],
    at: datetime,
) -> None:
    db.session.expire(person, ["role_grants", "memberships", "holdings"])
    if not changes.nothing:
        held = {"from": starts_on, "held": values}
        record(by, deed, person, held, authority_id=person.authority_id, at=at)
