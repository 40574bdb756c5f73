"""The sheet Devolution: who decided each family's purchases, and how long families waited; how far decisions really moved."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple

from sqlalchemy import and_, select

from budgettracker.access import Role
from budgettracker.costing.run.models import RunPurchase
from budgettracker.exports.study.columns import circumstance, number, pseudonym, quasi_identifier
from budgettracker.exports.study.study_data import NONE, Member, StudyData
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import Route, SpendKind
from budgettracker.spend.models import Spend
from budgettracker.voice.kinds import UnusedReason
from budgettracker.voice.models import FamilyUnused
from budgettracker.workbooks import Sheet, columns_of


class DevolutionRow(NamedTuple):
    """A family's purchases from its devolved budget. Waits are sums of whole hours: divide by the number beside them."""

    family: Annotated[str, pseudonym("The family", "spend.family_id")]
    authority: Annotated[str, quasi_identifier("The family's authority", "spend.authority_id")]
    arm: Annotated[str, circumstance("The arm as allocated", "", values=tuple(Arm))]
    purchases: Annotated[int, number("Purchases from the devolved budget that the run counts", "spend.kind")]
    front_line: Annotated[int, number("Of these decided at the front line", "spend.came, spend.decided_as")]
    by_manager: Annotated[int, number("Of these decided by a manager", "spend.decided_as")]
    by_senior_manager: Annotated[int, number("Of these decided by a senior manager", "spend.decided_as")]
    decided_first: Annotated[int, number("Of these decided before they were bought", "spend.decided_at")]
    why_unused: Annotated[
        str,
        circumstance(
            "Why money stayed unused, as said at closing; none: not said",
            "family_unused.reason, family_unused.family_id",
            values=(*UnusedReason, NONE),
        ),
    ]
    hours_to_decision: Annotated[
        int, number("Hours from request to decision, of those decided first", "spend.requested_at", unit="hours")
    ]
    hours_to_purchase: Annotated[
        int,
        number("Hours from decision to recorded purchase, of those", "spend.recorded_bought_at", unit="hours"),
    ]


def devolution_sheet(data: StudyData) -> Sheet:
    """A row for each family of the run, those without a purchase too."""
    return Sheet(
        name="Devolution",
        columns=columns_of(DevolutionRow),
        rows=_rows(data),
        count=len(data.members),
        description="Who decided about each family's purchases, and the hours from request to decision to purchase",
    )


def _rows(data: StudyData) -> Iterator[DevolutionRow]:
    for members in data.batches():
        bought = _bought(data, members)
        unused = _unused(data, members)
        yield from (_row(member, bought[member.id], unused.get(member.id, NONE)) for member in members)


def _unused(data: StudyData, members: list[Member]) -> dict[uuid.UUID, str]:
    """Why money of these families stayed unused, as last said by the time of the run."""
    reasons = select(FamilyUnused.family_id, FamilyUnused.reason).where(
        FamilyUnused.family_id.in_([member.id for member in members]), FamilyUnused.recorded_at <= data.run.made_at
    )
    return dict(data.session.execute(reasons.order_by(FamilyUnused.recorded_at)).tuples().all())


def _bought(data: StudyData, members: list[Member]) -> dict[uuid.UUID, list[Spend]]:
    counted = and_(RunPurchase.spend_id == Spend.id, RunPurchase.refund_id.is_(None), RunPurchase.run_id == data.run.id)
    query = select(Spend).join(RunPurchase, counted).where(Spend.family_id.in_([member.id for member in members]))
    bought: dict[uuid.UUID, list[Spend]] = defaultdict(list)
    for spend in data.session.scalars(query.where(Spend.kind == SpendKind.DEVOLVED, Spend.plan_id.is_(None))):
        bought[spend.family_id].append(spend)
    return bought


def _row(member: Member, bought: list[Spend], why_unused: str) -> DevolutionRow:
    first = [
        (spend.requested_at, spend.decided_at, spend.recorded_bought_at)
        for spend in bought
        if spend.decided_at is not None
        and spend.recorded_bought_at is not None
        and spend.decided_at <= spend.recorded_bought_at
    ]
    front = [each for each in bought if each.route == Route.FRONT_LINE and each.decided_as == Role.PRACTITIONER]
    return DevolutionRow(
        family=member.pseudonym,
        authority=member.authority,
        arm=member.arm,
        purchases=len(bought),
        front_line=len(front),
        by_manager=sum(each.decided_as == Role.MANAGER for each in bought),
        by_senior_manager=sum(each.decided_as == Role.SENIOR_MANAGER for each in bought),
        decided_first=len(first),
        why_unused=why_unused,
        hours_to_decision=sum(_hours(since, decided) for since, decided, _ in first),
        hours_to_purchase=sum(_hours(decided, recorded) for _, decided, recorded in first),
    )


def _hours(start: datetime, end: datetime) -> int:
    """Whole hours between two moments."""
    return (end - start) // timedelta(hours=1)
