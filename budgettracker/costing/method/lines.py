"""What a costing run gives: entries with their cost, lines, pools and the lines that share them out.

The amounts on `Line` and `PoolLine` are never rounded again, and every total is a sum of them.

A spreadsheet computes each amount again like this, `whole` being the entry's part or the pool:
`ROUND(whole*share_to/share_of,0)-ROUND(whole*share_from/share_of,0)`.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.costing.method.apportion import Portion
from budgettracker.costing.method.inputs import Minutes, WorkEntry
from budgettracker.costing.rates.rules.build_up import PostRate
from budgettracker.families.kinds import Arm
from budgettracker.worktime.kinds import ActivityClass


class Pence(NamedTuple):
    """What something cost by part, in whole pence, in the order of the stored columns."""

    contact: int = 0
    preparation: int = 0
    travel: int = 0
    mileage: int = 0
    expenses: int = 0
    indirect: int = 0
    """Mode B: what the ratio adds for time that is not logged. In mode A indirect shares stand on pool lines."""

    @property
    def logged(self) -> int:
        """All parts of what was logged, without what the ratio adds."""
        return self.contact + self.preparation + self.travel + self.mileage + self.expenses


class CostedEntry(NamedTuple):
    """A work entry at the cost of its own day, before it is shared: each part rounded half up once to pence."""

    work: WorkEntry
    rate: PostRate
    month: date
    """First day of the calendar month."""
    intervention: str | None
    """The entry's own, else its activity's."""
    pence: Pence
    pooled: bool
    """Mode A: the entry is for nobody and its cost is in a pool."""
    paid_mileage_pence: int = 0
    """What its miles cost in the prices of their own day."""


class Line(NamedTuple):
    """One entry's cost for one family (or other families, or nobody: no family), by part.

    Normally one line for each entry and family. Where a face-to-face ratio contains preparation and travel, these
    stand on a left-out line of their own.
    """

    of: CostedEntry
    family: str | None
    destination: Destination
    reason: Reason | None
    portion: Portion
    whole: Minutes
    """The entry's own minutes of the kinds that this line shares."""
    minutes: Minutes
    """The family's share of them."""
    pence: Pence
    """The family's share of each part of the cost."""
    outside: bool = False
    """Part of the family's cost, of a day between or after its periods."""


class Pool(NamedTuple):
    """Mode A: a worker's time for nobody in a month, general or of one intervention, running or set-up."""

    worker: str
    month: date
    intervention: str | None
    activity_class: ActivityClass
    cost_pence: int
    minutes: int
    """Minutes logged into the pool."""
    family_minutes: int
    """Minutes it is shared over; 0 leaves it unallocated."""


class PoolLine(NamedTuple):
    """What of a pool falls to one family (no family: other families, or unallocated)."""

    of: Pool
    family: str | None
    destination: Destination
    reason: Reason | None
    minutes: int
    portion: Portion
    indirect_share_pence: int
    outside: bool = False
    """Part of the family's cost, for minutes of days between or after its periods."""


class WorkerMonth(NamedTuple):
    """How complete a worker's log of a calendar month is, and the indirect ratio it implies."""

    worker: str
    month: date
    contracted_minutes: int | None
    """Cut to the study's dates; None where contracted hours are not known."""
    absence_minutes: int
    logged_minutes: int
    family_minutes: int
    pool_minutes: int
    supported: bool
    """Logged minutes reach the stated share of contracted minutes less absence."""
    families_pence: int = 0
    """What of the families' total is this month's time, miles and expenses apart."""
    unpaid_pence: int = 0
    """What of that lies above the hours paid: the minutes were worked and nobody paid them."""

    @property
    def expected_minutes(self) -> int | None:
        """Contracted minutes less absence; None where contracted hours are not known."""
        return None if self.contracted_minutes is None else max(0, self.contracted_minutes - self.absence_minutes)

    @property
    def unpaid_minutes(self) -> int:
        """Minutes logged above those paid; 0 where contracted hours are not known."""
        expected = self.expected_minutes
        return 0 if expected is None else max(0, self.logged_minutes - expected)


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """Everything a run finds for one worker, in order of date and entry."""

    worker: str
    entries: tuple[CostedEntry, ...]
    lines: tuple[Line, ...]
    pools: tuple[Pool, ...]
    pool_lines: tuple[PoolLine, ...]
    months: tuple[WorkerMonth, ...]
    unpriced_minutes: int = 0
    """Minutes of deciding on days on which the worker held no post that has a cost."""


@dataclass(frozen=True, slots=True)
class FamilyCosts:
    """What helping one family cost in the study's dates.

    `total_pence` leaves other help, deciding, setting up and evaluation out. `outside_pence` is the part of the total
    that lies between or after the times in which it was open, `own_time_pence` that of the study's intervention.
    """

    family: str
    arm: Arm
    open_days: int
    children_in_scope: int
    purchases_pence: int
    other_help_pence: int
    contact_pence: int
    preparation_pence: int
    travel_pence: int
    mileage_pence: int
    expenses_pence: int
    indirect_share_pence: int
    outside_pence: int = 0
    deciding_pence: int = 0
    set_up_pence: int = 0
    evaluation_pence: int = 0
    own_time_pence: int = 0

    @property
    def total_pence(self) -> int:
        """Purchases and every part of running time."""
        return (
            self.purchases_pence
            + self.contact_pence
            + self.preparation_pence
            + self.travel_pence
            + self.mileage_pence
            + self.expenses_pence
            + self.indirect_share_pence
        )
