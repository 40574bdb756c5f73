"""Mode A: a worker's time for nobody, by month, shared over that worker's family minutes of the month.

A general pool is shared over all family minutes: other families and families outside the study carry theirs,
which is then left out. An intervention's pool is shared over that intervention's own families alone, never
over a comparison family.
"""

from collections.abc import Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from budgettracker.costing.kinds import BORNE, Destination, Reason
from budgettracker.costing.method.apportion import WHOLE, portions, shared
from budgettracker.costing.method.entry_cost import column_of
from budgettracker.costing.method.inputs import Scope
from budgettracker.costing.method.lines import CostedEntry, Line, Pool, PoolLine
from budgettracker.families.kinds import Arm
from budgettracker.worktime.kinds import ActivityClass

PoolKey = tuple[date, str | None, ActivityClass]
CARRY_NOTHING = (Reason.LINE_MANAGEMENT, Reason.ABSENCE, Reason.DECIDING)


class Carrier(NamedTuple):
    """Whose minutes carry a part of a pool: a family (none: other families), and which column of its cost they are."""

    family: str | None
    reason: Reason | None
    """Why the minutes are left out, if they are."""
    column: Destination
    outside: bool
    """The family was closed then."""

    @property
    def order(self) -> tuple[bool, str, str, int, bool]:
        """Families by reference, other families last; what counts before what is left out."""
        family, reason, column, outside = self
        return (family is None, family or "", reason or "", BORNE.index(column), outside)


class WorkerPools:
    """Gathers one worker's pooled entries and family minutes, month by month."""

    def __init__(self, worker: str, scope: Scope) -> None:
        self._worker = worker
        self._scope = scope
        self._minutes: dict[PoolKey, int] = {}
        self._pence: dict[PoolKey, int] = {}
        self._carried: dict[date, dict[tuple[str | None, Reason | None, Destination, bool], int]] = {}
        """By the fields of a carrier: one is made of them only where a pool is shared."""

    def add_pooled(self, entry: CostedEntry) -> None:
        """An entry for nobody, with its mileage and expenses."""
        key = (entry.month, entry.intervention, entry.work.activity.activity_class)
        self._minutes[key] = self._minutes.get(key, 0) + entry.work.minutes.total
        self._pence[key] = self._pence.get(key, 0) + entry.pence.logged

    def add_family(self, lines: list[Line]) -> None:
        """An entry's lines for families, with their whole minutes; managers' time, deciding and absence carry nothing."""
        column = column_of(lines[0].of.work)
        if column is Destination.DECIDING:
            return
        carried = self._carried.setdefault(lines[0].of.month, {})
        for _, family, _, reason, _, _, minutes, _, outside in lines:
            if reason is None or reason not in CARRY_NOTHING:
                carrier = (family, reason, column, outside)
                carried[carrier] = carried.get(carrier, 0) + sum(minutes)

    def share(self) -> tuple[list[Pool], list[PoolLine]]:
        """The worker's pools by month, and what falls to whom."""
        pools: list[Pool] = []
        lines: list[PoolLine] = []
        for key in sorted(self._minutes, key=lambda key: (key[0], key[1] or "", key[2])):
            month, intervention, activity_class = key
            carriers = self._carriers(month, intervention)
            pool = Pool(
                worker=self._worker,
                month=month,
                intervention=intervention,
                activity_class=activity_class,
                cost_pence=self._pence[key],
                minutes=self._minutes[key],
                family_minutes=sum(carriers.values()),
            )
            pools.append(pool)
            lines += share_pool(pool, carriers)
        return pools, lines

    def _carriers(self, month: date, intervention: str | None) -> dict[Carrier, int]:
        carried = {Carrier(*carrier): minutes for carrier, minutes in self._carried.get(month, {}).items()}
        if intervention is None:
            return carried
        own = self._scope.own_families.get(intervention, frozenset())
        own_carriers: dict[Carrier, int] = {}
        for carrier, minutes in carried.items():
            if carrier.family is None or carrier.family not in own or self._compared(carrier.family):
                continue
            # The pool is the intervention's whatever the minutes that carry it were spent on.
            reason = None if carrier.reason is Reason.OTHER_INTERVENTION else carrier.reason
            own_carrier = carrier._replace(reason=reason)
            own_carriers[own_carrier] = own_carriers.get(own_carrier, 0) + minutes
        return own_carriers

    def _compared(self, family: str) -> bool:
        member = self._scope.members.get(family)
        return member is not None and member.arm is Arm.COMPARISON


def share_pool(pool: Pool, carriers: Mapping[Carrier, int]) -> list[PoolLine]:
    """A pool's cost by family, rounding the running total of minutes: families by reference, other families
    last.

    Without family minutes the pool is one unallocated line.
    """
    if not pool.family_minutes:
        return [
            PoolLine(pool, None, Destination.UNALLOCATED, Reason.NO_FAMILY_MINUTES, 0, WHOLE, pool.cost_pence),
        ]
    ordered = sorted((carrier for carrier in carriers if carriers[carrier]), key=attrgetter("order"))
    running = portions([carriers[carrier] for carrier in ordered])
    return [
        PoolLine(
            pool,
            carrier.family,
            _destination(pool, carrier),
            carrier.reason,
            carriers[carrier],
            portion,
            pence,
            carrier.outside,
        )
        for carrier, portion, pence in zip(ordered, running, shared(pool.cost_pence, running), strict=True)
    ]


def _destination(pool: Pool, carrier: Carrier) -> Destination:
    """Time of setting up is that whatever carries it; other time goes where the minutes went that carry it."""
    if carrier.reason is not None:
        return Destination.LEFT_OUT
    return Destination.SET_UP if pool.activity_class is ActivityClass.SET_UP else carrier.column
