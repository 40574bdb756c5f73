"""Proof that nothing was lost or counted twice: families, unallocated and left out against all entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.method.lines import WorkerResult


@dataclass(frozen=True, slots=True)
class RunSums:
    """Where the cost of a run's entries went, in pence; what families bear holds the uplift of mode B, which nobody logged.

    `families_pence` is part of the families' total; deciding, setting up and evaluation stand beside it.
    """

    families_pence: int
    uplift_pence: int
    unallocated_pence: int
    left_out_pence: int
    all_entries_pence: int
    deciding_pence: int = 0
    set_up_pence: int = 0
    evaluation_pence: int = 0

    @property
    def beside_pence(self) -> int:
        """What families bear beside their total."""
        return self.deciding_pence + self.set_up_pence + self.evaluation_pence

    @property
    def out_by_pence(self) -> int:
        """0 when families, with what stands beside, less uplift + unallocated + left out = all entries."""
        borne = self.families_pence + self.beside_pence - self.uplift_pence
        return borne + self.unallocated_pence + self.left_out_pence - self.all_entries_pence


class LeftOut(NamedTuple):
    """What a run left out or could not allocate for one reason: minutes logged (none for shares of a pool), pence."""

    reason: Reason
    words: str
    minutes: int
    cost_pence: int


class Reconciliation:
    """Sums one authority's results as they stream past, worker by worker."""

    def __init__(self) -> None:
        self._by_destination = dict.fromkeys(Destination, 0)
        self._uplift_pence = self._all_entries_pence = 0
        self._minutes_left_out: dict[Reason, int] = {}
        self._pence_left_out: dict[Reason, int] = {}

    def add(self, result: WorkerResult) -> None:
        """Add one worker's entries, lines and shares of pools."""
        self._all_entries_pence += sum([sum(entry.pence[:5]) for entry in result.entries])
        sums = self._by_destination
        for _, _, destination, reason, _, _, minutes, parts, _ in result.lines:
            pence = sum(parts)
            sums[destination] += pence
            self._uplift_pence += parts[5]
            if reason is not None:
                self._leave_out(reason, sum(minutes), pence)
        for pool, _, destination, reason, _, _, pence, _ in result.pool_lines:
            sums[destination] += pence
            if reason is not None:
                self._leave_out(reason, pool.minutes if destination is Destination.UNALLOCATED else 0, pence)

    def _leave_out(self, reason: Reason, minutes: int, pence: int) -> None:
        self._minutes_left_out[reason] = self._minutes_left_out.get(reason, 0) + minutes
        self._pence_left_out[reason] = self._pence_left_out.get(reason, 0) + pence

    def total(self) -> RunSums:
        """Where everything went. Entries that are pooled are counted by the lines of their pool."""
        return RunSums(
            families_pence=self._by_destination[Destination.FAMILY],
            uplift_pence=self._uplift_pence,
            unallocated_pence=self._by_destination[Destination.UNALLOCATED],
            left_out_pence=self._by_destination[Destination.LEFT_OUT],
            all_entries_pence=self._all_entries_pence,
            deciding_pence=self._by_destination[Destination.DECIDING],
            set_up_pence=self._by_destination[Destination.SET_UP],
            evaluation_pence=self._by_destination[Destination.EVALUATION],
        )

    def left_out(self) -> list[LeftOut]:
        """What was left out or fell to no family, by reason in the method's order."""
        return [
            LeftOut(reason, reason.words, self._minutes_left_out[reason], self._pence_left_out[reason])
            for reason in Reason
            if reason in self._pence_left_out
        ]


def left_out_together(lists: Iterable[Iterable[LeftOut]]) -> list[LeftOut]:
    """What several authorities left out, put together by reason in the method's order."""
    sums: dict[Reason, LeftOut] = {}
    for left_out in (left_out for of_authority in lists for left_out in of_authority):
        before = sums.get(left_out.reason, left_out._replace(minutes=0, cost_pence=0))
        sums[left_out.reason] = before._replace(
            minutes=before.minutes + left_out.minutes, cost_pence=before.cost_pence + left_out.cost_pence
        )
    return [sums[reason] for reason in Reason if reason in sums]
