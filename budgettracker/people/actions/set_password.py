"""Set a password by a one-time link, or change one's own."""

from datetime import datetime

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.invite import void_links
from budgettracker.people.actions.sign_out import end_sessions_of
from budgettracker.people.models import Person

LINK_OVER = (
    "This link no longer works: it was used, replaced by a newer one, or is more than 7 days old, or the account has another "
    "role since it was made."
)


def set_password(token: str, password_hash: str, *, at: datetime) -> Person:
    """Use a one-time link up: the person gets this password (given as its hash), and every session of theirs ends.

    Raises Refusal when the link was used, replaced or is too old, or the person is suspended by now.
    """
    link = queries.open_link(token, at)
    if link is None:
        raise Refusal(None, LINK_OVER)
    person = queries.person_locked(link.person_id)
    db.session.refresh(link)
    if link.used_at is not None:
        raise Refusal(None, LINK_OVER)
    void_links(person, at)
    change_password(person, password_hash, at=at)
    return person


def change_password(person: Person, password_hash: str, *, at: datetime) -> None:
    """A person's new password, given as its hash; every session of theirs ends."""
    person.password_hash, person.password_changed_at = password_hash, at
    db.session.flush()
    end_sessions_of(person, person, at=at)
    record(person, Deed.PASSWORD_CHANGED, person, at=at)
