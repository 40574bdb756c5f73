"""Add to the audit: in the same transaction as the deed, so that neither stands without the other."""

import functools
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import Select, Table, Update, bindparam, insert, select, update

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.rules import FIRST, body_of, digest_of
from budgettracker.database import db, uuid7

LINES, ENDS = cast(Table, AuditRecord.__table__), cast(Table, AuditChain.__table__)


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
    at: datetime,
    authority_id: uuid.UUID | None = None,
    line_id: uuid.UUID | None = None,
    new: bool = False,
) -> uuid.UUID:
    """Add one line to the subject's chain: who (None: the operator's command), what, when, and from what to what.

    `changes` holds ids, amounts in pence, codes and dates, never names or free text. The end of the chain is locked, so
    that two deeds on one subject are always recorded one after the other. `line_id` is given only for a line that was
    written down elsewhere first; `new` says that the subject was added just now and has no chain yet. Returns the
    line's id.
    """
    db.session.flush()
    connection = db.session.connection()
    end = None if new else connection.execute(_end_of_chain(), {"subject": subject.id}).one_or_none()
    last_sequence, last_digest = end or (0, FIRST)
    line = _line(
        line_id or uuid7(),
        deed,
        (subject.__tablename__, subject.id),
        changes or {},
        sequence=last_sequence + 1,
        after=last_digest,
        by_id=by.id if by else None,
        authority_id=authority_id or (by.authority_id if by else None),
        at=at,
    )
    reached = {"last_sequence": line["sequence"], "last_digest": line["digest"]}
    if end is None:
        connection.execute(insert(ENDS), {"subject_id": subject.id, **reached})
    else:
        connection.execute(_move_end(), {"subject": subject.id, **reached})
    connection.execute(insert(LINES), line)
    return cast(uuid.UUID, line["id"])


@functools.cache
def _end_of_chain() -> Select[tuple[int, str]]:
    """The end of one subject's chain, locked. The statement is built once: building it costs more than running it."""
    ends = select(AuditChain.last_sequence, AuditChain.last_digest)
    return ends.where(AuditChain.subject_id == bindparam("subject")).with_for_update()


@functools.cache
def _move_end() -> Update:
    """Move the end of one subject's chain; built once, for the same reason."""
    return update(ENDS).where(ENDS.c.subject_id == bindparam("subject"))


def record_many(
    lines: Iterable[tuple[uuid.UUID, Mapping[str, object]]],
    deed: Deed,
    subject_kind: str,
    *,
    by: Actor | None,
    authority_id: uuid.UUID,
    at: datetime,
) -> None:
    """Begin the chains of many subjects that are new in this transaction, each with its first line.

    `lines` are the subjects' ids (rows of the table `subject_kind`) with their changes, which hold what those of
    `record` may hold. For imports of 100,000 rows: two statements in all instead of four for each subject. The database
    refuses a subject that has a chain already.
    """
    by_id = by.id if by else None
    records, ends = [], []
    for subject_id, changes in lines:
        line = _line(
            uuid7(),
            deed,
            (subject_kind, subject_id),
            changes,
            sequence=1,
            after=FIRST,
            by_id=by_id,
            authority_id=authority_id,
            at=at,
        )
        records.append(line)
        ends.append({"subject_id": subject_id, "last_sequence": 1, "last_digest": line["digest"]})
    if records:
        db.session.flush()
        db.session.execute(insert(LINES), records)
        db.session.execute(insert(ENDS), ends)


def _line(
    line_id: uuid.UUID,
    deed: Deed,
    subject: tuple[str, uuid.UUID],
    changes: Mapping[str, object],
    *,
    sequence: int,
    after: str,
    by_id: uuid.UUID | None,
    authority_id: uuid.UUID | None,
    at: datetime,
) -> dict[str, Any]:
    """An audit line as it is stored: what it says under the names it is hashed with, and the digest `after` the last."""
    body = body_of(
        {
            "id": line_id,
            "authority": authority_id,
            "subject": list(subject),
            "sequence": sequence,
            "deed": str(deed),
            "by": by_id,
            "at": at,
            "changes": changes,
        }
    )
    return {
        "id": line_id,
        "authority_id": authority_id,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "sequence": sequence,
        "deed": str(deed),
        "by_id": by_id,
        "at": at,
        "body": body,
        "digest": digest_of(after, body),
    }
