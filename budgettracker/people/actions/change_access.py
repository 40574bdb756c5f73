"""Change somebody's roles or teams: what is taken away ends at once, what is given takes a second person."""

from collections.abc import Collection
from datetime import date, datetime

from budgettracker.access import Role
from budgettracker.confirmations.actions import ask
from budgettracker.confirmations.models import Confirmation
from budgettracker.confirming import Confirmable
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.change_roles import change_roles
from budgettracker.people.actions.change_teams import change_teams
from budgettracker.people.actions.redating import lock_for_change
from budgettracker.people.actions.tell import tell
from budgettracker.people.kinds import NoticeKind
from budgettracker.people.models import Person, Team
from budgettracker.people.queries.access import ACCESS, lasting_access, proposed_access
from budgettracker.people.rules import administering
from budgettracker.people.rules.access import Access, still_asked

CHANGED = "The roles or teams have changed since this was asked for. Decline it, so that it is asked for anew."


def change_access(
    by: Person,
    person: Person,
    *,
    roles: Collection[Role] | None = None,
    teams: Collection[Team] | None = None,
    starts_on: date,
    on: date,
    at: datetime,
) -> Confirmation | None:
    """From `starts_on` somebody is to hold exactly these roles, or be in exactly these teams (None: as they are).

    Gives what now waits for a second hand (or, before the authority is live, was confirmed by the same person), None when
    nothing was given and the change is done. Raises what `change_roles` and `change_teams` raise.
    """
    if roles is not None:
        administering.require_someone_else(by.id, person.id, "change your own roles")
    if teams is not None:
        administering.require_same_authority(person.authority_id, [team.authority_id for team in teams])
    person = lock_for_change(person, starts_on, on)
    if roles is not None:
        held = person.own_roles_on(starts_on)
        administering.require_roles(roles, of_installation=person.authority_id is None, held=held)
    before = lasting_access(person, starts_on)
    after = Access(
        before.roles if roles is None else frozenset(roles),
        before.team_ids if teams is None else frozenset(team.id for team in teams),
    )
    if not after.beyond(before).nothing:
        values = {
            "roles": [sorted(before.roles), sorted(after.roles)],
            "teams": [sorted(before.team_ids), sorted(after.team_ids)],
            "from": starts_on,
        }
        return ask(by, ACCESS, person, values, as_role=Role.ADMINISTRATOR, on=on, at=at)
    if roles is not None:
        change_roles(by, person, roles, starts_on, on=on, at=at)
    if teams is not None:
        change_teams(by, person, teams, starts_on, on=on, at=at)
    return None


def give_access(by: Person, confirmation: Confirmable, on: date, at: datetime) -> None:
    """Give the roles and teams that somebody asked for, by the hand of who confirms; person and confirmer are told.

    Raises Refusal when the account has changed since in what was asked for, or has more than it had, and what
    `change_roles` and `change_teams` raise.
    """
    before, after = proposed_access(confirmation)
    starts_on = max(date.fromisoformat(confirmation.values["from"]), on)
    person = queries.person_locked(confirmation.subject_id)
    if not still_asked(before, after, lasting_access(person, starts_on)):
        raise Refusal(None, CHANGED)
    asked_by = confirmation.asked_by_id
    if after.roles != before.roles:
        change_roles(by, person, after.roles, starts_on, asked_by=asked_by, on=on, at=at)
    if after.team_ids != before.team_ids:
        teams = [db.session.get_one(Team, team_id) for team_id in sorted(after.team_ids)]
        change_teams(by, person, teams, starts_on, asked_by=asked_by, on=on, at=at)
    if by.id != asked_by:
        tell({person.id, by.id}, NoticeKind.ACCESS, person, by_id=asked_by, second_id=by.id, at=at)
