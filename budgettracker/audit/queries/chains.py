"""Read the audit: one subject's history, and whether every chain still holds."""

import uuid
from itertools import groupby

from sqlalchemy import Select, select

from budgettracker.audit.models import AuditChain, AuditRecord
from budgettracker.audit.rules import FIRST, Fault, Line, body_says
from budgettracker.audit.rules import faults as chain_faults
from budgettracker.database import db

CHAIN = "chain"
"""The code of a fault in a record's own line of audit."""


def history_of(subject_id: uuid.UUID, bound: int = 200) -> list[AuditRecord]:
    """What was done to one subject, the oldest first."""
    lines = select(AuditRecord).filter_by(subject_id=subject_id).order_by(AuditRecord.sequence).limit(bound)
    return list(db.session.scalars(lines))


def faults(subjects: Select[tuple[uuid.UUID]] | None = None) -> list[Fault]:
    """Chains with a gap, a changed line, a missing tail or columns that do not say what was hashed.

    Of every record, or of those whose ids `subjects` gives.
    """
    records, tails = select(AuditRecord), select(AuditChain)
    if subjects is not None:
        records = records.where(AuditRecord.subject_id.in_(subjects))
        tails = tails.where(AuditChain.subject_id.in_(subjects))
    ends = {row.subject_id: row for row in db.session.scalars(tails)}
    lines = db.session.scalars(
        records.order_by(AuditRecord.subject_id, AuditRecord.sequence).execution_options(yield_per=1000)
    )
    faulty: list[Fault] = []
    for subject_id, grouped in groupby(lines, key=lambda line: line.subject_id):
        rows = list(grouped)
        end = ends.pop(subject_id, None)
        last = (end.last_sequence, end.last_digest) if end else (0, FIRST)
        wrong = chain_faults([Line(row.sequence, row.body, row.digest) for row in rows], *last)
        wrong += [f"line {row.sequence} was changed outside its hashed text" for row in rows if not agrees(row)]
        faulty += [Fault(f"audit of {rows[0].subject_kind}", subject_id, CHAIN, words) for words in wrong]
    faulty += [
        Fault("audit of", subject_id, CHAIN, f"all {end.last_sequence} lines are missing")
        for subject_id, end in ends.items()
    ]
    return faulty


def agrees(row: AuditRecord) -> bool:
    """Do a line's columns say what its hashed text says?"""
    columns = {
        "id": row.id,
        "authority": row.authority_id,
        "subject": [row.subject_kind, row.subject_id],
        "sequence": row.sequence,
        "deed": row.deed,
        "by": row.by_id,
        "at": row.at,
    }
    return body_says(row.body, columns)
