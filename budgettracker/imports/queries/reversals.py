"""What an import brought in that can be taken out again, and what has gone on since and stays."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.bulk import chunks
from budgettracker.confirming import Confirmable, Facts
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.imports.kinds import TableName
from budgettracker.imports.models import WaitingImport
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.worktime.models import WorkEntry

REVERSAL = "import_reversal"
"""The kind of thing that waits for a second hand: a released import taken back."""


@dataclass(frozen=True, slots=True)
class ImportedRows:
    """The purchases and entries of an import nobody has touched since, by id, and those that go on: ids with later deeds."""

    spends: Sequence[uuid.UUID]
    entries: Sequence[uuid.UUID]
    spends_since: Sequence[uuid.UUID]
    entries_since: Sequence[uuid.UUID]


def rows_of_import(row: WaitingImport) -> ImportedRows:
    """What a released import wrote of purchases and work time: the audit's lines of its moment in its maker's name.

    Nobody who imports logs time or buys, so no line of anybody's own is among them. What stays besides what has gone on
    since: vouchers of a stock, which come back themselves or not at all, and plans that are over.
    """
    line, later = aliased(AuditRecord), aliased(AuditRecord)
    stays = exists().where(
        Spend.id == line.subject_id,
        or_(Spend.from_stock, and_(Spend.state == SpendState.ENDED, Spend.plan_id.is_(None))),
    )
    since = or_(exists().where(later.subject_id == line.subject_id, later.at > line.at), stays)
    lines = select(line.deed, line.subject_id, since).where(
        line.authority_id == row.authority_id,
        line.at == row.ended_at,
        line.by_id.is_not_distinct_from(row.asked_by_id),
        line.deed.in_((Deed.SPEND_IMPORTED, Deed.WORK_LOGGED)),
    )
    sorted_out: dict[tuple[str, bool], list[uuid.UUID]] = {}
    for deed, subject_id, touched in db.session.execute(lines.order_by(line.subject_id)):
        sorted_out.setdefault((deed, bool(touched)), []).append(subject_id)
    parts = (
        (Deed.SPEND_IMPORTED, False),
        (Deed.WORK_LOGGED, False),
        (Deed.SPEND_IMPORTED, True),
        (Deed.WORK_LOGGED, True),
    )
    return ImportedRows(*(sorted_out.get(part, []) for part in parts))


def what_stays(row: WaitingImport) -> list[str]:
    """In words: what a reversal leaves as it is, each purchase and entry by name, other rows by how many there are."""
    rows = rows_of_import(row)
    return [*_spends_named(rows.spends_since), *_entries_named(rows.entries_since), *_other_rows(row.counted)]


def standing_of(row: WaitingImport) -> list[str]:
    """In words: what of a reversed import still stands, since something had happened to it, or it is taken back elsewhere."""
    rows = rows_of_import(row)
    spends = select(Spend.id).where(Spend.state.in_((SpendState.BOUGHT, SpendState.APPROVED)))
    entries = select(WorkEntry.id).where(WorkEntry.withdrawn_at.is_(None))
    still = [each for ids in chunks(rows.spends_since) for each in db.session.scalars(spends.where(Spend.id.in_(ids)))]
    worked = [
        each for ids in chunks(rows.entries_since) for each in db.session.scalars(entries.where(WorkEntry.id.in_(ids)))
    ]
    return [*_spends_named(still), *_entries_named(worked), *_other_rows(row.counted)]


def spends_of_import(ids: Sequence[uuid.UUID]) -> list[Spend]:
    """These purchases with their families, in the order in which their positions are locked."""
    query = select(Spend).options(joinedload(Spend.family), joinedload(Spend.details))
    spends = [each for part in chunks(ids) for each in db.session.scalars(query.where(Spend.id.in_(part)))]
    return sorted(spends, key=lambda spend: (spend.period_id or spend.id, spend.id))


def entries_of_import(ids: Sequence[uuid.UUID]) -> list[WorkEntry]:
    """These entries of work time, by id."""
    query = select(WorkEntry).order_by(WorkEntry.id)
    return [each for part in chunks(ids) for each in db.session.scalars(query.where(WorkEntry.id.in_(part)))]


def reversal_facts(rows: Sequence[Confirmable], on: date) -> Mapping[uuid.UUID, Facts]:
    """Reversals of imports that were asked for: of which import, which is the same for everybody who reads it."""
    query = select(WaitingImport).where(WaitingImport.id.in_({row.subject_id for row in rows}))
    by_id = {each.id: each for each in db.session.scalars(query)}
    facts = {}
    for row in rows:
        about = by_id[row.subject_id]
        title = f"Import {about.number} to be reversed"
        onward = "imports.waiting_import", {"import_id": about.id}, "See the import"
        facts[row.id] = Facts(about.outcome, title, title, onward=onward)
    return facts


def _spends_named(ids: Sequence[uuid.UUID]) -> list[str]:
    pence_of = func.coalesce(Spend.paid_pence, Spend.approved_pence)
    query = select(Spend.reference, Family.reference, pence_of, Spend.bought_on).join(Spend.family)
    return [
        f"Purchase {reference or ''} for {family}, {pounds(pence or 0)}{f' on {long_date(day)}' if day else ''}"
        for part in chunks(ids)
        for reference, family, pence, day in db.session.execute(query.where(Spend.id.in_(part)).order_by(Spend.id))
    ]


def _entries_named(ids: Sequence[uuid.UUID]) -> list[str]:
    query = select(WorkEntry.reference, WorkEntry.worked_on).order_by(WorkEntry.id)
    return [
        f"Work time {reference or ''} of {long_date(day)}"
        for part in chunks(ids)
        for reference, day in db.session.execute(query.where(WorkEntry.id.in_(part)))
    ]


def _other_rows(counted: Mapping[TableName, int]) -> list[str]:
    """Rows of tables that no reversal takes out: others lean on them, and each is put right on its own page."""
    return [
        f"{name.counted(count)}, to be put right on their own pages"
        for name, count in counted.items()
        if count and name not in (TableName.PLANS, TableName.SPEND, TableName.WORKTIME)
    ]
