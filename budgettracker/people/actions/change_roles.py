"""Change which roles a person holds from a day on."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.audit.kinds import Deed
from budgettracker.people import queries
from budgettracker.people.actions.last_administrator import require_administrator_left
from budgettracker.people.actions.redating import carry_out, lock_for_change, record_change, require_two
from budgettracker.people.models import Person, RoleGrant
from budgettracker.people.rules import administering
from budgettracker.people.rules.redating import Span, redate


def change_roles(
    by: Person | None,
    person: Person,
    roles: Collection[Role],
    starts_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """From `starts_on` a person holds exactly these roles. `on` is today; `asked_by` asked for what `by` confirms.

    Raises Refusal when it is one's own roles, for roles that nobody else asked for, for roles that are kept apart, when
    an authority would be left without an administrator who can sign in, and for a day in the past.
    """
    administering.require_someone_else(by.id if by else None, person.id, "change your own roles")
    person = lock_for_change(person, starts_on, on)
    held = person.own_roles_on(starts_on)
    administering.require_roles(roles, of_installation=person.authority_id is None, held=held)
    require_two(by, asked_by, person, gained=bool(set(roles) - queries.lasting_access(person, starts_on).roles))
    if Role.ADMINISTRATOR not in roles and any(
        grant.role == Role.ADMINISTRATOR and (grant.ends_on is None or grant.ends_on >= starts_on)
        for grant in person.role_grants
    ):
        require_administrator_left(person, starts_on, "roles")
    before = sorted(str(role) for role in held)
    own = [grant for grant in person.role_grants if grant.cover_id is None]
    spans = [Span(Role(grant.role), grant.starts_on, grant.ends_on) for grant in own]
    changes = redate(spans, sorted(set(roles)), starts_on)
    carry_out(own, changes, lambda role: RoleGrant(person_id=person.id, role=role, starts_on=starts_on))
    after = sorted(str(role) for role in set(roles))
    record_change(by, Deed.PERSON_ROLES_CHANGED, person, changes, starts_on, [before, after], at, asked_by)
