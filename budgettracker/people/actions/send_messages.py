"""Send what is queued: one message after the other, each marked as soon as the mail server took it."""

import uuid
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import OutgoingMessage, Person


def send_message(message_id: uuid.UUID, send: Callable[[str, MessageKind], bool], *, at: datetime) -> bool:
    """Send one message unless another run has; `send` says whether the mail server took it. A refusal is counted."""
    message = db.session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.id == message_id, OutgoingMessage.sent_at.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if message is None:
        return False
    person = db.session.get_one(Person, message.person_id)
    message.attempts += 1
    if send(person.email, MessageKind(message.kind)):
        message.sent_at = at
    return message.sent_at is not None
