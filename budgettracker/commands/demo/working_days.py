"""What a worker's weeks look like: visits, journeys, writing up, meetings, the families nobody asks about."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from budgettracker.commands.demo.calendar import Calendar, chance, fives, working_days
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.families.kinds import Arm
from budgettracker.people.models import Person
from budgettracker.worktime.actions import Part, Work

VISIT, CALL = "Visit to the family", "Call or meeting with the family"
MEETING, RECORDING = "Meeting about the family", "Recording and reports"
BUDGET_WORK, TEAM_MEETING = "Administering the budget", "Team meeting"
OFFICE, TRAINING, FORMS = (
    "Supervision and other office work",
    "Training for the devolved budget",
    "Research and evaluation forms",
)
OTHER_FAMILIES = (Part(None),)
NOTES = (
    "Parking cost more than the visit.",
    "Nobody in; went back at four.",
    "Long talk on the doorstep first.",
    "School joined by phone.",
    "",
)
FIRST_WEEKS = 56
"""Days in which a family new to the scheme is seen more often."""


@dataclass
class Worker:
    """Somebody who logs time, and how their days go."""

    authority: DemoAuthority
    person: Person
    households: list[Household]
    calendar: Calendar
    seed: int
    rng: random.Random = field(init=False)
    away: set[date] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = chance(self.seed, f"{self.person.email} time")
        self.away = self._days_off()

    def _days_off(self) -> set[date]:
        """A week's leave and a few single days."""
        days = working_days(self.calendar.start, self.calendar.last)
        first = self.rng.randrange(max(1, len(days) - 20))
        singles = self.rng.sample(days, min(len(days), max(1, len(days) // 45)))
        return {*(days[first : first + 5] if len(days) > 60 else ()), *singles}

    def day(self, day: date) -> list[Work]:
        """Everything logged for a day; nothing on a day off."""
        if day in self.away:
            return []
        open_on = [household for household in self.households if household.is_helped_on(day)]
        if self.authority.plan.logs_all_time:
            return list(self._whole_day(day, open_on))
        return list(self._client_day(day, open_on))

    def _whole_day(self, day: date, open_on: list[Household]) -> Iterator[Work]:
        """Every minute of the contract, as mode A needs it."""
        rng = self.rng
        left = (self.person.weekly_minutes_on(day) or 0) // 5 + fives(rng, 5, 25) - 10
        work = [*self._fixed(day), *self._for_families(day, open_on, 2 if rng.randrange(3) == 0 else 1)]
        for entry in work:
            left -= entry.minutes
        yield from work
        if left > 75:
            office = fives(rng, 15, 45)
            others = left - office
            travel = min(fives(rng, 15, 40), others // 3)
            written = others // 4
            yield Work(
                day,
                self._activity(VISIT),
                OTHER_FAMILIES,
                contact_minutes=others - travel - written,
                travel_minutes=travel,
                miles_hundredths=self._miles(),
            )
            yield Work(day, self._activity(RECORDING), OTHER_FAMILIES, preparation_minutes=written)
            left = office
        if left >= 10:
            yield Work(day, self._activity(OFFICE), preparation_minutes=left)

    def _client_day(self, day: date, open_on: list[Household]) -> Iterator[Work]:
        """Time for families alone, as mode B needs it; the team's meeting is logged by habit."""
        if day.weekday() == 0 and self.rng.randrange(3):
            yield Work(day, self._activity(TEAM_MEETING), preparation_minutes=fives(self.rng, 45, 75))
        yield from self._for_families(day, open_on, self.rng.choice((1, 1, 2)))

    def _fixed(self, day: date) -> Iterator[Work]:
        """What the calendar brings: meetings, supervision, training in the first weeks, forms at the month's end."""
        rng, week = self.rng, (day - self.calendar.start).days // 7
        if day.weekday() == 0:
            yield Work(day, self._activity(TEAM_MEETING), preparation_minutes=fives(rng, 60, 90))
        if day.weekday() == 2 and week % 4 == 1:
            yield Work(day, self._activity(OFFICE), preparation_minutes=60, note="Supervision")
        if day.weekday() == 3 and week in (0, 1):
            yield Work(day, self._activity(TRAINING), preparation_minutes=180)
        if day.weekday() == 4 and (day + timedelta(days=7)).month != day.month:
            yield Work(day, self._activity(FORMS), preparation_minutes=fives(rng, 30, 50))

    def _for_families(self, day: date, open_on: list[Household], visits: int) -> Iterator[Work]:
        rng = self.rng
        seen = self._some(day, open_on, visits)
        for household in seen:
            yield self.visit(day, self.part(household))
        if seen and rng.randrange(10) < 7:
            yield Work(day, self._activity(RECORDING), self.part(seen[0]), preparation_minutes=fives(rng, 25, 75))
        others = [household for household in open_on if household not in seen]
        if others and rng.randrange(10) < 3:
            yield self._without(day, rng.choice(others))
        budgets = [household for household in open_on if household.arm == Arm.BUDGET]
        if budgets and rng.randrange(10) == 0:
            yield Work(
                day, self._activity(BUDGET_WORK), self.part(rng.choice(budgets)), preparation_minutes=fives(rng, 10, 30)
            )

    def _without(self, day: date, household: Household) -> Work:
        """A call, or a meeting about them."""
        if self.rng.randrange(3):
            return Work(day, self._activity(CALL), self.part(household), contact_minutes=fives(self.rng, 10, 40))
        minutes = fives(self.rng, 45, 90)
        return Work(day, self._activity(MEETING), self.part(household), preparation_minutes=minutes, travel_minutes=20)

    def visit(self, day: date, parts: tuple[Part, ...], *, drives: bool = True) -> Work:
        """A visit, with the way there and some notes afterwards."""
        rng = self.rng
        return Work(
            worked_on=day,
            activity_id=self._activity(VISIT),
            parts=parts,
            contact_minutes=fives(rng, 40, 105),
            preparation_minutes=fives(rng, 5, 20) if rng.randrange(2) else 0,
            travel_minutes=fives(rng, 10, 45),
            miles_hundredths=self._miles() if drives else 0,
            expenses_pence=rng.choice((2_40, 3_50, 5_00)) if rng.randrange(12) == 0 else 0,
            note=rng.choice(NOTES) if rng.randrange(10) == 0 else "",
        )

    def part(self, household: Household) -> tuple[Part, ...]:
        """One family's place in an entry."""
        assert household.family is not None
        return (Part(household.family.id),)

    def _some(self, day: date, open_on: list[Household], count: int) -> list[Household]:
        """Whom to visit: families new to the scheme come up three times as often."""
        weighted = [
            household
            for household in open_on
            for _ in range(3 if (day - household.entered_on).days <= FIRST_WEEKS else 1)
        ]
        chosen: list[Household] = []
        for _ in range(min(count, len(open_on))):
            left = [household for household in weighted if household not in chosen]
            chosen.append(self.rng.choice(left))
        return chosen

    def _activity(self, activity: str) -> uuid.UUID:
        return self.authority.activities[activity]

    def _miles(self) -> int:
        """Hundredths of a mile there and back; some walk."""
        return self.rng.randrange(20, 190) * 10 if self.rng.randrange(6) else 0


class Manager(Worker):
    """A team manager: meetings about families, and in mode A every other minute of the contract."""

    def day(self, day: date) -> list[Work]:
        """Everything logged for a day; in mode B that is supervision about families, once a week."""
        all_time = self.authority.plan.logs_all_time
        if day in self.away or not (all_time or day.weekday() == 3):
            return []
        rng = self.rng
        open_on = [household for household in self.households if household.is_helped_on(day)]
        about = rng.sample(open_on, min(1 if all_time else 2, len(open_on)))
        work = [
            Work(day, self._activity(MEETING), self.part(household), preparation_minutes=fives(rng, 20, 60))
            for household in about
        ]
        if all_time:
            if day.weekday() == 0:
                work.append(Work(day, self._activity(TEAM_MEETING), preparation_minutes=fives(rng, 60, 90)))
            left = (
                (self.person.weekly_minutes_on(day) or 0) // 5
                + fives(rng, 5, 30)
                - 15
                - sum(entry.minutes for entry in work)
            )
            work.append(Work(day, self._activity(OFFICE), preparation_minutes=left))
        return work
