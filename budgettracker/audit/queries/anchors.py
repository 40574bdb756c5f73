"""Reading what an anchor holds, and the lines that earlier anchors are compared with."""

import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.rules.anchors import Anchor, End
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


def stored_digests(anchors: Iterable[Anchor]) -> dict[tuple[uuid.UUID, int], str]:
    """The digests that the database has for the anchored lines, by subject and sequence."""
    wanted = {(subject, end[0]) for anchor in anchors for subject, end in anchor.ends.items()}
    rows = db.session.execute(
        select(AuditRecord.subject_id, AuditRecord.sequence, AuditRecord.digest).execution_options(yield_per=BATCH)
    )
    return {(subject, sequence): digest for subject, sequence, digest in rows if (subject, sequence) in wanted}


def subject_kinds(subject_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What kind of record each subject is, as far as a line of it is left."""
    wanted = list(subject_ids)
    kinds: dict[uuid.UUID, str] = {}
    for first in range(0, len(wanted), BATCH):
        batch = wanted[first : first + BATCH]
        rows = db.session.execute(
            select(AuditRecord.subject_id, AuditRecord.subject_kind).where(
                AuditRecord.subject_id.in_(batch), AuditRecord.sequence == 1
            )
        )
        kinds.update(rows.tuples().all())
    return kinds
