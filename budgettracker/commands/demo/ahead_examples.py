"""Examples of what is decided ahead and by phone: regular payments, an approval on a condition, and one told afterwards."""

from datetime import date, datetime, timedelta

from budgettracker.access import Role
from budgettracker.commands.demo import example_items as items
from budgettracker.commands.demo.calendar import next_working
from budgettracker.commands.demo.diary import PlannedDeed
from budgettracker.commands.demo.example_deeds import ask_for_plan, request_on_day
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.purchases import Till
from budgettracker.spend import actions
from budgettracker.spend.kinds import Rhythm, SpendState
from budgettracker.spend.models import Spend

ROOMY = 3_000_00
"""A limit that leaves room for what an example buys, in pence."""


def regular_waits(till: Till, household: Household) -> None:
    """Regular payments that wait for a manager, as they always do: with their end, a day to look again, and afterwards."""
    begins = till.calendar.today + timedelta(days=5)
    ask_for_plan(
        till, household, items.NURSERY, 2, Rhythm.WEEKLY, begins, 12, "The funded hours begin in the term after."
    )


def regular_runs(till: Till, household: Household) -> None:
    """A weekly taxi: approved once, paid every week since, one fare dearer, and the day has come to look at it again."""
    household.limit_pence = ROOMY
    begins = till.calendar.back(25)

    def follow(plan: Spend, on: date, at: datetime) -> None:
        till.approve(plan, "Agreed until the bus pass is there. Tell me if he stops going.", on, at)
        for week, pence in enumerate((18_00, 18_00, 19_20, 18_00)):
            till.diary.plan(next_working(begins + timedelta(weeks=week)), 9, 5, pay(plan, pence))

    def pay(plan: Spend, pence: int) -> PlannedDeed:
        def deed(on: date, at: datetime) -> None:
            if plan.state == SpendState.APPROVED and household.open_on(on):
                payment = actions.record_payment(household.worker, plan, pence, on, on=on, at=at)
                till.hand_in(payment, household.worker, on)

        return deed

    ask_for_plan(
        till, household, items.TAXI, 27, Rhythm.WEEKLY, begins, 10, "The school's bus pass begins.", follow, looked_at=4
    )


def regular_ended(till: Till, household: Household) -> None:
    """Respite once in four weeks, that was not needed any more after the first time."""
    household.limit_pence = ROOMY
    begins = till.calendar.back(19)

    def follow(plan: Spend, on: date, at: datetime) -> None:
        till.approve(plan, "Agreed.", on, at)
        till.diary.plan(next_working(begins + timedelta(days=1)), 9, 25, first(plan))
        till.diary.plan(till.calendar.back(6), 16, 15, end(plan))

    def first(plan: Spend) -> PlannedDeed:
        return lambda on, at: actions.record_payment(
            household.worker, plan, plan.schedule.payment_pence if plan.schedule else 1, on, on=on, at=at
        )

    def end(plan: Spend) -> PlannedDeed:
        return lambda on, at: actions.end_plan(
            household.worker, plan, "Grandma has him every other weekend now.", at=at
        )

    ask_for_plan(till, household, items.RESPITE, 21, Rhythm.FOUR_WEEKLY, begins, 3, "Grandma takes over.", follow)


def approved_on_a_condition(till: Till, household: Household) -> None:
    """Approved up to less than was asked for, and only with the student price."""
    household.limit_pence = ROOMY

    def follow(spend: Spend, on: date, at: datetime) -> None:
        pence = spend.planned_pence * 9 // 10
        actions.approve_spend(
            *(till.decider(spend, on), spend, "Agreed."),
            pence=pence,
            condition="Only at the student price, which the college confirms.",
            on=on,
            at=at,
        )

    request_on_day(till, household, items.LAPTOP, 8, 6, follow)


def approved_by_phone(till: Till, household: Household) -> None:
    """The agent wanted the deposit that evening; the manager said yes on the phone, and has not confirmed it yet."""
    household.limit_pence = ROOMY

    def buy(on: date, at: datetime) -> None:
        if till.left(household, on) >= 505_00:
            manager = till.authority.first(Role.MANAGER)
            phoned_at = at - timedelta(hours=1)
            till.log(household, items.ROOM, 505_00, on, at, phoned_by_id=manager.id, phoned_at=phoned_at)

    till.diary.plan(till.calendar.back(1), 17, 40, buy)
