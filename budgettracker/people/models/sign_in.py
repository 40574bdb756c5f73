"""Sign-in sessions, one-time links, failed sign-ins, and forms kept while somebody signs in again."""

import json
import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from budgettracker.database import Base, WithId, one_of
from budgettracker.people.kinds import LinkPurpose
from budgettracker.people.models.people import Person


class SignInSession(WithId, Base):
    """One time somebody signed in. The cookie holds a random token, this row its digest: ending the row ends the session."""

    __tablename__ = "sign_in_session"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class OneTimeLink(WithId, Base):
    """An invitation or a reset that an administrator can hand over: works once, for a few days."""

    __tablename__ = "one_time_link"
    __table_args__ = (one_of("purpose", LinkPurpose),)

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    confirmation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("confirmation.id"), unique=True
    )  # by which second hand it could be made; empty: by the operator

    person: Mapped[Person] = relationship()


class FailedSignIn(WithId, Base):
    """A sign-in that failed, counted per account and per source over all workers; holds digests, no addresses."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index("ix_failed_sign_in_account_at", "account_digest", "at"),
        Index("ix_failed_sign_in_source_at", "source_digest", "at"),
    )

    account_digest: Mapped[str] = mapped_column(String(64))
    source_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class KeptForm(WithId, Base):
    """A form somebody sent after their session had ended: brought back, filled, once they have signed in again."""

    __tablename__ = "kept_form"

    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[str]
    kept_at: Mapped[datetime]

    def name_value_pairs(self) -> list[tuple[str, str]]:
        """The fields that were sent, in their order; a name may stand more than once."""
        return [(str(name), str(value)) for name, value in json.loads(self.fields)]
