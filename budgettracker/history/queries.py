"""The history of any record as the audit tells it: for who may see the record, a page at a time, with names."""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, union_all

from budgettracker.audit.models import AuditRecord
from budgettracker.database import db
from budgettracker.histories import Change, Changes, Histories, Kind
from budgettracker.people.models import Authority, Person

OPERATOR = "The operator"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: when, who, the deed with what it changed, and the record where a history tells of several."""

    at: datetime
    by: str
    deed: str
    changes: list[Change]
    about: str


@dataclass(frozen=True, slots=True)
class History:
    """One page of a history, the newest first, and how many lines it has in all."""

    lines: list[Line]
    total: int


def history(
    reader: Person, registered: Histories, kind: Kind, record_id: uuid.UUID, page: int, size: int, *, looked: bool
) -> History:
    """One page of the history of a record this reader was found to see; `looked` includes who only looked."""
    query = select(AuditRecord).where(_lines_of(registered, kind, record_id))
    if not looked:
        query = query.where(AuditRecord.deed.not_in(registered.readings))
    newest = query.order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc(), AuditRecord.id.desc())
    rows = list(db.session.scalars(newest.limit(size).offset((page - 1) * size)))
    changes: list[Changes] = [json.loads(row.body)["changes"] for row in rows]
    for as_seen in registered.as_seen:
        changes = list(as_seen([(row.subject_id, changed) for row, changed in zip(rows, changes, strict=True)]))
    people = _people(reader, {row.by_id for row in rows if row.by_id is not None})
    names = _names(reader, registered, set(_ids(changes)))
    titles = _titles(registered, {row.subject_id for row in rows})
    lines = [
        Line(
            at=row.at,
            by=people[row.by_id] if row.by_id else OPERATOR,
            deed=registered.deed_in_words(row.deed, changed),
            changes=registered.changes_in_words(row.deed, changed, names),
            about=titles.get(row.subject_id, ""),
        )
        for row, changed in zip(rows, changes, strict=True)
    ]
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    return History(lines, total)


def _lines_of(registered: Histories, kind: Kind, record_id: uuid.UUID) -> ColumnElement[bool]:
    """The audit lines that a record's history holds: its own, or those of all the records it tells of."""
    if kind.one_line:
        return AuditRecord.id == record_id
    if kind.only:
        return (AuditRecord.subject_id == record_id) & AuditRecord.deed.in_(kind.only)
    subjects = [subjects_of(record_id) for subjects_of in registered.subjects.get(kind.name, ())]
    if not subjects:
        return AuditRecord.subject_id == record_id
    return AuditRecord.subject_id.in_(select(union_all(*subjects).subquery().c[0]))


def _people(reader: Person, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """People as this reader may name them: by name within their own authority, else by where they belong."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.authority_id, Authority.name)
        .outerjoin(Person.authority)
        .where(Person.id.in_(ids))
    )
    names = {}
    for person_id, name, authority_id, authority in rows:
        if person_id == reader.id or (authority_id is not None and authority_id == reader.authority_id):
            names[person_id] = name
        else:
            names[person_id] = f"Somebody at {authority}" if authority else "An evaluator"
    return names


def _names(reader: Person, registered: Histories, ids: Collection[uuid.UUID]) -> Mapping[str, str]:
    """What these ids are called, as far as this reader's own authority goes; families by their references."""
    if not ids:
        return {}
    names = {str(person_id): name for person_id, name in _people(reader, ids).items()}
    for query in registered.names:
        rows = db.session.execute(query(ids, reader.authority_id)).tuples()
        names |= {str(row_id): name for row_id, name in rows}
    return names


def _titles(registered: Histories, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Children, limits, purchases and months by what they are called, where a history tells of several records."""
    if len(ids) < 2:
        return {}
    rows = ((titles, db.session.execute(titles.query(ids)).tuples()) for titles in registered.titles)
    return {row_id: titles.in_words(value) for titles, pairs in rows for row_id, value in pairs}


def _ids(value: object) -> Iterator[uuid.UUID]:
    """Every id anywhere in what was changed."""
    if isinstance(value, str) and len(value) == 36:
        try:
            yield uuid.UUID(value)
        except ValueError:
            return
    elif isinstance(value, dict):
        yield from _ids(list(value.values()))
    elif isinstance(value, Iterable) and not isinstance(value, str):
        for item in value:
            yield from _ids(item)
