"""The invented families: opened over the months, with children, a lead worker, an arm, and for some an end."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from budgettracker.commands.demo.calendar import Calendar, chance, next_working
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.people import Place
from budgettracker.families import actions
from budgettracker.families.kinds import Arm, NeedCode
from budgettracker.families.models import Family
from budgettracker.people.models import Person
from budgettracker.spend.actions import close_settled_family, withdraw_spend
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.queries import spends_of

NAMES = (
    *("Okafor", "Novak", "Lindgren", "Hussain", "Doherty", "Marlow", "Petrov", "Achebe", "Sutcliffe", "Nowak"),
    *("Begum", "Fairclough", "Mensah", "Ramos", "Trevithick", "Kaplan", "Oduya", "Whitlock", "Farah", "Delaney"),
    *("Horvat", "Bancroft", "Iqbal", "Rowntree", "Chukwu", "Vasquez", "Pemberton", "Yilmaz", "Garside", "Moyo"),
    *("Kerrigan", "Stojanovic", "Ashworth", "Diallo", "Penrose", "Rahmani", "Tattersall", "Osei-Bonsu", "Lacey"),
    *("Mazur", "Holloway", "Sesay", "Brannigan", "Kurt", "Thackray", "Abara", "Winstanley", "Greaves", "Dunne"),
)
ENDS = ("plan ended", "stepped down to early help", "moved to another area", "child returned home", "plan ended")
LIKELY_NEEDS = ("N1", "N1", "N1", "N4", "N5", "N5", "N3", "N2", "N6")


@dataclass
class Household:
    """A family of the plan: its row once it has been opened.

    A story may ask for a limit of its own, and for quiet: no purchases but the story's.
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

    def open_on(self, day: date) -> bool:
        """Is there work with them on that day?"""
        return self.opened_on <= day and (self.closed_on is None or day <= self.closed_on)


def plan_households(place: Place, diary: Diary, seed: int, names: list[str]) -> list[Household]:
    """Plan the opening of an authority's families; takes their names from the list."""
    rng = chance(seed, f"{place.plan.name} families")
    arms = [Arm.BUDGET] * place.plan.budget_families + [Arm.COMPARISON] * place.plan.comparison_families
    if Arm.COMPARISON in arms:
        rng.shuffle(arms)
    found = [_household(place, diary.calendar, rng, number, arm, names.pop(0)) for number, arm in enumerate(arms)]
    for each in found:
        diary.plan(each.entered_on, 9, 10, Opening(place, each, rng))
        if each.closed_on is not None:
            diary.plan(each.closed_on, 17, 40, Closing(each, rng))
    return found


def _household(place: Place, calendar: Calendar, rng: random.Random, number: int, arm: Arm, name: str) -> Household:
    # Stepping on by one each round, so that nobody has only the families that came late.
    turn = (number + number // len(place.workers)) % len(place.workers)
    somebody = place.plan.practitioners[turn]
    span = (calendar.last - calendar.begun).days
    # Two thirds are there when the scheme begins; the others come over the first half of the story.
    early = number % 3 != 2
    entered = calendar.begun + timedelta(days=rng.randrange(2, 9) if early else rng.randrange(14, max(15, span // 2)))
    entered = next_working(entered)
    opened = entered - timedelta(days=rng.randrange(0, 75) if early else rng.randrange(0, 10))
    ends = number % 8 == 7
    closed = next_working(calendar.begun + timedelta(days=span * rng.randrange(62, 92) // 100)) if ends else None
    return Household(
        reference=f"{place.plan.prefix}-{101 + number * 3}",
        name=name,
        worker=place.people[somebody.name],
        team=somebody.teams[0],
        arm=arm,
        opened_on=opened,
        entered_on=entered,
        closed_on=closed if closed is not None and closed > entered else None,
    )


@dataclass
class Opening:
    """The deed that enters a family and its children."""

    place: Place
    each: Household
    rng: random.Random

    def __call__(self, on: date, at: datetime) -> None:
        """Enter them, by their lead worker."""
        each, plan = self.each, self.place.plan
        each.family = actions.add_family(
            each.worker,
            self.place.teams[each.team],
            each.reference,
            each.name,
            opened_on=each.opened_on,
            lead_worker=each.worker,
            scheme=self.place.scheme,
            arm=each.arm,
            allocated_on=on,
            cohort_reason=self.rng.choice(plan.reasons),
            on=on,
            at=at,
        )
        youngest, oldest = plan.ages
        count = self.rng.choice((1, 1, 2, 2, 2, 3, 3, 4)) if youngest == 0 else self.rng.choice((1, 1, 1, 2))
        ages = sorted(self.rng.sample(range(youngest, oldest + 1), count), reverse=True)
        for number, age in enumerate(ages):
            self._add_child(each.family, number, age, on, at)

    def _add_child(self, family: Family, number: int, age: int, on: date, at: datetime) -> None:
        need = self.rng.choice(LIKELY_NEEDS)
        assert need in set(NeedCode)
        actions.add_child(
            self.each.worker,
            family,
            f"C{number + 1}",
            birth_month=f"{on.year - age - 1}-{self.rng.randrange(1, 13):02d}",
            need_code=need,
            status_at_start=self.rng.choice(self.place.plan.statuses),
            in_scope=number < 3,
            index_child=number == 0,
            on=on,
            at=at,
        )


@dataclass
class Closing:
    """The deed that ends the work with a family; what was still asked for is taken back first."""

    each: Household
    rng: random.Random

    def __call__(self, on: date, at: datetime) -> None:
        """End it, by their lead worker."""
        each = self.each
        if each.family is None:
            return
        for spend in spends_of(each.family.id):
            if spend.state in (SpendState.REQUESTED, SpendState.APPROVED):
                withdraw_spend(each.worker, spend, at=at)
        close_settled_family(each.worker, each.family, on, self.rng.choice(ENDS), on=on, at=at)
