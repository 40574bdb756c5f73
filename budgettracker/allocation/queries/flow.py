"""The flow of families through a draw in the form trials report it (CONSORT 2010), and how alike the arms were."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from budgettracker.allocation.kinds import AgeBand, NotEligible
from budgettracker.allocation.models import Allocation, Assessment, Draw, DrawPlace
from budgettracker.allocation.rules import number_of
from budgettracker.costing.run.models import CostingRun, RunMember
from budgettracker.database import db
from budgettracker.families.kinds import Arm, ChildStatus, EndReason, NeedCode
from budgettracker.families.models import Family
from budgettracker.people.models import Authority

LOST = (EndReason.MOVED_AWAY, EndReason.ASKED_TO_STOP)
"""Endings after which a family is not followed."""


@dataclass(frozen=True, slots=True)
class Flow:
    """How many families were assessed, not eligible and why, and allocated; by arm only once the allocation has closed.

    `arms` has for each arm: allocated, crossed over since, followed (not moved away and not withdrawn), analysed (in the
    latest run). `twice`: allocated families whose index child was allocated with another one already, which nobody may be
    told who recorded it.
    """

    assessed: int
    not_eligible: Sequence[tuple[NotEligible, int]]
    waiting: int
    allocated: int
    twice: int
    arms: Sequence[tuple[Arm, int, int, int, int]] = ()


def flow_of(draw: Draw) -> Flow:
    """The flow of a draw's families; a family assessed twice counts once, as it stood last."""
    latest: dict[uuid.UUID, Assessment] = {
        each.family_id: each
        for each in db.session.scalars(select(Assessment).filter_by(draw_id=draw.id).order_by(Assessment.number))
    }
    reasons = Counter(each.reason for each in latest.values() if each.reason is not None)
    allocated = db.session.scalar(select(func.count()).select_from(Allocation).filter_by(draw_id=draw.id)) or 0
    eligible = sum(each.eligible for each in latest.values())
    return Flow(
        len(latest),
        [(reason, reasons[reason]) for reason in NotEligible if reasons[reason]],
        eligible - allocated,
        allocated,
        _twice(draw),
        _arms(draw) if draw.closing is not None else (),
    )


def _twice(draw: Draw) -> int:
    children = db.session.execute(
        select(Family.authority_id, Family.index_child)
        .join(Allocation, Allocation.family_id == Family.id)
        .where(Allocation.draw_id == draw.id)
    )
    numbers = [(authority_id, number_of(child)) for authority_id, child in children if number_of(child) is not None]
    return len(numbers) - len(set(numbers))


def _arms(draw: Draw) -> list[tuple[Arm, int, int, int, int]]:
    rows = db.session.execute(
        select(DrawPlace.arm, Family.id, Family.end_reason, Family.crossed_on)
        .join(Allocation, Allocation.place_id == DrawPlace.id)
        .join(Family, Family.id == Allocation.family_id)
        .where(Allocation.draw_id == draw.id)
    ).all()
    newest = select(CostingRun.id).filter_by(study_id=draw.study_id).order_by(CostingRun.number.desc()).limit(1)
    analysed = set(db.session.scalars(select(RunMember.family_id).where(RunMember.run_id.in_(newest))))
    return [
        (
            arm,
            sum(row.arm == arm for row in rows),
            sum(row.arm == arm and row.crossed_on is not None for row in rows),
            sum(row.arm == arm and row.end_reason not in LOST for row in rows),
            sum(row.arm == arm and row.id in analysed for row in rows),
        )
        for arm in Arm
    ]


@dataclass(frozen=True, slots=True)
class Balance:
    """How many families of a kind each arm has: a stratum, a status, a need."""

    what: str
    value: str
    budget: int
    comparison: int


def balance_of(draw: Draw) -> list[Balance]:
    """The arms side by side, as the families stood before they were allocated; empty until the allocation has closed."""
    if draw.closing is None:
        return []
    rows = db.session.execute(
        select(DrawPlace.arm, DrawPlace.band, Authority.name, Assessment)
        .join(Allocation, Allocation.place_id == DrawPlace.id)
        .join(Assessment, Assessment.id == Allocation.assessment_id)
        .join(Authority, Authority.id == DrawPlace.authority_id)
        .where(Allocation.draw_id == draw.id)
    ).all()
    counted: Counter[tuple[str, str, str]] = Counter()
    for arm, band, authority, assessment in rows:
        statuses = assessment.status_at_start if assessment.status_at_start in set(ChildStatus) else ""
        need = assessment.need_code if assessment.need_code in set(NeedCode) else ""
        counted["Stratum", f"{authority}, {AgeBand(band).words.lower()}", arm] += 1
        counted["Status", ChildStatus(statuses).words if statuses else "Not known", arm] += 1
        counted["Primary need", f"{need}, {NeedCode(need).words}" if need else "Not known", arm] += 1
        counted["Children", str(assessment.children), arm] += 1
    kinds = sorted({(what, value) for what, value, _ in counted}, key=lambda each: (ORDER.index(each[0]), each[1]))
    return [Balance(*kind, counted[*kind, Arm.BUDGET], counted[*kind, Arm.COMPARISON]) for kind in kinds]


ORDER = ("Stratum", "Status", "Primary need", "Children")
