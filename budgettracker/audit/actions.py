"""Add to the audit: in the same transaction as the deed, so that neither stands without the other."""

import functools
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from sqlalchemy import Select, Table, Update, bindparam, insert, select, update

from budgettracker.audit.kinds import Deed, Plain
from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.rules import FIRST, body_of, digest_of, encoded
from budgettracker.bulk import Rows, as_kept, chunks, dashed, ids_in_order
from budgettracker.database import db
from budgettracker.ids import uuid7

_LINE = (*("id", "authority_id", "subject_kind", "subject_id", "sequence", "deed", "by_id", "at", "body", "digest"),)
_END = ("subject_id", "last_sequence", "last_digest")
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


class ManyLines:
    """Lines on many subjects of one kind, on their way into the audit: the very chains that `record` would make of them.

    For imports of 100,000 rows, by one person at one moment: a few statements in all instead of four for each line.
    Subjects are called by their ids as 32 hexadecimal figures.
    """

    def __init__(self, subject_kind: str, *, by: Actor | None, authority_id: uuid.UUID, at: datetime) -> None:
        by_id = by.id if by else None
        self._begins = body_of({"at": at, "authority": authority_id, "by": by_id}).removesuffix("}")
        self._kind, self._authority, self._at = subject_kind, authority_id.hex, as_kept(at)
        self._by = by_id.hex if by_id else None
        self._lines: list[tuple[Deed, str, dict[str, Plain]]] = []
        self._begun: set[str] = set()
        self._known: dict[str, tuple[int, str]] = {}
        """Where chains end, by subject: their last sequence number and digest."""
        self._standing: set[str] = set()
        self._records, self._ends = Rows(AuditRecord, _LINE), Rows(AuditChain, _END)
        self._ids = ids_in_order()

    def add(self, deed: Deed, subject: str, changes: dict[str, Plain], *, new: bool) -> None:
        """Keep one line; `changes` hold what those of `record` may, as plain values.

        `new` says that the subject was added just now: the database refuses one that has a chain already.
        """
        self._lines.append((deed, subject, changes))
        if new:
            self._begun.add(subject)

    def ready(self) -> None:
        """Write what is kept but for the ends of its chains, which further lines may move; chains that stand are locked."""
        with db.session.no_autoflush:
            standing = _ends_of({subject for _, subject, _ in self._lines} - self._begun - self._known.keys())
        self._standing |= standing.keys()
        self._known |= standing
        for deed, subject, changes in self._lines:
            sequence, before = self._known.get(subject, (0, FIRST))
            self._known[subject] = sequence + 1, self._line(deed, subject, changes, sequence + 1, before)
        self._records.write()
        self._lines, self._begun = [], set()

    def write(self) -> None:
        """Write what is kept, and where each chain ends now."""
        if not self._lines and not self._known:
            return
        db.session.flush()
        self.ready()
        for subject, (sequence, digest) in self._known.items():
            if subject not in self._standing:
                self._ends.add((subject, sequence, digest))
        moved = [
            {"subject": uuid.UUID(subject), "last_sequence": sequence, "last_digest": digest}
            for subject in sorted(self._standing)
            for sequence, digest in (self._known[subject],)
        ]
        if moved:
            db.session.connection().execute(_move_end(), moved)
        self._ends.write()
        self._known, self._standing = {}, set()

    def _line(self, deed: Deed, subject: str, changes: dict[str, Plain], sequence: int, before: str) -> str:
        """Keep the row of one line, written out as `body_of` writes it, which would take most of an import; its digest."""
        id_ = next(self._ids)
        body = (
            f'{self._begins},"changes":{encoded(changes)},"deed":"{deed}","id":"{dashed(id_)}","sequence":{sequence},'
            f'"subject":["{self._kind}","{dashed(subject)}"]}}'
        )
        digest = digest_of(before, body)
        subject_columns = id_, self._authority, self._kind, subject, sequence
        self._records.add((*subject_columns, str(deed), self._by, self._at, body, digest))
        return digest


def _ends_of(subjects: Collection[str]) -> dict[str, tuple[int, str]]:
    """The ends of chains that stand, locked in the order of their subjects."""
    ends = {}
    for ids in chunks(sorted(subjects)):
        query = select(AuditChain.subject_id, AuditChain.last_sequence, AuditChain.last_digest)
        some = query.where(AuditChain.subject_id.in_([uuid.UUID(id_) for id_ in ids]))
        for id_, sequence, digest in db.session.execute(some.order_by(AuditChain.subject_id).with_for_update()):
            ends[id_.hex] = sequence, digest
    return ends


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
