"""Adding and renaming teams."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.actions.people import unique
from budgettracker.people.models import Authority, Person, Team
from budgettracker.people.rules.details import require_name

NAME_TAKEN = "There is a team with this name already."


def add_team(by: Person | None, authority: Authority, name: str, *, at: datetime) -> Team:
    """A new team of an authority; raises Refusal when the name is taken."""
    if by is not None and by.authority_id != authority.id:
        raise NotTheirs
    team = Team(authority_id=authority.id, name=require_name(name))
    with unique("name", NAME_TAKEN):
        db.session.add(team)
    record(by, Deed.TEAM_ADDED, team, authority_id=authority.id, at=at)
    return team


def rename_team(by: Person | None, team: Team, name: str, *, at: datetime) -> None:
    """Another name for a team; its people and families stay. The audit says that it was renamed, not the names."""
    if by is not None and by.authority_id != team.authority_id:
        raise NotTheirs
    tidy = require_name(name)
    if tidy == team.name:
        return
    with unique("name", NAME_TAKEN):
        team.name = tidy
    record(by, Deed.TEAM_RENAMED, team, authority_id=team.authority_id, at=at)
