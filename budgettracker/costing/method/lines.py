"""What a costing run gives: entries with their cost, lines, pools and the lines that share them out.

Columns of the workbook keep their name here with the unit added: `contact_cost` is `contact_cost_pence`. The
smallest things are the amounts on `Line` and `PoolLine`: they are never rounded again, and every total is a
sum of them.

A spreadsheet says each amount again, whole being the entry's part (or the pool):
`ROUND(whole*share_to/share_of,0)-ROUND(whole*share_from/share_of,0)`.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import Destination, Reason
from budgettracker.families.kinds import Arm
from budgettracker.worktime.kinds import ActivityClass


class CostedEntry(NamedTuple):
    """A work entry at its own dated cost, before it is shared: each part rounded half up once to pence."""

    entry: str
    worker: str
    team: str
    authority: str
    post: str
    rate_from: date
    """With `post`, the post rate the entry was costed at."""
    worked_on: date
    month: date
    """First day of the calendar month."""
    activity: str
    activity_class: ActivityClass
    intervention: str | None
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    contact_cost_pence: int
    preparation_cost_pence: int
    travel_cost_pence: int
    mileage_cost_pence: int
    expenses_pence: int
    uplift_pence: int
    """Mode B: the ratio on the minutes it applies to, rounded half up once. Else 0."""
    pooled: bool
    """Mode A: the entry is for nobody and its cost is in a pool."""

    @property
    def cost_pence(self) -> int:
        """All parts at c, without uplift."""
        return (
            self.contact_cost_pence
            + self.preparation_cost_pence
            + self.travel_cost_pence
            + self.mileage_cost_pence
            + self.expenses_pence
        )


class Line(NamedTuple):
    """One entry's cost for one family (or other families, or nobody: no family), by part.

    Normally one line for each entry and family. Where a face-to-face ratio contains preparation and travel
    they stand on a left-out line of their own. `whole_..._minutes` are the entry's own minutes of the kinds
    this line shares.
    """

    of: CostedEntry
    family: str | None
    destination: Destination
    reason: Reason | None
    share_from: int
    share_to: int
    share_of: int
    whole_contact_minutes: int
    whole_preparation_minutes: int
    whole_travel_minutes: int
    contact_minutes: int
    preparation_minutes: int
    travel_minutes: int
    contact_cost_pence: int
    preparation_cost_pence: int
    travel_cost_pence: int
    mileage_cost_pence: int
    expenses_pence: int
    indirect_share_pence: int
    """Mode B: this family's part of the entry's uplift. In mode A indirect shares stand on pool lines."""

    @property
    def cost_pence(self) -> int:
        """All parts, the indirect share included."""
        return (
            self.contact_cost_pence
            + self.preparation_cost_pence
            + self.travel_cost_pence
            + self.mileage_cost_pence
            + self.expenses_pence
            + self.indirect_share_pence
        )


class Pool(NamedTuple):
    """Mode A: a worker's time for nobody in a month, general or of one intervention, running or set-up."""

    worker: str
    authority: str
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
    share_from: int
    share_to: int
    share_of: int
    indirect_share_pence: int


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


@dataclass(frozen=True, slots=True)
class WorkerResult:
    """Everything a run finds for one worker, in order of date and entry."""

    worker: str
    entries: tuple[CostedEntry, ...]
    lines: tuple[Line, ...]
    pools: tuple[Pool, ...]
    pool_lines: tuple[PoolLine, ...]
    months: tuple[WorkerMonth, ...]


@dataclass(frozen=True, slots=True)
class FamilyCosts:
    """What helping one family cost in the study's dates. `total_pence` leaves other help paid out."""

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

    @property
    def total_pence(self) -> int:
        """Purchases and every part of time; other help paid is beside it."""
        return (
            self.purchases_pence
            + self.contact_pence
            + self.preparation_pence
            + self.travel_pence
            + self.mileage_pence
            + self.expenses_pence
            + self.indirect_share_pence
        )
