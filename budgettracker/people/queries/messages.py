"""Messages by e-mail that wait to be sent."""

import uuid

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.models import Authority, OutgoingMessage, Person

MOST_ATTEMPTS = 5
"""A message that the mail server refused so often is left: the page people start from says it all the same."""


def messages_to_send() -> list[uuid.UUID]:
    """What is queued and not given up, the oldest first; of authorities that send messages, to people who may sign in."""
    return list(
        db.session.scalars(
            select(OutgoingMessage.id)
            .join(Person, Person.id == OutgoingMessage.person_id)
            .join(Authority, Authority.id == OutgoingMessage.authority_id)
            .where(
                OutgoingMessage.sent_at.is_(None),
                OutgoingMessage.attempts < MOST_ATTEMPTS,
                Authority.sends_messages,
                Person.suspended_at.is_(None),
            )
            .order_by(OutgoingMessage.made_at, OutgoingMessage.id)
        )
    )
