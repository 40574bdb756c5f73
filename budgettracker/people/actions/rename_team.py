"""Rename a team."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import unique
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Person, Team
from budgettracker.people.rules.details import TEAM_NAME_TAKEN, require_name


def rename_team(by: Person | None, team: Team, name: str, *, at: datetime) -> None:
    """Another name for a team; its people and families stay. The audit says that it was renamed, not the names."""
    if by is not None and by.authority_id != team.authority_id:
        raise NotTheirs
    tidy = require_name(name)
    if tidy == team.name:
        return
    with unique("name", TEAM_NAME_TAKEN):
        team.name = tidy
    record(by, Deed.TEAM_RENAMED, team, authority_id=team.authority_id, at=at)
