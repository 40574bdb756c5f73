"""Reading costing runs: those of a study, and sums of what a run stored."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from budgettracker.costing.kinds import BORNE, Destination, Mode, Reason
from budgettracker.costing.run.models import (
    CostingRun,
    RunEntry,
    RunLine,
    RunMember,
    RunMonth,
    RunPoolLine,
    RunPurchase,
)
from budgettracker.costing.run.rules.reconcile import LeftOut, RunSums
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.families.kinds import Arm
from budgettracker.money import half_up, pounds
from budgettracker.spend.kinds import SpendKind, VatStatus
from budgettracker.spend.models import Spend
from budgettracker.wording import minutes_in_words

_WENT = (*BORNE, Destination.UNALLOCATED, Destination.LEFT_OUT)
"""Where a cost may have gone in the end; what is pooled stands again on the lines of its pool."""


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
    decisions_pence: int = 0
    purchases_left_out_pence: int = 0
    without_post: dict[uuid.UUID, int] = field(default_factory=dict)
    """Whoever decided and held no post that has a cost, with the minutes that have no price."""

    unknown_vat: int = 0
    unknown_vat_pence: int = 0
    """Purchases and other help whose tax nobody said anything of, and what they count."""

    @property
    def unknown_vat_words(self) -> str:
        """How much of the purchases counts with all its tax because its status is not known; empty for none."""
        if not self.unknown_vat:
            return ""
        some = f"{self.unknown_vat:,} of unknown status count" if self.unknown_vat > 1 else "1 of unknown status counts"
        most = half_up(max(0, self.unknown_vat_pence), 6)
        whole = f"{some} with all tax: {pounds(self.unknown_vat_pence)}"
        return f"{whole}, of which at most {pounds(most)}, a sixth, could be tax that is got back"

    unpaid_minutes: int = 0
    unpaid_pence: int = 0
    """What of the total is time above the hours paid, where these are known."""

    @property
    def headline(self) -> list[tuple[str, str]]:
        """What the families cost, and what stands beside it: time that nobody paid, and what deciding came to."""
        facts = [("All families", f"{pounds(self.total_pence)}: purchases and time, every minute priced as logged")]
        if self.unpaid_minutes:
            above = f"{minutes_in_words(self.unpaid_minutes)} logged above the hours paid"
            facts += [
                ("Of that, unpaid time", f"{pounds(self.unpaid_pence)}: {above}"),
                ("Scaled to what was paid", pounds(self.paid_pence)),
            ]
        if self.deciding_pence:
            facts.append(
                ("With deciding", f"{pounds(self.total_with_deciding_pence)}: {pounds(self.deciding_pence)} more")
            )
        return facts

    @property
    def paid_pence(self) -> int:
        """The total scaled to what was paid: without the cost of unpaid time."""
        return self.total_pence - self.unpaid_pence

    @property
    def deciding_pence(self) -> int:
        """Deciding, from logs and by the scheme's minutes."""
        return self.sums.deciding_pence + self.decisions_pence

    @property
    def total_pence(self) -> int:
        """What the families cost: purchases and running time; what stands beside that is apart."""
        return self.purchases_pence + self.sums.families_pence

    @property
    def total_with_deciding_pence(self) -> int:
        """The same with what deciding came to."""
        return self.total_pence + self.deciding_pence


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
        unknown_vat=stored.get("unknown_vat", [0, 0])[0],
        unknown_vat_pence=stored.get("unknown_vat", [0, 0])[1],
        unpaid_minutes=stored.get("unpaid_minutes", 0),
        unpaid_pence=stored.get("unpaid_pence", 0),
        decisions_pence=stored.get("decisions_pence", 0),
        purchases_left_out_pence=stored.get("purchases_left_out_pence", 0),
        without_post={uuid.UUID(worker): minutes for worker, minutes in stored.get("without_post", {}).items()},
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


class MonthRow(NamedTuple):
    """A worker's month of a run: contracted minutes (None: not known) less absence, those logged, and what nobody paid."""

    person_id: uuid.UUID
    authority_id: uuid.UUID
    month: date
    contracted_minutes: int | None
    absence_minutes: int
    logged_minutes: int
    unpaid_pence: int


def thin_months(run_id: uuid.UUID, authority_ids: Collection[uuid.UUID]) -> list[MonthRow]:
    """The worker-months of some authorities whose logs do not support mode A, by month; none of runs from before."""
    query = select(*(getattr(RunMonth, name) for name in MonthRow._fields)).where(
        RunMonth.run_id == run_id, RunMonth.supported.is_(False), RunMonth.authority_id.in_(authority_ids)
    )
    rows = db.session.execute(query.order_by(RunMonth.month, RunMonth.person_id))
    return [MonthRow._make(row) for row in rows]


def stored_sums(run_id: uuid.UUID) -> RunSums:
    """A run's sums reckoned again from its stored rows."""
    *lines, uplift = _sums(
        run_id,
        RunLine,
        *_by_destination(RunLine, _logged(RunLine) + RunLine.indirect_share_pence),
        func.sum(RunLine.indirect_share_pence),
    )
    pools = _sums(run_id, RunPoolLine, *_by_destination(RunPoolLine, RunPoolLine.indirect_share_pence))
    (whole,) = _sums(run_id, RunEntry, func.sum(_logged(RunEntry)))
    went = {where: line + pool for where, line, pool in zip(_WENT, lines, pools, strict=True)}
    return RunSums(
        families_pence=went[Destination.FAMILY],
        uplift_pence=uplift,
        unallocated_pence=went[Destination.UNALLOCATED],
        left_out_pence=went[Destination.LEFT_OUT],
        all_entries_pence=whole,
        deciding_pence=went[Destination.DECIDING],
        set_up_pence=went[Destination.SET_UP],
        evaluation_pence=went[Destination.EVALUATION],
    )


def _sums(run_id: uuid.UUID, table: type[RunEntry | RunLine | RunPoolLine], *sums: ColumnElement[Any]) -> list[int]:
    """Sums over all of a run's rows of a table; nothing to sum is 0."""
    row = db.session.execute(select(*sums).where(table.run_id == run_id)).one()
    return [int(pence or 0) for pence in row]


def _by_destination(table: type[RunLine | RunPoolLine], pence: Any) -> list[ColumnElement[Any]]:
    """Pence by where they went: all in one pass. Groups would have every row of the run sorted."""
    return [func.sum(pence).filter(table.destination == each) for each in _WENT]


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


def unknown_vat(run_id: uuid.UUID) -> tuple[int, int]:
    """Purchases and other help whose tax nobody said anything of: how many, and what they count, refunds off, in pence."""
    query = (
        select(func.count(RunPurchase.spend_id.distinct()), func.sum(RunPurchase.counted_pence))
        .join(Spend, Spend.id == RunPurchase.spend_id)
        .where(RunPurchase.run_id == run_id, Spend.vat_status == VatStatus.UNKNOWN)
    )
    number, pence = db.session.execute(query).one()
    return int(number), int(pence or 0)


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
