"""What a run comes to, as it was reckoned once: the door for pages, workbooks and tables over a run.

`results_of`, `family_costs_of`, `arm_sums` and `cut_of` read what is kept and sum nothing over a run's lines. Whoever reads
makes sure first that it is kept (`costing.results.actions.keep_results`): a run from before is then reckoned once.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.results.kinds import Cut, CutColumn
from budgettracker.costing.results.models import RunCut, RunFamilyCost, RunResult
from budgettracker.costing.results.rules.cuts import Amounts, CutRow
from budgettracker.costing.results.rules.results import Results
from budgettracker.costing.results.rules.stored import restored
from budgettracker.drawing import BANDS, MARKS
from budgettracker.families.kinds import Arm

LAYOUT = 7
"""Numbers how results are kept: raised when their rules keep something else."""


def is_kept(session: Session, run_id: uuid.UUID) -> bool:
    """Has the run's results, families and cuts been reckoned, as this program keeps them?"""
    return session.scalar(select(RunResult.layout).where(RunResult.run_id == run_id)) == LAYOUT


class KeptResults(NamedTuple):
    """A run's results, and how many replicates each of its bootstraps had."""

    results: Results
    replicates: int


def results_of(session: Session, run_id: uuid.UUID) -> KeptResults:
    """A run's results as they were reckoned: means with intervals, the difference, windows. Pence and months."""
    row = session.get_one(RunResult, run_id)
    return KeptResults(restored(Results, json.loads(row.results)), row.replicates)


def family_costs_of(
    session: Session,
    run_id: uuid.UUID,
    *,
    arm: str | None = None,
    authority_id: uuid.UUID | None = None,
    families: Sequence[uuid.UUID] | None = None,
) -> list[RunFamilyCost]:
    """Each family's cost by part, in pence, by id of the family; of some families only where the arguments say so."""
    query = select(RunFamilyCost).where(*_of(run_id, arm, authority_id))
    if families is not None:
        query = query.where(RunFamilyCost.family_id.in_(families))
    return list(session.scalars(query.order_by(RunFamilyCost.family_id)))


class FamilySums(NamedTuple):
    """How many families there are of an arm and authority, what they cost together, and the most that one cost."""

    families: int
    total_pence: int
    largest_pence: int


def family_sums(
    session: Session, run_id: uuid.UUID, *, arm: str | None = None, authority_id: uuid.UUID | None = None
) -> FamilySums:
    """The sum of the families' totals, of some only where the arguments say so."""
    total = RunFamilyCost.total_pence
    query = select(func.count(), func.sum(total), func.max(total)).where(*_of(run_id, arm, authority_id))
    count, pence, largest = session.execute(query).one()
    return FamilySums(int(count), int(pence or 0), int(largest or 0))


def family_ids(
    session: Session, run_id: uuid.UUID, *, arm: str | None = None, authority_id: uuid.UUID | None = None
) -> list[uuid.UUID]:
    """The families of a run, the costliest first."""
    query = select(RunFamilyCost.family_id).where(*_of(run_id, arm, authority_id))
    return list(session.scalars(query.order_by(RunFamilyCost.total_pence.desc(), RunFamilyCost.family_id)))


def family_places(session: Session, run_id: uuid.UUID, step_pence: int) -> dict[Arm, dict[int, int]]:
    """How many families of each arm cost about so much: -1 nothing, then ten places to each `step_pence`."""
    total = RunFamilyCost.total_pence
    place = case((total <= 0, -1), else_=(total - 1) * (MARKS // BANDS) // step_pence).label("place")
    query = select(RunFamilyCost.arm, place, func.count()).where(RunFamilyCost.run_id == run_id)
    places: dict[Arm, dict[int, int]] = {}
    for arm, at, count in session.execute(query.group_by(RunFamilyCost.arm, place)):
        places.setdefault(Arm(arm), {})[int(at)] = int(count)
    return places


def costs_of(row: RunFamilyCost, name: str) -> FamilyCosts:
    """A family's costs as the method has them, under the name it is shown by."""
    return FamilyCosts(
        name,
        Arm(row.arm),
        row.open_days,
        row.children_in_scope,
        row.purchases_pence,
        row.other_help_pence,
        row.contact_pence,
        row.preparation_pence,
        row.travel_pence,
        row.mileage_pence,
        row.expenses_pence,
        row.indirect_share_pence,
        row.outside_pence,
        row.deciding_pence,
        row.set_up_pence,
        row.evaluation_pence,
        row.own_time_pence,
    )


class ArmSums(NamedTuple):
    """One arm of one authority: its families, and what they came to in each column of their costs, by name, in pence."""

    authority_id: uuid.UUID
    arm: Arm
    families: int
    pence: dict[str, int]


def arm_sums(session: Session, run_id: uuid.UUID) -> list[ArmSums]:
    """What families came to by authority and arm: one row each."""
    columns = [column for column in RunFamilyCost.__table__.columns if column.name.endswith("_pence")]
    by = (RunFamilyCost.authority_id, RunFamilyCost.arm)
    query = select(*by, func.count(), *(func.sum(column) for column in columns)).where(RunFamilyCost.run_id == run_id)
    return [
        ArmSums(
            authority_id,
            Arm(arm),
            int(count),
            {column.name: int(pence) for column, pence in zip(columns, sums, strict=True)},
        )
        for authority_id, arm, count, *sums in session.execute(query.group_by(*by).order_by(*by))
    ]


def _of(run_id: uuid.UUID, arm: str | None, authority_id: uuid.UUID | None) -> list[Any]:
    wanted = [RunFamilyCost.run_id == run_id]
    if arm is not None:
        wanted.append(RunFamilyCost.arm == arm)
    if authority_id is not None:
        wanted.append(RunFamilyCost.authority_id == authority_id)
    return wanted


def cut_of(session: Session, run_id: uuid.UUID, cut: Cut) -> list[CutRow]:
    """One cut of a run: rows by heading, authority (its id as text), arm and column, in that order.

    The rows with `purchases` and `time` add up to the families' total; those of the other columns stand beside it. The
    amounts are pence by part, minutes by kind (`pool_minutes`: time for nobody that falls to the families), contacts, and
    items bought or decided.
    """
    query = select(RunCut).where(RunCut.run_id == run_id, RunCut.cut == cut).order_by(RunCut.position)
    return [
        CutRow(
            cut,
            row.heading,
            row.authority_id.hex,
            row.arm,
            CutColumn(row.counts_as),
            Amounts(*(getattr(row, name) for name in Amounts._fields)),
        )
        for row in session.scalars(query)
    ]
