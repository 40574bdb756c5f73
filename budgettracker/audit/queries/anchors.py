"""Reading what an anchor holds, and the lines that earlier anchors are compared with."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby

from sqlalchemy import select

from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.queries.chains import agrees
from budgettracker.audit.rules import FIRST, digest_of
from budgettracker.audit.rules.anchors import End
from budgettracker.database import db

BATCH = 1_000


def moved_since(known: Mapping[uuid.UUID, End]) -> dict[uuid.UUID | None, dict[uuid.UUID, End]]:
    """The ends of the chains that moved since they were anchored, by the authority that their first line names."""
    rows = db.session.execute(
        select(AuditChain.subject_id, AuditChain.last_sequence, AuditChain.last_digest, AuditRecord.authority_id)
        .join(AuditRecord, (AuditRecord.subject_id == AuditChain.subject_id) & (AuditRecord.sequence == 1))
        .order_by(AuditChain.subject_id)
        .execution_options(yield_per=BATCH)
    )
    moved: dict[uuid.UUID | None, dict[uuid.UUID, End]] = {}
    for subject_id, sequence, digest, authority_id in rows:
        if known.get(subject_id) != (sequence, digest):
            moved.setdefault(authority_id, {})[subject_id] = (sequence, digest)
    return moved


def chained() -> set[uuid.UUID]:
    """Every record that has a chain of audit."""
    return set(db.session.scalars(select(AuditChain.subject_id)))


def stored_digests(wanted: Collection[tuple[uuid.UUID, int]]) -> dict[tuple[uuid.UUID, int], str]:
    """The digests that the anchored lines come to as they stand in the database, by subject and sequence.

    They are computed from the lines' text: what is written down as a line's digest proves nothing. A line whose columns
    say something else than its text, and every line after it, comes to none.
    """
    known = set(wanted)
    rows = db.session.scalars(
        select(AuditRecord).order_by(AuditRecord.subject_id, AuditRecord.sequence).execution_options(yield_per=BATCH)
    )
    digests: dict[tuple[uuid.UUID, int], str] = {}
    for subject_id, lines in groupby(rows, key=lambda row: row.subject_id):
        digest = FIRST
        for line in lines:
            digest = digest_of(digest, line.body) if digest and agrees(line) else ""
            if (subject_id, line.sequence) in known:
                digests[subject_id, line.sequence] = digest
    return digests


def subject_kinds(subject_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What kind of record each subject is, as far as a line of it is left."""
    wanted = list(subject_ids)
    kinds: dict[uuid.UUID, str] = {}
    for first in range(0, len(wanted), BATCH):
        batch = wanted[first : first + BATCH]
        rows = db.session.execute(
            select(AuditRecord.subject_id, AuditRecord.subject_kind).where(AuditRecord.subject_id.in_(batch)).distinct()
        )
        kinds.update(rows.tuples().all())
    return kinds
