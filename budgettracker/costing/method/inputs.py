"""What a costing run reads: work entries, posts held, member families and the scope, as plain values.

Names (`worker`, `family`, `post`, `team`) are whatever text the caller keeps them under. Families are ordered
by that text, so a caller passes the family's reference. Money is whole pence, time whole minutes, miles whole
hundredths of a mile.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from budgettracker.costing.kinds import DecidingBy, Mode, Vehicle
from budgettracker.costing.rates.rules.deciding import DecidedFrom
from budgettracker.families.kinds import Arm
from budgettracker.periods import Period
from budgettracker.worktime.kinds import ActivityClass, ActivityKind


class Activity(NamedTuple):
    """What kind of work an entry was; perhaps of one intervention."""

    name: str
    kind: ActivityKind = ActivityKind.DIRECT
    activity_class: ActivityClass = ActivityClass.RUNNING
    intervention: str | None = None


class Share(NamedTuple):
    """One family's weight in an entry: 1 each, or minutes, or persons. No family: other families."""

    family: str | None
    weight: int


class Minutes(NamedTuple):
    """Minutes of work by kind, in the order of the stored columns. A run carries them from the entry to its rows."""

    contact: int = 0
    preparation: int = 0
    travel: int = 0

    @property
    def total(self) -> int:
        """Minutes of all kinds."""
        return self.contact + self.preparation + self.travel


class WorkEntry(NamedTuple):
    """Minutes one person worked on one day on one activity. Without shares the entry is for nobody."""

    ref: str
    worker: str
    worked_on: date
    activity: Activity
    minutes: Minutes = Minutes()
    miles_hundredths: int = 0
    expenses_pence: int = 0
    shares: tuple[Share, ...] = ()
    team: str = ""
    intervention: str | None = None
    """Named on the entry itself; else the activity's own holds."""
    vehicle: Vehicle = Vehicle.CAR
    passengers: int = 0
    by_manager: bool = False
    """Worked as a line manager: left out in both modes, but for deciding spends and limits."""
    version: int = 1
    """How often the entry has been written; a run keeps which version it costed."""


class PostHeld(NamedTuple):
    """The post a worker holds on the days of a period (end excluded)."""

    post: str
    held: Period


class Member(NamedTuple):
    """A family of the study: the arm it was allocated to and the periods in which it was open (ends excluded), in order."""

    arm: Arm
    periods: tuple[Period, ...]
    children_in_scope: int = 0
    allocated_on: date | None = None

    def open_on(self, day: date) -> bool:
        """Was it open on that day?"""
        # A plain loop: a run asks for every share of every entry.
        for period in self.periods:  # noqa: SIM110
            if period.start <= day < period.end:
                return True
        return False

    def counts_on(self, day: date) -> bool:
        """Does what was done for it that day count? From allocation, else opening, also while it is closed.

        Time from before it was first opened never does.
        """
        return standing_on(self, day)[0]

    def outside_on(self, day: date) -> bool:
        """Does that day lie between its periods, or after the last?"""
        return day >= self.periods[0].start and not self.open_on(day)


NOT_COUNTED = (False, False)
"""Of a share that is for no member (see `standing_on`)."""


def standing_on(member: Member | None, day: date) -> tuple[bool, bool]:
    """(does what was done that day count, was the family open) of a member; no to both for any other family."""
    if member is None:
        return NOT_COUNTED
    is_open = member.open_on(day)
    first = member.periods[0].start
    return is_open or (day >= first and day >= (member.allocated_on or first)), is_open


class ContractedMonth(NamedTuple):
    """A worker's contracted minutes of a calendar month cut to the study's dates, and those absent."""

    contracted_minutes: int
    absence_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """One authority's part of a study: what is costed, how its indirect time is treated, and for whom.

    `intervention` None counts all work; a name counts that intervention's own time alone. `own_families` names each
    intervention's own families (see `apportion.own_families`). `contracted` is keyed by worker and the first day of the
    calendar month; `miles_before` holds each worker's car miles, in hundredths, from 6 April to the day before the
    study's first.
    """

    authority: str
    mode: Mode
    dates: Period
    members: Mapping[str, Member]
    posts_held: Mapping[str, tuple[PostHeld, ...]]
    intervention: str | None = None
    own_families: Mapping[str, frozenset[str]] = field(default_factory=dict)
    contracted: Mapping[tuple[str, date], ContractedMonth] = field(default_factory=dict)
    miles_before: Mapping[str, int] = field(default_factory=dict)
    logged_at_least_percent: int = 80
    deciding: tuple[DecidedFrom, ...] = ()
    """Where time of deciding comes from, by date; from the logs before the first of them."""

    def deciding_by(self, day: date) -> DecidingBy:
        """Where the time of deciding comes from on a day."""
        sources = [each.source for each in self.deciding if each.starts_on <= day]
        return sources[-1] if sources else DecidingBy.LOGS
