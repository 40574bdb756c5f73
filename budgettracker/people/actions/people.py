"""Adding and correcting people, letting them in and keeping them out."""

import contextlib
from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, savepoint
from budgettracker.errors import NotTheirs, Refusal
from budgettracker.people import queries
from budgettracker.people.actions.sessions import end_sessions_of
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Authority, Person, Post, PostHolding, RoleGrant, Team, TeamMembership
from budgettracker.people.rules import administering, details
from budgettracker.people.rules.tokens import plain_email

EMAIL_TAKEN = "This email address is in use already. Search the list of people for it, or use another one."


def add_authority(name: str, nation: Nation = Nation.ENGLAND, *, at: datetime) -> Authority:
    """A new local authority; only the operator's command and the import add one."""
    authority = Authority(name=details.require_name(name), nation=nation, created_at=at)
    with unique("name", "There is an authority with this name already."):
        db.session.add(authority)
    record(None, Deed.AUTHORITY_ADDED, authority, {"nation": str(nation)}, authority_id=authority.id, at=at)
    return authority


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
    """Somebody new, with their roles, teams and post from their first day; `by` is None for the operator's command.

    Raises Refusal for an e-mail address that is in use, no role, or an evaluator with an authority; NotTheirs for
    another authority's team or post. They cannot sign in before they have set a password by an invitation.
    """
    authority_id = authority.id if authority is not None else None
    if by is not None and (authority_id is None or by.authority_id != authority_id):
        raise NotTheirs
    require_same_authority(authority_id, (*teams, *((post,) if post is not None else ())))
    administering.require_roles(roles, of_installation=authority is None)
    administering.require_week(weekly_minutes)
    person = Person(
        authority_id=authority_id,
        email=details.require_email(plain_email(email)),
        name=details.require_name(name),
        weekly_minutes=weekly_minutes,
        active_from=active_from,
        created_at=at,
    )
    with unique("email", EMAIL_TAKEN):
        db.session.add(person)
    for role in sorted(set(roles)):
        db.session.add(RoleGrant(person_id=person.id, role=role, starts_on=active_from))
    for team in teams:
        db.session.add(TeamMembership(person_id=person.id, team_id=team.id, starts_on=active_from))
    if post is not None:
        db.session.add(PostHolding(person_id=person.id, post_id=post.id, starts_on=active_from))
    db.session.flush()
    db.session.expire(person, ["role_grants", "memberships", "holdings"])
    changes = {
        "active_from": active_from,
        "roles": sorted(str(role) for role in set(roles)),
        "teams": sorted(str(team.id) for team in teams),
        "post": post.id if post is not None else None,
        "weekly_minutes": weekly_minutes,
    }
    record(by, Deed.PERSON_ADDED, person, changes, authority_id=authority_id, at=at)
    return person


def correct_person(
    by: Person | None,
    person: Person,
    *,
    email: str,
    name: str,
    weekly_minutes: int | None,
    active_to: date | None,
    on: date,
    at: datetime,
) -> Person:
    """Put name, e-mail address, contracted minutes a week and last day right. The audit says which, not what they were.

    Raises Refusal for an address in use, or a last day for oneself or for the last administrator.
    """
    person = queries.person_locked(person.id)
    tidy = {
        "email": details.require_email(plain_email(email)),
        "name": details.require_name(name),
        "weekly_minutes": weekly_minutes,
        "active_to": active_to,
    }
    administering.require_week(weekly_minutes)
    if active_to != person.active_to and active_to is not None:
        if by is not None and by.id == person.id:
            raise Refusal("active_to", "You cannot set your own last day. Ask another administrator to do it.")
        if active_to < person.active_from:
            raise Refusal("active_to", "The last day cannot be before the first day.")
        if Role.ADMINISTRATOR in person.roles_on(on):
            require_administrator_left(person, on, "active_to")
    changed = [field for field, value in tidy.items() if getattr(person, field) != value]
    if not changed:
        return person
    told: dict[str, object] = {"corrected": changed}
    told.update({field: [getattr(person, field), tidy[field]] for field in changed if field not in ("email", "name")})
    with unique("email", EMAIL_TAKEN):
        for field in changed:
            setattr(person, field, tidy[field])
    if active_to is not None and active_to < on:
        end_sessions_of(by, person, at=at)
    record(by, Deed.PERSON_CORRECTED, person, told, authority_id=person.authority_id, at=at)
    return person


def suspend(by: Person | None, person: Person, *, on: date, at: datetime) -> None:
    """Keep somebody out from this moment: their sessions end. What they recorded stays."""
    administering.require_someone_else(by.id if by else None, person.id, "suspend yourself")
    person = queries.person_locked(person.id)
    if person.suspended_at is not None:
        return
    if Role.ADMINISTRATOR in person.roles_on(on):
        require_administrator_left(person, on)
    person.suspended_at = at
    db.session.flush()
    end_sessions_of(by, person, at=at)
    record(by, Deed.PERSON_SUSPENDED, person, authority_id=person.authority_id, at=at)


def restore(by: Person | None, person: Person, *, at: datetime) -> None:
    """Let somebody who was suspended in again."""
    administering.require_someone_else(by.id if by else None, person.id, "restore yourself")
    person = queries.person_locked(person.id)
    if person.suspended_at is None:
        return
    person.suspended_at = None
    db.session.flush()
    record(by, Deed.PERSON_RESTORED, person, authority_id=person.authority_id, at=at)


def require_administrator_left(person: Person, on: date, field: str | None = None) -> None:
    """Refuse what would leave an authority without an administrator who can sign in.

    The authority's row is locked, so that two administrators cannot remove each other at the same moment.
    """
    if person.authority_id is None:
        return
    queries.authority_locked(person.authority_id)
    try:
        administering.require_another_administrator(queries.other_administrators(person, on))
    except Refusal as refusal:
        raise Refusal(field, refusal.message) from None


def require_same_authority(authority_id: object, rows: Collection[Team | Post]) -> None:
    """Teams and posts are those of the person's own authority."""
    if any(row.authority_id != authority_id for row in rows):
        raise NotTheirs


@contextlib.contextmanager
def unique(field: str, message: str) -> Iterator[None]:
    """Flush what is changed inside; a value that somebody else has already is refused in these words."""
    try:
        with savepoint():
            yield
            db.session.flush()
    except IntegrityError as clash:
        raise Refusal(field, message) from clash
