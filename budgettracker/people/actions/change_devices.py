"""Say whether devices may keep what is typed until it is recorded."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person


def change_devices(by: Person, authority: Authority, keeps_forms: bool, *, at: datetime) -> None:
    """Let the devices of an authority's people keep forms, or have them keep nothing from the next page on.

    Nothing changed leaves no audit line.
    """
    if by.authority_id != authority.id:
        raise NotTheirs
    if authority.keeps_forms == keeps_forms:
        return
    authority.keeps_forms = keeps_forms
    changes = {"keeps_forms": [not keeps_forms, keeps_forms]}
    record(by, Deed.AUTHORITY_DEVICES_CHANGED, authority, changes, authority_id=authority.id, at=at)
