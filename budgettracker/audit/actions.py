"""Add to the audit: in the same transaction as the deed, so that neither stands without the other."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy import insert, select

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
    new: bool = False,
) -> AuditRecord:
    """Add one line to the subject's chain: who (None: the operator's command), what, when, and from what to what.

    `changes` holds ids, amounts in pence, codes and dates, never names or free text. The chain's end is locked, so two
    deeds on one subject stand in an order. `line_id` is given only for a line that had to wait elsewhere first; `new`
    says that the subject was made just now, so that it has no chain to look for.
    """
    moment = at or datetime.now(UTC)
    authority = authority_id or (by.authority_id if by else None)
    found = select(AuditChain).filter_by(subject_id=subject.id).with_for_update()
    end = None if new else db.session.scalars(found).one_or_none()
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
        _fields(
            line.id,
            authority,
            (line.subject_kind, line.subject_id),
            line.sequence,
            deed,
            line.by_id,
            moment,
            dict(changes or {}),
        )
    )
    line.digest = digest_of(end.last_digest, line.body)
    end.last_sequence, end.last_digest = line.sequence, line.digest
    db.session.add(line)
    db.session.flush()
    return line


def record_many(
    lines: Iterable[tuple[uuid.UUID, Mapping[str, object]]],
    deed: Deed,
    subject_kind: str,
    *,
    by: Actor | None,
    authority_id: uuid.UUID,
    at: datetime,
) -> None:
    """Begin the chains of many subjects that are new in this transaction, each by its first line.

    `lines` are the subjects' ids (rows of the table `subject_kind`) with what was set; they hold what record's do. For
    imports of 100,000 rows: two statements in all instead of four a subject. A subject that has a chain already is a
    fault of the caller, which the database refuses.
    """
    by_id = by.id if by else None
    records, ends = [], []
    for subject_id, changes in lines:
        line_id = uuid7()
        subject = (subject_kind, subject_id)
        body = body_of(_fields(line_id, authority_id, subject, 1, deed, by_id, at, changes))
        digest = digest_of(FIRST, body)
        records.append(
            {
                "id": line_id,
                "authority_id": authority_id,
                "subject_kind": subject_kind,
                "subject_id": subject_id,
                "sequence": 1,
                "deed": str(deed),
                "by_id": by_id,
                "at": at,
                "body": body,
                "digest": digest,
            }
        )
        ends.append({"subject_id": subject_id, "last_sequence": 1, "last_digest": digest})
    if records:
        db.session.flush()
        db.session.execute(insert(AuditRecord.__table__), records)  # type: ignore[arg-type]
        db.session.execute(insert(AuditChain.__table__), ends)  # type: ignore[arg-type]


def _fields(
    line_id: uuid.UUID,
    authority_id: uuid.UUID | None,
    subject: tuple[str, uuid.UUID],
    sequence: int,
    deed: Deed,
    by_id: uuid.UUID | None,
    at: datetime,
    changes: Mapping[str, object],
) -> dict[str, object]:
    """What an audit line says, under the names it is hashed with."""
    return {
        "id": line_id,
        "authority": authority_id,
        "subject": list(subject),
        "sequence": sequence,
        "deed": str(deed),
        "by": by_id,
        "at": at,
        "changes": changes,
    }
