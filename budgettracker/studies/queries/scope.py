"""What a study covers: its days, its families, and what stops a run."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select

from budgettracker.costing.run.queries.inputs import FamilyMember, OpenPeriod, Part, blocks_of
from budgettracker.database import db
from budgettracker.families.models import Child, Family, FamilyPeriod
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
        select(Family.id, Family.reference, Family.arm, Family.allocated_on, in_scope)
        .where(*_is_member(authority_id, dates))
        .order_by(Family.reference)
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


@dataclass(frozen=True, slots=True)
class Covered:
    """What a study covers so far: families by arm, purchases and other help for them, entries of work, months."""

    families: dict[str, int]
    purchases: int
    entries: int
    months: int

    @property
    def families_in_all(self) -> int:
        """Families of both arms."""
        return sum(self.families.values())


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
    query = (
        select(func.count())
        .select_from(Spend)
        .join(Family, Family.id == Spend.family_id)
        .where(
            Spend.authority_id == authority_id,
            Spend.state == SpendState.BOUGHT,
            Spend.bought_on >= dates.start,
            Spend.bought_on < dates.end,
            *_is_member(authority_id, dates),
        )
    )
    return db.session.scalar(query) or 0


def _entries(authority_id: uuid.UUID, dates: Period) -> int:
    query = select(func.count()).where(
        WorkEntry.authority_id == authority_id,
        WorkEntry.worked_on >= dates.start,
        WorkEntry.worked_on < dates.end,
        WorkEntry.withdrawn_at.is_(None),
    )
    return db.session.scalar(query) or 0
