"""A family of a run with its costs day by day, from which every result is made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from budgettracker.costing.kinds import Destination
from budgettracker.costing.results.kinds import Basis, Counted
from budgettracker.costing.results.rules.observed import Observed
from budgettracker.costing.results.rules.window import Followed, followed
from budgettracker.families.kinds import Arm
from budgettracker.spend.kinds import SpendKind

DAYS_OF_100_YEARS, MONTHS_OF_100_YEARS = 36_525, 1_200
COLUMNS: Mapping[Counted, tuple[str, ...]] = {
    Counted.TOTAL: (Destination.FAMILY,),
    Counted.WITH_OTHER_HELP: (Destination.FAMILY, SpendKind.OTHER_HELP),
    Counted.WITH_DECIDING: (Destination.FAMILY, SpendKind.OTHER_HELP, Destination.DECIDING),
    Counted.WITH_ALL: (Destination.FAMILY, SpendKind.OTHER_HELP, Destination.DECIDING, Destination.SET_UP),
}
"""The columns of a family's cost that each result adds up."""


@dataclass(slots=True)
class Costed:
    """A family of a run: arm, authority, who works with it, what it cost by column and day, and its start.

    `start` is the day of allocation, else of opening; `closed_on` the day the last of its times ended, none while open. Age band
    and status are those of the index child at the start, `risks_before` counts outcomes before it that tell of risk.
    """

    arm: Arm
    authority: str
    worker: str
    team: str
    open_days: int
    children: int
    start: date
    closed_on: date | None
    end_reason: str | None
    band: str = ""
    status: str = ""
    risks_before: int = 0
    costs: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(dict))

    def pence(self, counted: Counted) -> int:
        """What it cost in the run, in pence."""
        return sum(sum(self.costs[column].values()) for column in COLUMNS[counted] if column in self.costs)

    def observed(self, counted: Counted, basis: Basis = Basis.FAMILY) -> Observed:
        """The family as statistics see it; a month open has 365.25 / 12 days."""
        pence, base = self.pence(counted), {Basis.CHILD: self.children}.get(basis, 1)
        if basis is Basis.FAMILY_MONTH:
            pence, base = pence * DAYS_OF_100_YEARS, self.open_days * MONTHS_OF_100_YEARS
        before = (self.band, self.status, self.risks_before)
        return Observed(self.arm, self.authority, self.worker, self.team, pence, base, *before)

    def followed(self, last_day: date) -> Followed:
        """The family from its start to the study's last day, by months, purchases and time.

        A share of a worker's pool belongs to a calendar month and no day: in the month of the start it counts from it.
        """
        costs = [
            (max(on, self.start) if on.replace(day=1) == self.start.replace(day=1) and on.day == 1 else on, pence)
            for on, pence in self.costs.get(Destination.FAMILY, {}).items()
        ]
        return followed(self.start, self.closed_on, last_day, costs)
