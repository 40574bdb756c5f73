"""What families cost in the prices of each cost's own year, beside a run in the prices of one year."""

from collections.abc import Iterable
from typing import NamedTuple

from budgettracker.costing.kinds import BORNE, Destination
from budgettracker.costing.method.lines import WorkerResult
from budgettracker.costing.run.rules.decisions import PricedDecision
from budgettracker.spend.kinds import SpendKind

_COLUMN_OF = {
    Destination.FAMILY: "time_pence",
    Destination.DECIDING: "deciding_pence",
    Destination.SET_UP: "set_up_pence",
    Destination.EVALUATION: "evaluation_pence",
}
_BOUGHT = {SpendKind.DEVOLVED: "purchases_pence", SpendKind.OTHER_HELP: "other_help_pence"}


class LoggedCosts(NamedTuple):
    """One family's cost as logged, in whole pence: purchases and time make its total, the others stand beside it."""

    purchases_pence: int = 0
    time_pence: int = 0
    other_help_pence: int = 0
    deciding_pence: int = 0
    set_up_pence: int = 0
    evaluation_pence: int = 0

    @property
    def total_pence(self) -> int:
        """Purchases and running time."""
        return self.purchases_pence + self.time_pence


NOTHING = LoggedCosts()


class AsLogged:
    """Sums what would be costed if nothing were uprated, worker by worker: no atom of it is kept."""

    def __init__(self) -> None:
        self._costs: dict[str, LoggedCosts] = {}

    def of(self, family: str) -> LoggedCosts:
        """A family's, by its reference."""
        return self._costs.get(family, NOTHING)

    def add(self, result: WorkerResult) -> None:
        """Add one worker's lines and shares of pools, costed in the prices of their own years."""
        for line in result.lines:
            if line.destination in BORNE and line.family is not None:
                self._add(line.family, _COLUMN_OF[line.destination], sum(line.pence))
        for share in result.pool_lines:
            if share.destination in BORNE and share.family is not None:
                self._add(share.family, _COLUMN_OF[share.destination], share.indirect_share_pence)

    def add_decisions(self, priced: Iterable[PricedDecision]) -> None:
        """Add decisions by the minutes of their scheme, at rates that are not uprated."""
        for each in priced:
            self._add(each.family, _COLUMN_OF[Destination.DECIDING], each.pence)

    def add_purchase(self, family: str, kind: SpendKind, pence: int) -> None:
        """Add a purchase or refund that the run counts, as paid."""
        self._add(family, _BOUGHT[kind], pence)

    def _add(self, family: str, column: str, pence: int) -> None:
        before = self.of(family)
        self._costs[family] = before._replace(**{column: getattr(before, column) + pence})
