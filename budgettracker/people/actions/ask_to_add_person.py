"""Add a person whose roles and teams wait for a second hand."""

from collections.abc import Collection
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.confirmations.models import Confirmation
from budgettracker.errors import NotTheirs
from budgettracker.people.actions.add_person import require_new_person, write_person
from budgettracker.people.actions.change_access import change_access
from budgettracker.people.models import Authority, Person, Post, Team


def ask_to_add_person(
    by: Person,
    authority: Authority,
    *,
    email: str,
    name: str,
    roles: Collection[Role],
    teams: Collection[Team] = (),
    post: Post | None = None,
    weekly_minutes: int | None = None,
    active_from: date,
    on: date,
    at: datetime,
) -> tuple[Person, Confirmation]:
    """Somebody new with their post; their roles and teams come once another person has confirmed them.

    Raises what `add_person` raises.
    """
    if by.authority_id != authority.id:
        raise NotTheirs
    require_new_person(authority.id, roles, teams, post)
    person = write_person(
        authority,
        email=email,
        name=name,
        post=post,
        weekly_minutes=weekly_minutes,
        active_from=active_from,
        at=at,
    )
    changes = {
        "active_from": active_from,
        "post": post.id if post is not None else None,
        "weekly_minutes": weekly_minutes,
    }
    record(by, Deed.PERSON_ADDED, person, changes, authority_id=authority.id, at=at)
    starts_on = max(active_from, on)
    confirmation = change_access(by, person, roles=roles, teams=teams, starts_on=starts_on, on=on, at=at)
    assert confirmation is not None, "somebody new has no role yet"
    return person, confirmation
