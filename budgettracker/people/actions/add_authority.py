"""Add a local authority."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db, unique
from budgettracker.people.kinds import Nation
from budgettracker.people.models import Authority
from budgettracker.people.rules import details


def add_authority(name: str, nation: Nation = Nation.ENGLAND, *, at: datetime) -> Authority:
    """A new local authority; only the operator's command and the import add one."""
    authority = Authority(name=details.require_name(name), nation=nation, created_at=at)
    with unique("name", "There is an authority with this name already."):
        db.session.add(authority)
    record(None, Deed.AUTHORITY_ADDED, authority, {"nation": str(nation)}, authority_id=authority.id, at=at)
    return authority
