"""Reading costing runs: those of a study, and sums of what a run stored."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from budgettracker.costing.models import CostingRun, RunEntry, RunLine, RunMember, RunPoolLine, RunPurchase
from budgettracker.costing.rules.kinds import Destination
from budgettracker.costing.rules.purchases import PurchaseKind
from budgettracker.database import db


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
    parts = (
        RunLine.contact_cost_pence
        + RunLine.preparation_cost_pence
        + RunLine.travel_cost_pence
        + RunLine.mileage_cost_pence
        + RunLine.expenses_pence
    )
    by_destination = dict.fromkeys(Destination, 0)
    uplift = 0
    lines = (
        select(RunLine.destination, func.sum(parts), func.sum(RunLine.indirect_share_pence))
        .where(RunLine.run_id == run_id, RunLine.destination != Destination.POOLED)
        .group_by(RunLine.destination)
    )
    for destination, direct, indirect in db.session.execute(lines):
        by_destination[Destination(destination)] += int(direct) + int(indirect)
        uplift += int(indirect)
    pooled = (
        select(RunPoolLine.destination, func.sum(RunPoolLine.indirect_share_pence))
        .where(RunPoolLine.run_id == run_id)
        .group_by(RunPoolLine.destination)
    )
    for destination, pence in db.session.execute(pooled):
        by_destination[Destination(destination)] += int(pence)
    entries = (
        RunEntry.contact_cost_pence
        + RunEntry.preparation_cost_pence
        + RunEntry.travel_cost_pence
        + RunEntry.mileage_cost_pence
        + RunEntry.expenses_pence
    )
    whole = db.session.scalar(select(func.sum(entries)).where(RunEntry.run_id == run_id))
    return StoredSums(
        families_pence=by_destination[Destination.FAMILY],
        uplift_pence=uplift,
        unallocated_pence=by_destination[Destination.UNALLOCATED],
        left_out_pence=by_destination[Destination.LEFT_OUT],
        all_entries_pence=int(whole or 0),
    )


def purchase_sums(run_id: uuid.UUID) -> tuple[int, int]:
    """What purchases and other help came to, in pence, from a run's stored rows."""
    asked = (
        select(RunPurchase.kind, func.sum(RunPurchase.counted_pence))
        .where(RunPurchase.run_id == run_id)
        .group_by(RunPurchase.kind)
    )
    found = {kind: int(pence) for kind, pence in db.session.execute(asked)}
    return found.get(PurchaseKind.DEVOLVED, 0), found.get(PurchaseKind.OTHER_HELP, 0)


def families_by_arm(run_id: uuid.UUID) -> dict[str, int]:
    """How many families a run has in each arm."""
    asked = select(RunMember.arm, func.count()).where(RunMember.run_id == run_id).group_by(RunMember.arm)
    return {arm: int(count) for arm, count in db.session.execute(asked.order_by(RunMember.arm))}
