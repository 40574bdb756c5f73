"""Reading costing runs: those of a study, and sums of what a run stored."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from budgettracker.costing.kinds import Destination
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunMember, RunPoolLine, RunPurchase
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.spend.kinds import SpendKind


@dataclass(frozen=True, slots=True)
class StoredSums:
    """Sums of a run's stored rows, in pence; `families_pence` holds the uplift of mode B."""

    families_pence: int
    uplift_pence: int
    unallocated_pence: int
    left_out_pence: int
    all_entries_pence: int

    @property
    def out_by_pence(self) -> int:
        """0 when families less uplift + unallocated + left out = all entries."""
        told = self.families_pence - self.uplift_pence + self.unallocated_pence + self.left_out_pence
        return told - self.all_entries_pence


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run says of itself: sums in pence, counts, families by arm, and what it left out by reason."""

    sums: StoredSums
    purchases_pence: int
    other_help_pence: int
    entries: int
    lines: int
    families: dict[str, int]
    left_out: list[dict[str, Any]]
    notices: list[str]

    @property
    def total_pence(self) -> int:
        """What the families cost: purchases and time, other help apart."""
        return self.purchases_pence + self.sums.families_pence


def runs_of(study_id: uuid.UUID) -> list[CostingRun]:
    """A study's runs, the latest first."""
    asked = select(CostingRun).where(CostingRun.study_id == study_id)
    return list(db.session.scalars(asked.order_by(CostingRun.number.desc())))


def latest_run(study_id: uuid.UUID) -> CostingRun | None:
    """A study's latest run, if it has one."""
    asked = select(CostingRun).where(CostingRun.study_id == study_id)
    return db.session.scalars(asked.order_by(CostingRun.number.desc()).limit(1)).one_or_none()


def run_of(study_id: uuid.UUID, number: int) -> CostingRun | None:
    """One of a study's runs by its number."""
    return db.session.scalars(select(CostingRun).filter_by(study_id=study_id, number=number)).one_or_none()


def totals_of(run: CostingRun) -> RunTotals:
    """The totals a run stored with itself."""
    said = json.loads(run.reconciliation)
    return RunTotals(
        sums=StoredSums(**said["total"]),
        purchases_pence=said["purchases_pence"],
        other_help_pence=said["other_help_pence"],
        entries=said["entries"],
        lines=said["lines"],
        families=said["families"],
        left_out=said["left_out"],
        notices=json.loads(run.notices),
    )


def stored_sums(run_id: uuid.UUID) -> StoredSums:
    """A run's sums reckoned again from its stored rows."""
    families, unallocated, left_out, uplift = _sums(
        run_id,
        RunLine,
        *_by_destination(RunLine, _logged(RunLine) + RunLine.indirect_share_pence),
        func.sum(RunLine.indirect_share_pence),
    )
    pooled = _sums(run_id, RunPoolLine, *_by_destination(RunPoolLine, RunPoolLine.indirect_share_pence))
    (whole,) = _sums(run_id, RunEntry, func.sum(_logged(RunEntry)))
    return StoredSums(
        families_pence=families + pooled[0],
        uplift_pence=uplift,
        unallocated_pence=unallocated + pooled[1],
        left_out_pence=left_out + pooled[2],
        all_entries_pence=whole,
    )


def _sums(run_id: uuid.UUID, table: type[RunEntry | RunLine | RunPoolLine], *sums: ColumnElement[Any]) -> list[int]:
    """Sums over all of a run's rows of a table; nothing to sum is 0."""
    found = db.session.execute(select(*sums).where(table.run_id == run_id)).one()
    return [int(pence or 0) for pence in found]


def _by_destination(table: type[RunLine | RunPoolLine], pence: Any) -> list[ColumnElement[Any]]:
    """Pence to families, unallocated and left out: all in one pass. Groups would have every row of the run sorted."""
    counted = (Destination.FAMILY, Destination.UNALLOCATED, Destination.LEFT_OUT)
    return [func.sum(pence).filter(table.destination == each) for each in counted]


def _logged(table: type[RunEntry | RunLine]) -> ColumnElement[int]:
    """What was logged on a row, without its indirect share."""
    time = table.contact_cost_pence + table.preparation_cost_pence + table.travel_cost_pence
    return time + table.mileage_cost_pence + table.expenses_pence


def purchase_sums(run_id: uuid.UUID) -> tuple[int, int]:
    """What purchases and other help came to, in pence, from a run's stored rows."""
    asked = (
        select(RunPurchase.kind, func.sum(RunPurchase.counted_pence))
        .where(RunPurchase.run_id == run_id)
        .group_by(RunPurchase.kind)
    )
    found = {kind: int(pence) for kind, pence in db.session.execute(asked)}
    return found.get(SpendKind.DEVOLVED, 0), found.get(SpendKind.OTHER_HELP, 0)


def families_by_arm(run_id: uuid.UUID) -> dict[str, int]:
    """How many families a run has in each arm."""
    asked = select(RunMember.arm, func.count()).where(RunMember.run_id == run_id).group_by(RunMember.arm)
    return {arm: int(count) for arm, count in db.session.execute(asked.order_by(RunMember.arm))}


def run_of_any_study(run_id: uuid.UUID) -> CostingRun:
    """A costing run of any study, so that the caller can look for the study; raises NotTheirs where there is none."""
    run = db.session.get(CostingRun, run_id)
    if run is None:
        raise NotTheirs
    return run
