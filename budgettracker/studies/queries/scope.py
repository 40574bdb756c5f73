"""What a study covers: its days, its families, and what stops a run."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal_column, or_, select

from budgettracker.costing.run.queries.inputs import FamilyMember, OpenPeriod, Part, blocks_of
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.families.models import Child, Family, FamilyPeriod
from budgettracker.families.queries import first_reference
from budgettracker.periods import Period, inclusive, months
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.studies.models import Study, StudyAuthority
from budgettracker.studies.queries.prices import uprating_of
from budgettracker.worktime.models import WorkEntry


def dates_of(study: Study) -> Period:
    """The study's days."""
    return inclusive(study.starts_on, study.ends_on)


def members_of(authority_id: uuid.UUID, dates: Period) -> tuple[FamilyMember, ...]:
    """An authority's families with an arm that are open at least one of the days, by reference."""
    in_scope = (
        select(func.count())
        .where(Child.family_id == Family.id, Child.in_scope.is_(True))
        .correlate(Family)
        .scalar_subquery()
    )
    query = (
        select(Family.id, first_reference(), Family.arm, Family.allocated_on, in_scope)
        .where(*_is_member(authority_id, dates))
        .order_by(first_reference())
    )
    periods = _periods_of(authority_id)
    return tuple(FamilyMember._make((*row, tuple(periods[row.id]))) for row in db.session.execute(query))


def _is_member(authority_id: uuid.UUID, dates: Period) -> tuple[ColumnElement[bool], ...]:
    within = (
        FamilyPeriod.opened_on < dates.end,
        or_(FamilyPeriod.closed_on.is_(None), FamilyPeriod.closed_on >= dates.start),
    )
    return (
        Family.authority_id == authority_id,
        Family.arm.is_not(None),
        exists().where(FamilyPeriod.family_id == Family.id, *within),
    )


def _periods_of(authority_id: uuid.UUID) -> dict[uuid.UUID, list[OpenPeriod]]:
    """The times in which each of an authority's families was open, in order."""
    query = select(FamilyPeriod.family_id, FamilyPeriod.opened_on, FamilyPeriod.closed_on, FamilyPeriod.end_reason)
    rows = query.where(FamilyPeriod.authority_id == authority_id)
    periods: dict[uuid.UUID, list[OpenPeriod]] = {}
    for family_id, *period in db.session.execute(rows.order_by(FamilyPeriod.family_id, FamilyPeriod.opened_on)):
        periods.setdefault(family_id, []).append(OpenPeriod(*period))
    return periods


def parts_of(study: Study) -> list[Part]:
    """What each authority of a study brings to a run, as things stand now."""
    dates = dates_of(study)
    return [Part(each.authority_id, each.mode, members_of(each.authority_id, dates)) for each in _joined(study)]


def blocks_of_study(study: Study) -> list[str]:
    """Everything that stops a run, in words; no worker is named. No family stops one, so none is read."""
    dates, uprating = dates_of(study), uprating_of(study.id)
    parts = [Part(each.authority_id, each.mode, ()) for each in _joined(study)]
    return [words for part in parts for words in blocks_of(part, dates, study.intervention, uprating=uprating)]


def _joined(study: Study) -> list[StudyAuthority]:
    return sorted(study.authorities, key=lambda each: each.authority_id)


MANY = 2_000
"""Purchases and entries are counted up to one above it: a page would read all of a large study to say how many more.

A run says how many it costed.
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """What a study covers so far: families by arm, purchases and other help for them, entries of work, months.

    Purchases and entries above `MANY` are one above it.
    """

    families: dict[str, int]
    purchases: int
    entries: int
    months: int

    @property
    def families_in_all(self) -> int:
        """Families of both arms."""
        return sum(self.families.values())

    @property
    def counts(self) -> tuple[str, ...]:
        """As a page says them: families with a budget and for comparison, purchases, entries, months."""
        families = (f"{self.families.get(arm, 0):,}" for arm in (Arm.BUDGET, Arm.COMPARISON))
        some = (f"over {MANY:,}" if count > MANY else f"{count:,}" for count in (self.purchases, self.entries))
        return (*families, *some, f"{self.months:,}")


def covered(study: Study) -> dict[uuid.UUID, Covered]:
    """What a study covers so far, by authority; purchases are those bought, refunds apart."""
    dates = dates_of(study)
    ids = [each.authority_id for each in study.authorities]
    return {
        id_: Covered(_arms(id_, dates), _purchases(id_, dates), _entries(id_, dates), len(months(dates))) for id_ in ids
    }


def _arms(authority_id: uuid.UUID, dates: Period) -> dict[str, int]:
    query = select(Family.arm, func.count()).where(*_is_member(authority_id, dates)).group_by(Family.arm)
    return {arm: count for arm, count in db.session.execute(query.order_by(Family.arm)) if arm is not None}


def _purchases(authority_id: uuid.UUID, dates: Period) -> int:
    some = (
        select(Spend.id)
        .join(Family, Family.id == Spend.family_id)
        .where(
            Spend.authority_id == authority_id,
            Spend.state == SpendState.BOUGHT,
            Spend.bought_on >= dates.start,
            Spend.bought_on < dates.end,
            *_is_member(authority_id, dates),
        )
    )
    return _counted(some)


def _entries(authority_id: uuid.UUID, dates: Period) -> int:
    some = select(WorkEntry.id).where(
        WorkEntry.authority_id == authority_id,
        WorkEntry.worked_on >= dates.start,
        WorkEntry.worked_on < dates.end,
        WorkEntry.withdrawn_at.is_(None),
    )
    return _counted(some)


def _counted(some: Select[Any]) -> int:
    # Asked for nothing of theirs, rows are counted in their index alone.
    bare: Select[Any] = some.with_only_columns(literal_column("1"), maintain_column_froms=True)
    return db.session.scalar(select(func.count()).select_from(bare.limit(MANY + 1).subquery())) or 0
