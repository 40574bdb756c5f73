"""Reading costing runs: those of a study, and sums of what a run stored."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from budgettracker.costing.kinds import Destination, Mode, Reason
from budgettracker.costing.run.models import CostingRun, RunEntry, RunLine, RunMember, RunPoolLine, RunPurchase
from budgettracker.costing.run.rules.reconcile import LeftOut, RunSums
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import SpendKind


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run says of itself: sums in pence, counts, families by arm, and what it left out by reason."""

    sums: RunSums
    purchases_pence: int
    other_help_pence: int
    entries: int
    lines: int
    families: dict[Arm, int]
    left_out: list[LeftOut]
    notices: list[str]

    @property
    def total_pence(self) -> int:
        """What the families cost: purchases and time, other help apart."""
        return self.purchases_pence + self.sums.families_pence


def runs_of(study_id: uuid.UUID) -> list[CostingRun]:
    """A study's runs, the latest first."""
    query = select(CostingRun).where(CostingRun.study_id == study_id)
    return list(db.session.scalars(query.order_by(CostingRun.number.desc())))


def run_of(study_id: uuid.UUID, number: int) -> CostingRun | None:
    """One of a study's runs by its number."""
    return db.session.scalars(select(CostingRun).filter_by(study_id=study_id, number=number)).one_or_none()


@dataclass(frozen=True, slots=True)
class AuthoritySums:
    """One authority's part of a run: how its indirect time was treated, and where the cost of its entries went."""

    authority_id: uuid.UUID
    mode: Mode
    sums: RunSums


def totals_of(run: CostingRun) -> RunTotals:
    """The totals a run stored with itself."""
    stored = json.loads(run.reconciliation)
    return RunTotals(
        sums=RunSums(**stored["total"]),
        purchases_pence=stored["purchases_pence"],
        other_help_pence=stored["other_help_pence"],
        entries=stored["entries"],
        lines=stored["lines"],
        families={Arm(arm): count for arm, count in stored["families"].items()},
        left_out=[
            LeftOut(Reason(row["reason"]), row["words"], row["minutes"], row["cost_pence"])
            for row in stored["left_out"]
        ],
        notices=json.loads(run.notices),
    )


def authority_sums(run: CostingRun) -> list[AuthoritySums]:
    """The sums of each authority that a run stored with itself."""
    stored = json.loads(run.reconciliation)["authorities"]
    return [
        AuthoritySums(
            uuid.UUID(authority_id),
            Mode(sums["mode"]),
            RunSums(**{name: pence for name, pence in sums.items() if name != "mode"}),
        )
        for authority_id, sums in stored.items()
    ]


def stored_sums(run_id: uuid.UUID) -> RunSums:
    """A run's sums reckoned again from its stored rows."""
    families, unallocated, left_out, uplift = _sums(
        run_id,
        RunLine,
        *_by_destination(RunLine, _logged(RunLine) + RunLine.indirect_share_pence),
        func.sum(RunLine.indirect_share_pence),
    )
    pooled = _sums(run_id, RunPoolLine, *_by_destination(RunPoolLine, RunPoolLine.indirect_share_pence))
    (whole,) = _sums(run_id, RunEntry, func.sum(_logged(RunEntry)))
    return RunSums(
        families_pence=families + pooled[0],
        uplift_pence=uplift,
        unallocated_pence=unallocated + pooled[1],
        left_out_pence=left_out + pooled[2],
        all_entries_pence=whole,
    )


def _sums(run_id: uuid.UUID, table: type[RunEntry | RunLine | RunPoolLine], *sums: ColumnElement[Any]) -> list[int]:
    """Sums over all of a run's rows of a table; nothing to sum is 0."""
    row = db.session.execute(select(*sums).where(table.run_id == run_id)).one()
    return [int(pence or 0) for pence in row]


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
    query = (
        select(RunPurchase.kind, func.sum(RunPurchase.counted_pence))
        .where(RunPurchase.run_id == run_id)
        .group_by(RunPurchase.kind)
    )
    by_kind = {kind: int(pence) for kind, pence in db.session.execute(query)}
    return by_kind.get(SpendKind.DEVOLVED, 0), by_kind.get(SpendKind.OTHER_HELP, 0)


def families_by_arm(run_id: uuid.UUID) -> dict[str, int]:
    """How many families a run has in each arm."""
    query = select(RunMember.arm, func.count()).where(RunMember.run_id == run_id).group_by(RunMember.arm)
    return {arm: int(count) for arm, count in db.session.execute(query.order_by(RunMember.arm))}


def run_of_any_study(run_id: uuid.UUID) -> CostingRun:
    """A costing run of any study, so that the caller can look for the study; raises NotTheirs where there is none."""
    run = db.session.get(CostingRun, run_id)
    if run is None:
        raise NotTheirs
    return run
