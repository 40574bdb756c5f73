"""Logging the time: each worker's week on its Friday, visits of two, group sessions, corrections, closed months."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import Calendar, chance, fives, next_working, working_days
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.set_up import GROUP_SESSION, DemoAuthority
from budgettracker.commands.demo.working_days import Manager, Worker
from budgettracker.confirmations.actions import confirm
from budgettracker.confirmations.queries import cases_of
from budgettracker.database import db
from budgettracker.families.kinds import Arm
from budgettracker.people.models import Person, Team
from budgettracker.periods import months, week
from budgettracker.worktime import actions
from budgettracker.worktime.actions import Part, Work
from budgettracker.worktime.models import WorkEntry
from budgettracker.worktime.queries import expenses_asked
from budgettracker.worktime.rules import KindMinutes

CLOSED_ON_DAY = 8
"""A month is closed for a team about this day of the next one."""
PLACES = 8
UNANSWERED_DAYS = 6
"""So long before the end somebody was named on a visit and has not answered yet."""


@dataclass
class Rota:
    """An authority's workers and their families."""

    authority: DemoAuthority
    diary: Diary
    households: list[Household]
    seed: int

    @property
    def calendar(self) -> Calendar:
        """The demo's days."""
        return self.diary.calendar

    def plan(self) -> None:
        """Plan every week of every worker, and what the teams do together."""
        workers = [
            Worker(
                self.authority,
                person,
                [household for household in self.households if household.worker is person],
                self.calendar,
                self.seed,
            )
            for person in self.authority.workers
        ]
        days = working_days(self.calendar.start, self.calendar.last)
        for number, worker in enumerate(workers):
            for friday in _log_days(days, self.calendar.last):
                self.diary.plan(friday, 16, 20 + number * 5, WeekLogged(self, worker))
        for person in self.authority.managers:
            manager = Manager(self.authority, person, self.households, self.calendar, self.seed)
            for friday in _log_days(days, self.calendar.last):
                self.diary.plan(friday, 17, 0, WeekLogged(self, manager))
        if len(workers) > 1:
            self._joint_visits(workers)
            self._group_sessions(workers)
        self._closings()

    def _joint_visits(self, workers: list[Worker]) -> None:
        """About once a month a colleague comes along, also to another team's family."""
        rng = chance(self.seed, f"{self.authority.plan.name} joint visits")
        for within in months(self.calendar.whole_months):
            lead, guest = rng.sample(workers, 2)
            day = next_working(within.start + timedelta(days=rng.randrange(6, 24)))
            self.diary.plan(day, 17, 10, JointVisit(lead, guest, waits=False))
        day = next_working(self.calendar.last - timedelta(days=UNANSWERED_DAYS))
        self.diary.plan(day, 17, 20, JointVisit(workers[1], workers[0], waits=True))

    def _group_sessions(self, workers: list[Worker]) -> None:
        """A cooking evening for several families in the middle of each month, led by two."""
        if self.authority.plan.logs_all_time:
            return
        rng = chance(self.seed, f"{self.authority.plan.name} groups")
        for within in months(self.calendar.whole_months):
            day = next_working(within.start + timedelta(days=14))
            self.diary.plan(day, 20, 30, GroupSession(self, workers[:2], rng.randrange(3) == 0))

    def _closings(self) -> None:
        """Managers close each month that is over; the first was closed too early, and was open again for a day."""
        manager = self.authority.first(Role.MANAGER)
        for number, within in enumerate(months(self.calendar.whole_months)):
            day = next_working(within.end + timedelta(days=CLOSED_ON_DAY - 1))
            for team in self.authority.teams.values():
                self.diary.plan(day, 12, 0, MonthClosed(manager, team, within.start))
                if number == 0:
                    self.diary.plan(day, 15, 0, MonthReopened(manager, team, within.start))
                    self.diary.plan(
                        next_working(day + timedelta(days=1)), 12, 30, MonthClosed(manager, team, within.start)
                    )


@dataclass
class MonthClosed:
    """The deed that closes a month for a team."""

    manager: Person
    team: Team
    start: date

    def __call__(self, on: date, at: datetime) -> None:
        """Close it."""
        actions.close_month(self.manager, self.team, self.start, on=on, at=at)


@dataclass
class MonthReopened(MonthClosed):
    """The deed that opens it again."""

    def __call__(self, on: date, at: datetime) -> None:
        """Open it, and say why."""
        words = "Two days of visits were written in a notebook and not logged."
        actions.reopen_month(self.manager, self.team, self.start, words, on=on, at=at)


@dataclass
class WeekLogged:
    """The deed of a Friday: the week is written down, and now and then something in it put right on Monday."""

    rota: Rota
    worker: Worker

    def __call__(self, on: date, at: datetime) -> None:
        """Log every entry of the week up to today."""
        person, rng = self.worker.person, self.worker.rng
        for day in working_days(max(week(on).start, self.rota.calendar.start), on):
            for work in self.worker.day(day):
                entry = actions.log_time(person, person, work, on=on, at=at)
                if rng.randrange(60) == 0:
                    monday = next_working(week(on).end)
                    self.rota.diary.plan(monday, 9, 5, PutRight(person, entry, work, rng.randrange(4) == 0))


@dataclass
class PutRight:
    """The deed that corrects an entry, or takes back one that was logged twice."""

    person: Person
    entry: WorkEntry
    work: Work
    withdraws: bool

    def __call__(self, on: date, at: datetime) -> None:
        """A quarter of an hour more, or not at all."""
        if self.withdraws:
            actions.withdraw_entry(self.person, self.entry, at=at)
        else:
            better = replace(self.work, preparation_minutes=self.work.preparation_minutes + 15)
            actions.correct_entry(self.person, self.entry, better, version=1, on=on, at=at)


@dataclass
class JointVisit:
    """The deed of a visit of two: who drives logs it and names the other, who confirms an entry of their own."""

    lead: Worker
    guest: Worker
    waits: bool
    """The other has not answered yet."""

    def __call__(self, on: date, at: datetime) -> None:
        """One logs it, the other confirms."""
        open_households = [household for household in self.lead.households if household.is_helped_on(on)]
        if not open_households or on in self.lead.away | self.guest.away:
            return
        work = self.lead.visit(on, self.lead.part(self.lead.rng.choice(open_households)))
        lead, guest = self.lead.person, self.guest.person
        entry = actions.log_time(lead, lead, work, on=on, at=at)
        offer = actions.offer_time(lead, entry, guest, on=on, at=at)
        if not self.waits:
            own = KindMinutes(work.contact_minutes, work.preparation_minutes, work.travel_minutes)
            actions.confirm_offer(guest, offer, own, version=entry.version, on=on, at=at)


@dataclass
class MaterialsConfirmed:
    """The deed of a manager who confirms what a session's food cost."""

    entry: WorkEntry

    def __call__(self, on: date, at: datetime) -> None:
        """Confirm it, where it waits still."""
        wish = expenses_asked(self.entry.id)
        if wish is not None and wish.waits:
            hands = cases_of([wish], on)[0].hands
            confirm(db.session.get_one(Person, hands[0].id), wish, on=on, at=at)


@dataclass
class GroupSession:
    """The deed of a cooking evening: all leaders' time is shared over the families that came."""

    rota: Rota
    leaders: list[Worker]
    by_minutes: bool

    def __call__(self, on: date, at: datetime) -> None:
        """Each leader logs it; the first paid for the food."""
        rng = self.leaders[0].rng
        open_households = [household for household in self.rota.households if household.is_helped_on(on)]
        present = [
            household
            for household in rng.sample(open_households, min(5, len(open_households)))
            if household.arm == Arm.BUDGET
        ]
        if len(present) < 2:
            return
        contact, cooking = 120, fives(rng, 30, 45)
        parts = tuple(Part(household.family.id) for household in present if household.family is not None)
        if self.by_minutes:
            each_had, rest = divmod(contact + cooking, len(parts))
            parts = tuple(Part(part.family_id, each_had + (rest if n == 0 else 0)) for n, part in enumerate(parts))
        first, *others = (leader.person for leader in self.leaders)
        work = Work(
            worked_on=on,
            activity_id=self.rota.authority.activities[GROUP_SESSION],
            parts=parts,
            contact_minutes=contact,
            preparation_minutes=cooking,
            expenses_pence=18_00,
            by_minutes=self.by_minutes,
            session_reference=f"{self.rota.authority.plan.prefix}-group-{on:%Y-%m}",
            places=PLACES,
        )
        entry = actions.log_time(first, first, work, on=on, at=at)
        self.rota.diary.plan(next_working(on + timedelta(days=1)), 9, 20, MaterialsConfirmed(entry))
        for leader in others:
            offer = actions.offer_time(first, entry, leader, on=on, at=at)
            actions.confirm_offer(leader, offer, KindMinutes(contact, cooking, 0), version=entry.version, on=on, at=at)


def _log_days(days: list[date], last: date) -> list[date]:
    """The last working day of each week, mostly a Friday, on which it is logged; the running week's so far."""
    latest = {week(day).start: day for day in days if day <= last}
    return sorted(latest.values())
