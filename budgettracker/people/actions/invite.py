"""Invite a person: a one-time link with which they set a password."""

from datetime import datetime

from sqlalchemy import update

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.people import queries
from budgettracker.people.kinds import LinkPurpose
from budgettracker.people.models import OneTimeLink, Person
from budgettracker.people.rules.administering import LINK_LASTS
from budgettracker.people.rules.tokens import digest_of, new_token
from budgettracker.periods import day_of


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
    void_links(person, at)
    token = new_token()
    link = OneTimeLink(
        token_digest=digest_of(token), person_id=person.id, purpose=purpose, made_at=at, expires_at=at + LINK_LASTS
    )
    db.session.add(link)
    db.session.flush()
    changes = {"purpose": str(purpose), "link": link.id}
    record(by, Deed.PERSON_INVITED, person, changes, authority_id=person.authority_id, at=at)
    return token


def void_links(person: Person, at: datetime) -> None:
    """Every link of this person stops working."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person.id, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session="fetch")
    )
