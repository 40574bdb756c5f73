"""Add to the audit: in the same transaction as the deed, so that neither stands without the other."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import select

from budgettracker.audit.models import AuditChain, AuditRecord, Deed
from budgettracker.audit.rules import FIRST, body_of, digest_of
from budgettracker.database import db, uuid7


class Actor(Protocol):
    """Somebody who does things: a person signed in."""

    @property
    def id(self) -> uuid.UUID: ...

    @property
    def authority_id(self) -> uuid.UUID | None: ...


class Subject(Protocol):
    """A row that deeds are done to."""

    __tablename__: str

    @property
    def id(self) -> uuid.UUID: ...


def record(
    by: Actor | None,
    deed: Deed,
    subject: Subject,
    changes: Mapping[str, object] | None = None,
    *,
    authority_id: uuid.UUID | None = None,
    at: datetime | None = None,
    line_id: uuid.UUID | None = None,
) -> AuditRecord:
    """Add one line to the subject's chain: who (None: the operator's command), what, when, and from what to what.

    `changes` holds ids, amounts in pence, codes and dates, never names or free text. The chain's end is locked, so two
    deeds on one subject stand in an order. `line_id` is given only for a line that had to wait elsewhere first.
    """
    moment = at or datetime.now(UTC)
    authority = authority_id or (by.authority_id if by else None)
    end = db.session.scalars(select(AuditChain).filter_by(subject_id=subject.id).with_for_update()).one_or_none()
    if end is None:
        end = AuditChain(subject_id=subject.id, last_sequence=0, last_digest=FIRST)
        db.session.add(end)
    line = AuditRecord(
        id=line_id or uuid7(),
        authority_id=authority,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        sequence=end.last_sequence + 1,
        deed=str(deed),
        by_id=by.id if by else None,
        at=moment,
    )
    line.body = body_of(
        {
            "id": line.id,
            "authority": authority,
            "subject": [line.subject_kind, line.subject_id],
            "sequence": line.sequence,
            "deed": line.deed,
            "by": line.by_id,
            "at": moment,
            "changes": dict(changes or {}),
        }
    )
    line.digest = digest_of(end.last_digest, line.body)
    end.last_sequence, end.last_digest = line.sequence, line.digest
    db.session.add(line)
    db.session.flush()
    return line
