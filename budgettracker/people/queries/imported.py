"""Who brought something in from the council's own files, and what stands there of it: nobody else's deed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of
from budgettracker.periods import day_of, long_date

IMPORTS = (Deed.SPEND_IMPORTED, Deed.LIMIT_SET)
"""Deeds by which purchases and limits come in."""


@dataclass(frozen=True, slots=True)
class Stands:
    """What a file says of a purchase or a limit: `begun` is `recorded by` or `asked for by`, with whom it names."""

    id: uuid.UUID
    begun: str
    begun_by_id: uuid.UUID | None
    decided_by_id: uuid.UUID | None
    decided_at: datetime | None


def imported_words(rows: Sequence[Stands]) -> dict[uuid.UUID, str]:
    """Of purchases and limits that were imported, by id: who brought them in, when, and what their file says."""
    names = names_of([person_id for row in rows for person_id in (row.begun_by_id, row.decided_by_id)])
    brought_in = _brought_in([row.id for row in rows])
    words = {}
    for row in rows:
        parts = [f"{row.begun} {names[row.begun_by_id]}"] if row.begun_by_id in names else []
        if row.decided_by_id in names and row.decided_at is not None:
            parts.append(f"decided by {names[row.decided_by_id]} on {long_date(day_of(row.decided_at))}")
        stands = f", where it stands as {' and '.join(parts)}" if parts else ""
        nobody = "" if row.decided_by_id in names else "; nobody is named who decided"
        words[row.id] = f"{brought_in.get(row.id, 'Imported from the council’s files')}{stands}{nobody}"
    return words


def _brought_in(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    lines = (
        select(AuditRecord.subject_id, AuditRecord.at, Person.name)
        .outerjoin(Person, Person.id == AuditRecord.by_id)
        .where(AuditRecord.subject_id.in_(ids), AuditRecord.deed.in_(IMPORTS))
        .order_by(AuditRecord.sequence.desc())
    )
    return {
        subject_id: f"Imported by {name or 'whoever runs the tracker'} from the council’s files on {long_date(day_of(at))}"
        for subject_id, at, name in db.session.execute(lines)
    }
