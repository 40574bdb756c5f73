"""Mode A: a worker's time for nobody, by month, shared over that worker's family minutes of the month.

A general pool is shared over all family minutes: other families and families outside the study carry theirs,
which is then left out. An intervention's pool is shared over that intervention's own families alone, never
over a comparison family.
"""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import NamedTuple

from budgettracker.costing.kinds import BORNE, Destination, Reason
from budgettracker.costing.method.apportion import WHOLE, portions, shared
from budgettracker.costing.method.inputs import Scope
from budgettracker.costing.method.lines import CostedEntry, Line, Pool, PoolLine
from budgettracker.families.kinds import Arm
from budgettracker.worktime.kinds import ActivityClass

PoolKey = tuple[date, str | None, ActivityClass]


class Carrier(NamedTuple):
    """Whose minutes carry a part of a pool: a family (none: other families), and which column of its cost they are."""

    family: str | None
    reason: Reason | None
    """Why the minutes are left out, if they are."""
    column: Destination
    outside: bool
    """The family was closed then."""


def _order(carried: tuple[Carrier, int]) -> tuple[bool, str, str, int, bool]:
    """Families by reference, other families last; what counts before what is left out."""
    (family, reason, column, outside), _ = carried
    return (family is None, family or "", reason or "", _PLACES[column], outside)


_PLACES = {column: place for place, column in enumerate(BORNE)}

# The same as calling the class with these fields, in a third of the time: there are many for every month.
_carrier = partial(tuple.__new__, Carrier)
_pool_line = partial(tuple.__new__, PoolLine)


class WorkerPools:
    """Gathers one worker's pooled entries and family minutes, month by month."""

    def __init__(self, worker: str, scope: Scope) -> None:
        self._worker = worker
        self._scope = scope
        self._minutes: dict[PoolKey, int] = {}
        self._pence: dict[PoolKey, int] = {}
        self.time_pence: dict[PoolKey, int] = {}
        """What of each pool's pence is time: miles and expenses apart."""
        self._carried: dict[date, dict[Carrier, int]] = {}

    def add_pooled(self, entry: CostedEntry) -> None:
        """An entry for nobody, with its mileage and expenses."""
        key, time = (entry.month, entry.intervention, entry.work.activity.activity_class), sum(entry.pence[:3])
        self._minutes[key] = self._minutes.get(key, 0) + sum(entry.work.minutes)
        self._pence[key] = self._pence.get(key, 0) + time + entry.pence.mileage + entry.pence.expenses
        self.time_pence[key] = self.time_pence.get(key, 0) + time

    def add_family(self, month: date, column: Destination, lines: list[Line]) -> None:
        """An entry's lines for families, with their whole minutes, where they carry anything (see `Treatment`)."""
        if (carried := self._carried.get(month)) is None:
            carried = self._carried[month] = {}
        for _, family, _, reason, _, _, minutes, _, outside in lines:
            carrier = _carrier((family, reason, column, outside))
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
        carried = self._carried.get(month, {})
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
    ordered = sorted(((carrier, minutes) for carrier, minutes in carriers.items() if minutes), key=_order)
    running = portions([minutes for _, minutes in ordered])
    set_up = pool.activity_class is ActivityClass.SET_UP
    lines: list[PoolLine] = []
    for (carrier, minutes), portion, pence in zip(ordered, running, shared(pool.cost_pence, running), strict=True):
        family, reason, column, outside = carrier
        if reason is not None:
            went = Destination.LEFT_OUT
        else:
            # Time of setting up is that whatever carries it; other time goes where the minutes went that carry it.
            went = Destination.SET_UP if set_up else column
        lines.append(_pool_line((pool, family, went, reason, minutes, portion, pence, outside)))
    return lines
