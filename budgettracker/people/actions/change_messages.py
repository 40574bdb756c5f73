"""Say whether people are told by e-mail that something waits for them."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person


def change_messages(by: Person, authority: Authority, sends_messages: bool, *, at: datetime) -> None:
    """Let an authority's people get messages by e-mail, or stop that. Nothing changed leaves no audit line."""
    if by.authority_id != authority.id:
        raise NotTheirs
    if authority.sends_messages == sends_messages:
        return
    authority.sends_messages = sends_messages
    changes = {"sends_messages": [not sends_messages, sends_messages]}
    record(by, Deed.AUTHORITY_MESSAGES_CHANGED, authority, changes, authority_id=authority.id, at=at)
