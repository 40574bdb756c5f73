"""Queue a message that leaves by e-mail, in the transaction of the deed it is about; it is sent after that."""

import uuid
from datetime import datetime

from sqlalchemy import select

from budgettracker.database import db
from budgettracker.people.kinds import MessageKind
from budgettracker.people.models import Authority, OutgoingMessage


def queue_message(authority_id: uuid.UUID, person_id: uuid.UUID, kind: MessageKind, *, at: datetime) -> None:
    """Tell somebody by e-mail that something waits for them, where their authority sends messages.

    One that has not been sent yet says it already: nobody gets two of a kind for one look.
    """
    sends = db.session.scalar(select(Authority.sends_messages).where(Authority.id == authority_id))
    if not sends:
        return
    waits = select(OutgoingMessage.id).where(
        OutgoingMessage.person_id == person_id, OutgoingMessage.kind == kind, OutgoingMessage.sent_at.is_(None)
    )
    if db.session.scalars(waits.limit(1)).first() is None:
        db.session.add(OutgoingMessage(authority_id=authority_id, person_id=person_id, kind=kind, made_at=at))
        db.session.flush()
