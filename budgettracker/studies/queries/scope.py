"""What a study covers: its days, its families, and what stops a run."""

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from budgettracker.costing.run.queries.inputs import FamilyMember, OpenPeriod, Part, blocks_of
from budgettracker.database import db
from budgettracker.families.models import Child, Family, FamilyPeriod
from budgettracker.periods import Period, inclusive, months
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend
from budgettracker.studies.models import Study
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
    within = (
        FamilyPeriod.opened_on < dates.end,
        or_(FamilyPeriod.closed_on.is_(None), FamilyPeriod.closed_on >= dates.start),
    )
    query = (
        select(Family.id, Family.reference, Family.arm, Family.allocated_on, in_scope)
        .where(
            Family.authority_id == authority_id,
            Family.arm.is_not(None),
            exists().where(FamilyPeriod.family_id == Family.id, *within),
        )
        .order_by(Family.reference)
    )
    periods = _periods_of(authority_id)
    return tuple(FamilyMember._make((*row, tuple(periods[row.id]))) for row in db.session.execute(query))


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
    joined = sorted(study.authorities, key=lambda each: each.authority_id)
    return [Part(each.authority_id, each.mode, members_of(each.authority_id, dates)) for each in joined]


def blocks_of_study(study: Study) -> list[str]:
    """Everything that stops a run, in words; no worker is named."""
    dates = dates_of(study)
    return [words for part in parts_of(study) for words in blocks_of(part, dates, study.intervention)]


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
    by_authority: dict[uuid.UUID, Covered] = {}
    for part in parts_of(study):
        arms: dict[str, int] = {}
        for member in part.members:
            arms[member.arm] = arms.get(member.arm, 0) + 1
        by_authority[part.authority_id] = Covered(
            arms, _purchases(part, dates), _entries(part.authority_id, dates), len(months(dates))
        )
    return by_authority


def _purchases(part: Part, dates: Period) -> int:
    query = (
        select(Spend.family_id, func.count())
        .where(
            Spend.authority_id == part.authority_id,
            Spend.state == SpendState.BOUGHT,
            Spend.bought_on >= dates.start,
            Spend.bought_on < dates.end,
        )
        .group_by(Spend.family_id)
    )
    known = {member.family_id for member in part.members}
    return sum(count for family_id, count in db.session.execute(query) if family_id in known)


def _entries(authority_id: uuid.UUID, dates: Period) -> int:
    query = select(func.count()).where(
        WorkEntry.authority_id == authority_id,
        WorkEntry.worked_on >= dates.start,
        WorkEntry.worked_on < dates.end,
        WorkEntry.withdrawn_at.is_(None),
    )
    return db.session.scalar(query) or 0
