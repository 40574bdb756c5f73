"""Add a team."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person, Team
from budgettracker.people.rules.details import TEAM_NAME_TAKEN, require_name


def add_team(by: Person | None, authority: Authority, name: str, *, at: datetime) -> Team:
    """A new team of an authority; raises Refusal when the name is taken."""
    if by is not None and by.authority_id != authority.id:
        raise NotTheirs
    team = Team(authority_id=authority.id, name=require_name(name))
    with unique("name", TEAM_NAME_TAKEN):
        db.session.add(team)
    record(by, Deed.TEAM_ADDED, team, authority_id=authority.id, at=at)
    return team
