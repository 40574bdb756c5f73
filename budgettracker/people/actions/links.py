"""One-time links that an administrator hands over, and the passwords that are set with them."""

from datetime import datetime

from sqlalchemy import update

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.actions.sessions import end_sessions_of
from budgettracker.people.kinds import LinkPurpose
from budgettracker.people.models import OneTimeLink, Person
from budgettracker.people.rules.administering import LINK_LASTS
from budgettracker.people.rules.tokens import digest_of, new_token
from budgettracker.periods import day_of

LINK_OVER = "This link no longer works: it was used, replaced by a newer one, or is more than 7 days old."


def invite(by: Person | None, person: Person, *, at: datetime) -> str:
    """Make a link with which a person sets a password: an invitation, or a reset when they have one already.

    Returns its token, which is shown once and kept as a digest only. Earlier links stop working; an existing password
    keeps working until the link is used. Raises Refusal for somebody who is suspended or has left.
    """
    person = queries.person_locked(person.id)
    if person.suspended_at is not None:
        raise Refusal(None, "This person is suspended. Restore them first, then make the link.")
    if person.active_to is not None and person.active_to < day_of(at):
        raise Refusal(None, "This person's last day is over. Correct it first, then make the link.")
    purpose = LinkPurpose.RESET if person.password_hash else LinkPurpose.INVITATION
    _void_links(person, at)
    token = new_token()
    link = OneTimeLink(
        token_digest=digest_of(token), person_id=person.id, purpose=purpose, made_at=at, expires_at=at + LINK_LASTS
    )
    db.session.add(link)
    db.session.flush()
    changes = {"purpose": str(purpose), "link": link.id}
    record(by, Deed.PERSON_INVITED, person, changes, authority_id=person.authority_id, at=at)
    return token


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
    _void_links(person, at)
    change_password(person, password_hash, at=at)
    return person


def change_password(person: Person, password_hash: str, *, at: datetime) -> None:
    """A person's new password, given as its hash; every session of theirs ends."""
    person.password_hash, person.password_changed_at = password_hash, at
    db.session.flush()
    end_sessions_of(person, person, at=at)
    record(person, Deed.PASSWORD_CHANGED, person, at=at)


def _void_links(person: Person, at: datetime) -> None:
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session="fetch")
    )
