"""The imports an authority has had, as the audit tells them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.imports.kinds import TableName
from budgettracker.imports.tables.counts import in_words
from budgettracker.people.models import Person
from budgettracker.people.queries.deciders import names_of

MOST_IMPORTS = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: when, by whom (empty: the operator's command), how many rows of each table, the files' digest."""

    id: uuid.UUID
    at: datetime
    by: str
    rows: dict[TableName, int]
    digest: str

    @property
    def words(self) -> str:
        """`8 people, 2 schemes`."""
        return in_words(self.rows)


def imports_of(person: Person) -> list[Imported]:
    """The latest imports of a person's authority, the newest first."""
    return _read(_of(person).order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc()).limit(MOST_IMPORTS))


def import_for(person: Person, record_id: uuid.UUID) -> Imported:
    """One import of a person's authority; raises NotTheirs."""
    imports = _read(_of(person).where(AuditRecord.id == record_id))
    if not imports:
        raise NotTheirs
    return imports[0]


def _of(person: Person) -> Select[tuple[AuditRecord]]:
    return select(AuditRecord).where(
        AuditRecord.authority_id == person.authority_id,
        AuditRecord.subject_id == person.authority_id,
        AuditRecord.deed == Deed.FOLDER_IMPORTED,
    )


def _read(query: Select[tuple[AuditRecord]]) -> list[Imported]:
    lines = list(db.session.scalars(query))
    names = names_of([line.by_id for line in lines])
    imports = []
    for line in lines:
        by = names[line.by_id] if line.by_id else ""
        rows = {TableName(name): count for name, count in line.changes.counts("rows").items()}
        imports.append(Imported(line.id, line.at, by, rows, line.changes.text("digest")))
    return imports
