"""The teams of whoever looks, as part of a longer question: a manager of forty sends one id and not forty with each."""

import uuid
from typing import Any

from sqlalchemy import Select, or_, select

from budgettracker.people.models import TeamMembership


def teams_of(person: Any, on: Any) -> Select[tuple[uuid.UUID]]:
    """The ids of the teams somebody works in on a day; both may stand for whoever looks, and when."""
    return select(TeamMembership.team_id).where(
        TeamMembership.person_id == person.id,
        TeamMembership.starts_on <= on,
        or_(TeamMembership.ends_on.is_(None), TeamMembership.ends_on >= on),
    )
