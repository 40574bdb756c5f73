"""The invented families: opened over the months, with children, a lead worker, an arm, and for some an end."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from budgettracker.commands.demo.calendar import Calendar, chance, next_working
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.families import actions
from budgettracker.families.kinds import Arm, EndReason, NeedCode
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions import close_settled_family, withdraw_spend
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spends_of
from budgettracker.voice.kinds import UnusedReason

NAMES = (
    *("Okafor", "Novak", "Lindgren", "Hussain", "Doherty", "Marlow", "Petrov", "Achebe", "Sutcliffe", "Nowak"),
    *("Begum", "Fairclough", "Mensah", "Ramos", "Trevithick", "Kaplan", "Oduya", "Whitlock", "Farah", "Delaney"),
    *("Horvat", "Bancroft", "Iqbal", "Rowntree", "Chukwu", "Vasquez", "Pemberton", "Yilmaz", "Garside", "Moyo"),
    *("Kerrigan", "Stojanovic", "Ashworth", "Diallo", "Penrose", "Rahmani", "Tattersall", "Osei-Bonsu", "Lacey"),
    *("Mazur", "Holloway", "Sesay", "Brannigan", "Kurt", "Thackray", "Abara", "Winstanley", "Greaves", "Dunne"),
)
ENDS = (
    *(EndReason.PLAN_ENDED, EndReason.STEPPED_DOWN, EndReason.MOVED_AWAY, EndReason.RETURNED_HOME),
    EndReason.PLAN_ENDED,
)
UNUSED = (UnusedReason.CAME_OTHERWISE, UnusedReason.CONFIDENCE, UnusedReason.NOT_NEEDED, UnusedReason.PROCESS)
_N = NeedCode
LIKELY_NEEDS = (_N.N1, _N.N1, _N.N1, _N.N4, _N.N5, _N.N5, _N.N3, _N.N2, _N.N6)


LONG_AGO = 400
"""Days before it is entered on which the family that has been there longest was allocated."""


@dataclass
class Household:
    """A family of the plan: its row once it has been opened.

    An example may need a limit of its own, and quiet: no purchases but the example's.
    """

    reference: str
    name: str
    worker: Person
    team: str
    arm: Arm
    opened_on: date
    entered_on: date
    closed_on: date | None
    limit_pence: int | None = None
    quiet: bool = False
    family: Family | None = None
    allocated_on: date | None = None
    """Of a family that was allocated before the demo's days; none: on the day it is entered."""

    def is_helped_on(self, day: date) -> bool:
        """Has the family been entered, and is there work with them on that day?"""
        return self.family is not None and self.open_on(day)

    def open_on(self, day: date) -> bool:
        """Is there work with them on that day?"""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


def plan_households(authority: DemoAuthority, diary: Diary, seed: int, names: list[str]) -> list[Household]:
    """Plan the opening of an authority's families; takes their names from the list."""
    rng = chance(seed, f"{authority.plan.name} families")
    arms = [Arm.BUDGET] * authority.plan.budget_families + [Arm.COMPARISON] * authority.plan.comparison_families
    if Arm.COMPARISON in arms:
        rng.shuffle(arms)
    households = [
        _household(authority, diary.calendar, rng, number, arm, names.pop(0)) for number, arm in enumerate(arms)
    ]
    for household in households:
        diary.plan(household.entered_on, 9, 10, Opening(authority, household, rng))
        if household.closed_on is not None:
            diary.plan(household.closed_on, 17, 40, Closing(household, rng))
    return households


def _household(
    authority: DemoAuthority, calendar: Calendar, rng: random.Random, number: int, arm: Arm, name: str
) -> Household:
    # Stepping on by one each round, so that nobody has only the families that came late.
    turn = (number + number // len(authority.workers)) % len(authority.workers)
    lead_worker = authority.plan.practitioners[turn]
    span = (calendar.last - calendar.begun).days
    # Two thirds are there when the scheme begins; the others come over the first half of the demo's days.
    early = number % 3 != 2
    entered = calendar.begun + timedelta(days=rng.randrange(2, 9) if early else rng.randrange(14, max(15, span // 2)))
    entered = next_working(entered)
    opened = entered - timedelta(days=rng.randrange(0, 75) if early else rng.randrange(0, 10))
    # One family has been there for more than a year, so that discounting has something to discount.
    allocated = entered - timedelta(days=LONG_AGO) if number == 1 else None
    ends = number % 8 == 7
    closed = next_working(calendar.begun + timedelta(days=span * rng.randrange(62, 92) // 100)) if ends else None
    return Household(
        reference=f"{authority.plan.prefix}-{101 + number * 3}",
        name=name,
        worker=authority.people[lead_worker.name],
        team=lead_worker.teams[0],
        arm=arm,
        opened_on=min(opened, allocated or opened),
        entered_on=entered,
        closed_on=closed if closed is not None and closed > entered else None,
        allocated_on=allocated,
    )


@dataclass
class Opening:
    """The deed that enters a family and its children."""

    authority: DemoAuthority
    household: Household
    rng: random.Random

    def __call__(self, on: date, at: datetime) -> None:
        """Enter them, by their lead worker."""
        household, plan = self.household, self.authority.plan
        household.family = actions.add_family(
            household.worker,
            self.authority.teams[household.team],
            household.reference,
            household.name,
            opened_on=household.opened_on,
            lead_worker=household.worker,
            scheme=self.authority.scheme,
            arm=household.arm,
            allocated_on=household.allocated_on or on,
            cohort_reason=self.rng.choice(plan.reasons),
            on=on,
            at=at,
        )
        youngest, oldest = plan.ages
        count = self.rng.choice((1, 1, 2, 2, 2, 3, 3, 4)) if youngest == 0 else self.rng.choice((1, 1, 1, 2))
        ages = sorted(self.rng.sample(range(youngest, oldest + 1), count), reverse=True)
        for number, age in enumerate(ages):
            self._add_child(household.family, number, age, on, at)

    def _add_child(self, family: Family, number: int, age: int, on: date, at: datetime) -> None:
        need = self.rng.choice(LIKELY_NEEDS)
        assert need in set(NeedCode)
        actions.add_child(
            self.household.worker,
            family,
            f"C{number + 1}",
            birth_month=f"{on.year - age - 1}-{self.rng.randrange(1, 13):02d}",
            need_code=need,
            status_at_start=self.rng.choice(self.authority.plan.statuses),
            in_scope=number < 3,
            index_child=number == 0,
            on=on,
            at=at,
        )


@dataclass
class Closing:
    """The deed that ends the work with a family; what was still asked for is taken back first."""

    household: Household
    rng: random.Random

    def __call__(self, on: date, at: datetime) -> None:
        """End it, by their lead worker."""
        household = self.household
        if household.family is None:
            return
        for spend in spends_of(household.family.id):
            if spend.state in (SpendState.REQUESTED, SpendState.APPROVED):
                withdraw_spend(household.worker, spend, at=at)
        reason, why = self.rng.choice(ENDS), UNUSED[len(household.name) % len(UNUSED)]
        unused = why if household.arm == Arm.BUDGET else None
        close_settled_family(household.worker, household.family, on, reason, unused=unused, on=on, at=at)
