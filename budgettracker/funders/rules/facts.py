"""What the tables for funders are reckoned from: plain facts of one frozen run. Amounts are whole pence, time whole minutes."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from budgettracker.costing.kinds import Mode
from budgettracker.costing.method.lines import FamilyCosts
from budgettracker.costing.results.kinds import Counted
from budgettracker.costing.results.rules.results import GroupResult, Results
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import CostCategory, Participants, Phase, Recurrence

DAYS_OF_400_YEARS = 146_097


class CostItem(NamedTuple):
    """One thing that the families with a budget cost, over the days of the run.

    `quantity` is minutes of `unit` "hours", a count of any other unit, or None where nothing is counted. `yearly_pence` is of
    what serves for years: each year's share of it, the same whoever takes part; None of everything else.
    """

    name: str
    recurrence: Recurrence
    category: CostCategory
    pence: int
    quantity: int | None = None
    unit: str = ""
    yearly_pence: int | None = None


class StaffTime(NamedTuple):
    """Minutes of a role in a phase, for families with a budget, over the days of the run."""

    role: str
    phase: Phase
    minutes: int


class ActivityCost(NamedTuple):
    """What an activity cost the families with a budget of an authority."""

    authority: str
    activity: str
    pence: int


class SiteFamily(NamedTuple):
    """A family with its authority and what tells its lead worker from others."""

    authority: str
    worker: str
    costs: FamilyCosts


class Capacity(NamedTuple):
    """Working time of an authority's workers in the months whose contracted hours are known, in minutes."""

    authority: str
    contracted: int
    absence: int
    logged: int
    families: int
    unknown_months: int

    @property
    def practical(self) -> int:
        """What could be worked: contracted hours less absence."""
        return self.contracted - self.absence

    @property
    def unused(self) -> int:
        """What was paid for and not logged; more logged than that leaves nothing unused."""
        return max(0, self.practical - self.logged)


class RateFact(NamedTuple):
    """What a post's rate holds: which cost components are in it, pence a year, and the minutes of a year it is shared over."""

    authority: str
    post: str
    price_year: str
    has_overheads: bool
    has_capital: bool
    yearly_pence: int
    minutes_per_year: int


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run as the tables need it. `families` are of both arms; items and time are of families with a budget."""

    study: str
    purpose: str
    number: int
    starts_on: date
    ends_on: date
    intervention: str | None
    families: tuple[SiteFamily, ...]
    items: tuple[CostItem, ...]
    staff: tuple[StaffTime, ...]
    activities: tuple[ActivityCost, ...]
    capacity: tuple[Capacity, ...]
    rates: tuple[RateFact, ...]
    modes: tuple[tuple[str, Mode], ...]
    results: Results
    vat: str
    unsupported_months: int
    with_qualifications: bool
    price_year: str | None = None
    """The year in whose prices all costs stand; None where each stands in its own year's."""
    discount: str = ""
    """The rate that later years are discounted by beside the run, in words; empty where nothing is."""

    @property
    def years(self) -> Fraction:
        """The days of the run in years of the calendar."""
        return Fraction(((self.ends_on - self.starts_on).days + 1) * 400, DAYS_OF_400_YEARS)

    def of_arm(self, arm: Arm) -> list[SiteFamily]:
        """The families of an arm as allocated."""
        return [each for each in self.families if each.costs.arm is arm]

    @property
    def budget(self) -> list[SiteFamily]:
        """The families with a budget: whom the intervention's cost is about."""
        return self.of_arm(Arm.BUDGET)

    @property
    def sites(self) -> list[str]:
        """The authorities of families with a budget, by name."""
        return sorted({each.authority for each in self.budget})

    def participants(self, who: Participants) -> int:
        """How many families with a budget there were, or children in scope of theirs."""
        if who is Participants.FAMILIES:
            return len(self.budget)
        return sum(each.costs.children_in_scope for each in self.budget)

    def group(self, arm: Arm, authority: str | None = None) -> GroupResult | None:
        """The mean of an arm with its interval, of all authorities or of one; purchases and time."""
        for each in self.results.groups:
            if (each.arm, each.authority, each.counted) == (arm, authority, Counted.TOTAL):
                return each
        return None

    @property
    def prices_in_words(self) -> str:
        """In which prices costs stand."""
        return (
            f"Prices of {self.price_year}, uprated" if self.price_year else f"Prices as logged, of {self.price_years}"
        )

    @property
    def price_years(self) -> str:
        """The run's price year, else those of the posts' rates, the oldest first."""
        if self.price_year:
            return self.price_year
        return ", ".join(sorted({each.price_year for each in self.rates})) or "none"
