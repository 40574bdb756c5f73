"""Add a person, with their roles, teams and post from their first day."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.errors import NotTheirs
from budgettracker.people.models import (
    DATED_ROWS,
    Authority,
    Person,
    Post,
    PostHolding,
    RoleGrant,
    Team,
    TeamMembership,
)
from budgettracker.people.rules import administering, details
from budgettracker.people.rules.tokens import plain_email


def write_person(
    authority: Authority | None,
    *,
    email: str,
    name: str,
    post: Post | None,
    weekly_minutes: int | None,
    active_from: date,
    at: datetime,
) -> Person:
    """The rows of somebody new, without roles and teams. Raises Refusal for an e-mail address that is in use."""
    administering.require_week(weekly_minutes)
    person = Person(
        authority_id=authority.id if authority is not None else None,
        email=details.require_email(plain_email(email)),
        name=details.require_name(name),
        weekly_minutes=weekly_minutes,
        active_from=active_from,
        created_at=at,
    )
    with unique("email", details.EMAIL_TAKEN):
        db.session.add(person)
    if post is not None:
        db.session.add(PostHolding(person_id=person.id, post_id=post.id, starts_on=active_from))
    db.session.flush()
    db.session.expire(person, DATED_ROWS)
    return person


def require_new_person(
    authority_id: uuid.UUID | None, roles: Collection[Role], teams: Collection[Team], post: Post | None
) -> None:
    """Their roles go together, and teams and post are of their authority. Raises Refusal, and NotTheirs."""
    administering.require_same_authority(authority_id, [row.authority_id for row in (*teams, post) if row is not None])
    administering.require_roles(roles, of_installation=authority_id is None)


def add_person(
    by: Person | None,
    authority: Authority | None,
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    teams: Collection[Team] = (),
    post: Post | None = None,
    weekly_minutes: int | None = None,
    active_from: date,
    at: datetime,
) -> Person:
    """Somebody new, with their roles, teams and post from their first day: by the operator's command, or an import.

    Raises Refusal for an e-mail address that is in use, no role, roles that are kept apart, or an evaluator with an
    authority; NotTheirs for another authority's team or post. They cannot sign in before they have set a password by an invitation.
    """
    authority_id = authority.id if authority is not None else None
    if by is not None and (authority_id is None or by.authority_id != authority_id):
        raise NotTheirs
    require_new_person(authority_id, roles, teams, post)
    person = write_person(
        authority,
        email=email,
        name=name,
        post=post,
        weekly_minutes=weekly_minutes,
        active_from=active_from,
        at=at,
    )
    for role in sorted(set(roles)):
        db.session.add(RoleGrant(person_id=person.id, role=role, starts_on=active_from))
    for team in teams:
        db.session.add(TeamMembership(person_id=person.id, team_id=team.id, starts_on=active_from))
    db.session.flush()
    db.session.expire(person, DATED_ROWS)
    changes = {
        "active_from": active_from,
        "roles": sorted(str(role) for role in set(roles)),
        "teams": sorted(str(team.id) for team in teams),
        "post": post.id if post is not None else None,
        "weekly_minutes": weekly_minutes,
    }
    record(by, Deed.PERSON_ADDED, person, changes, authority_id=authority_id, at=at)
    return person
