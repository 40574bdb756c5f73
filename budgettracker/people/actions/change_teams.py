"""Change which teams a person is in from a day on."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from budgettracker.audit.kinds import Deed
from budgettracker.people import queries
from budgettracker.people.actions.redating import carry_out, lock_for_change, record_change, require_two
from budgettracker.people.models import Person, Team, TeamMembership
from budgettracker.people.rules import administering
from budgettracker.people.rules.redating import Span, redate


def change_teams(
    by: Person | None,
    person: Person,
    teams: Collection[Team],
    starts_on: date,
    *,
    asked_by: uuid.UUID | None = None,
    on: date,
    at: datetime,
) -> None:
    """From `starts_on` the person is in exactly these teams; they see those families and no others.

    `asked_by` asked for what `by` confirms. Raises NotTheirs for another authority's team, and Refusal for a team that
    nobody else asked for and for a day in the past.
    """
    administering.require_same_authority(person.authority_id, [team.authority_id for team in teams])
    person = lock_for_change(person, starts_on, on)
    wanted = sorted({team.id for team in teams})
    gained = set(wanted) - queries.lasting_access(person, starts_on).team_ids
    require_two(by, asked_by, person, gained=bool(gained))
    before = sorted(person.own_team_ids_on(starts_on))
    own = [row for row in person.memberships if row.cover_id is None]
    spans = [Span(row.team_id, row.starts_on, row.ends_on) for row in own]
    changes = redate(spans, wanted, starts_on)
    carry_out(
        own,
        changes,
        lambda team_id: TeamMembership(person_id=person.id, team_id=team_id, starts_on=starts_on),
    )
    record_change(by, Deed.PERSON_TEAMS_CHANGED, person, changes, starts_on, [before, wanted], at, asked_by)
