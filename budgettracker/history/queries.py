"""The history of any record as the audit tells it: found for who may see the record, a page at a time, with names."""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all

from budgettracker.audit.kinds import Deed
from budgettracker.audit.models import AuditRecord
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.costing.run.models import CostingRun
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.exports.models import Workbook
from budgettracker.families.models import Child, Family
from budgettracker.money import pounds
from budgettracker.people.models import Authority, Person, Post, Team
from budgettracker.schemes.models import Scheme
from budgettracker.spend.models import Receipt, Spend, SpendDetails
from budgettracker.studies.models import Study
from budgettracker.worktime.models import Activity, Intervention, MonthClosing

LOOKING = (Deed.FAMILY_VIEWED, Deed.RECEIPT_VIEWED)
"""Deeds of those who only looked: shown to auditors alone."""
OPERATOR = "The operator"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: who, when, the deed with what it changed, and the record where a history tells of several."""

    at: datetime
    by: str
    deed: str
    changes: dict[str, Any]
    subject_kind: str
    subject_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class History:
    """One page of a history, the newest first; `names` says ids in words, `about` names the records it tells of."""

    lines: list[Line]
    total: int
    names: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[uuid.UUID, str] = field(default_factory=dict)


def history(person: Person, where: ColumnElement[bool], page: int, size: int, *, looked: bool) -> History:
    """One page of the audit lines of a record this person was found to see; `looked` includes who only looked."""
    asked = select(AuditRecord).where(where)
    if not looked:
        asked = asked.where(AuditRecord.deed.not_in(LOOKING))
    newest = asked.order_by(AuditRecord.at.desc(), AuditRecord.sequence.desc(), AuditRecord.id.desc())
    rows = list(db.session.scalars(newest.limit(size).offset((page - 1) * size)))
    changes = [json.loads(row.body)["changes"] for row in rows]
    people = _people(person, {row.by_id for row in rows if row.by_id is not None})
    lines = [
        Line(
            row.at, people[row.by_id] if row.by_id else OPERATOR, row.deed, said, row.subject_kind, row.subject_id
        )
        for row, said in zip(rows, changes, strict=True)
    ]  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0
    return History(lines, total, _names(person, set(_ids(changes))), _about(rows))


def child_of_any(child_id: uuid.UUID) -> Child:
    """A child of any family, so that the caller can ask for the family; raises NotTheirs where there is none."""
    child = db.session.get(Child, child_id)
    if child is None:
        raise NotTheirs
    return child


def run_of_any(run_id: uuid.UUID) -> CostingRun:
    """A costing run of any study, so that the caller can ask for the study; raises NotTheirs where there is none."""
    run = db.session.get(CostingRun, run_id)
    if run is None:
        raise NotTheirs
    return run


def of_ids(*ids: uuid.UUID) -> ColumnElement[bool]:
    """The lines of these records."""
    return AuditRecord.subject_id.in_(ids)


def of_family(family_id: uuid.UUID) -> ColumnElement[bool]:
    """The lines of a family, its children, its limits and its purchases with their receipts."""
    spends = select(Spend.id).where(Spend.family_id == family_id)
    every = union_all(
        select(Family.id).where(Family.id == family_id),
        select(Child.id).where(Child.family_id == family_id),
        _limits(family_id),
        spends,
        select(Receipt.id).where(Receipt.spend_id.in_(spends)),
    ).subquery()
    return AuditRecord.subject_id.in_(select(every.c[0]))


def of_limits(family_id: uuid.UUID) -> ColumnElement[bool]:
    """The lines of every change of a family's limits."""
    return AuditRecord.subject_id.in_(_limits(family_id))


def of_spend(spend_id: uuid.UUID) -> ColumnElement[bool]:
    """The lines of a purchase and of its receipts."""
    receipts = select(Receipt.id).where(Receipt.spend_id == spend_id)
    return (AuditRecord.subject_id == spend_id) | AuditRecord.subject_id.in_(receipts)


def of_months(team_id: uuid.UUID) -> ColumnElement[bool]:
    """The lines of every month closed for a team."""
    return AuditRecord.subject_id.in_(select(MonthClosing.id).where(MonthClosing.team_id == team_id))


def of_study(study_id: uuid.UUID) -> ColumnElement[bool]:
    """The lines of a study, its costing runs and its workbooks."""
    every = union_all(
        select(Study.id).where(Study.id == study_id),
        select(CostingRun.id).where(CostingRun.study_id == study_id),
        select(Workbook.id).where(Workbook.study_id == study_id),
    ).subquery()
    return AuditRecord.subject_id.in_(select(every.c[0]))


def of_line(record_id: uuid.UUID) -> ColumnElement[bool]:
    """One line alone: an import."""
    return AuditRecord.id == record_id


def _limits(family_id: uuid.UUID) -> Select[tuple[uuid.UUID]]:
    joined = select(LimitChange.id).join(LimitChange.period).join(BudgetPeriod.budget)
    return joined.where(Budget.family_id == family_id)


def _people(reader: Person, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """People as this reader may name them: by name within their own authority, else by where they belong."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.authority_id, Authority.name)
        .outerjoin(Person.authority)
        .where(Person.id.in_(ids))
    )
    found = {}
    for person_id, name, authority_id, authority in rows:
        if person_id == reader.id or (authority_id is not None and authority_id == reader.authority_id):
            found[person_id] = name
        else:
            found[person_id] = f"Somebody at {authority}" if authority else "An evaluator"
    return found


def _names(reader: Person, ids: Collection[uuid.UUID]) -> dict[str, str]:
    """What these ids are called, as far as this reader's own authority goes; families by their references."""
    if not ids:
        return {}
    found = {str(each): words for each, words in _people(reader, ids).items()}
    for model, called in (
        (Team, Team.name),
        (Scheme, Scheme.name),
        (Post, Post.name),
        (Activity, Activity.name),
        (Intervention, Intervention.name),
        (Family, Family.reference),
    ):
        rows = select(model.id, called).where(model.id.in_(ids), model.authority_id == reader.authority_id)
        found |= {str(each): words for each, words in db.session.execute(rows).tuples()}
    authorities = select(Authority.id, Authority.name).where(Authority.id.in_(ids))
    return found | {str(each): name for each, name in db.session.execute(authorities).tuples()}


def _about(rows: Collection[AuditRecord]) -> dict[uuid.UUID, str]:
    """Children, limits, purchases and months by what they are called, where a history tells of several."""
    ids = {row.subject_id for row in rows}
    if len(ids) < 2:
        return {}
    found: dict[uuid.UUID, str] = {}
    children = select(Child.id, Child.reference).where(Child.id.in_(ids))
    found |= {each: f"Child {reference}" for each, reference in db.session.execute(children).tuples()}
    limits = select(LimitChange.id, LimitChange.to_pence).where(LimitChange.id.in_(ids))
    found |= {each: f"Limit of {pounds(pence)}" for each, pence in db.session.execute(limits).tuples()}
    bought = select(SpendDetails.spend_id, SpendDetails.bought_what).where(SpendDetails.spend_id.in_(ids))
    found |= {each: what or "A purchase" for each, what in db.session.execute(bought).tuples()}
    months = select(MonthClosing.id, MonthClosing.month_starts_on).where(MonthClosing.id.in_(ids))
    return found | {each: f"{start:%B %Y}" for each, start in db.session.execute(months).tuples()}


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
        for each in value:
            yield from _ids(each)
