"""What leaves the building by e-mail: written in the transaction of the deed, sent after it has been committed."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from budgettracker.database import Base, WithId, one_of
from budgettracker.people.kinds import MessageKind


class OutgoingMessage(WithId, Base):
    """One message to one person: that something of a kind waits for them, never what, about whom, or how much."""

    __tablename__ = "outgoing_message"
    __table_args__ = (one_of("kind", MessageKind), Index("ix_outgoing_message_sent_at", "sent_at"))

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]  # when the mail server took it
    attempts: Mapped[int] = mapped_column(default=0)  # how often the mail server was asked to take it
