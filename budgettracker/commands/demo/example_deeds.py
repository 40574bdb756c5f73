"""How examples buy and ask: so many working days ago, and what becomes of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from budgettracker.commands.demo.calendar import next_working
from budgettracker.commands.demo.catalogue import Item
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.purchases import Till, price_of
from budgettracker.spend import actions
from budgettracker.spend.kinds import Rhythm, SpendState
from budgettracker.spend.models import Spend

Follow = Callable[[Spend, date, datetime], object]
"""What becomes of a purchase, on a later day and moment."""


def request_still_waiting(till: Till, household: Household, item: Item, days: int, **more: Any) -> None:
    """A request of some working days ago that still waits."""
    needed = till.calendar.today + timedelta(days=6)
    till.diary.plan(
        till.calendar.back(days),
        13,
        20,
        lambda on, at: log_if_room(till, household, item, on, at, needed_by=needed, **more),
    )


def log_if_room(till: Till, household: Household, item: Item, on: date, at: datetime, **more: Any) -> Spend | None:
    """Log a purchase if there is room for it in the budget; None where there is not."""
    pence = price_of(item, till.rng)
    return till.log(household, item, pence, on, at, **more) if till.left(household, on) >= pence else None


def buy_on_day(
    till: Till, household: Household, item: Item, days: int, follow: Follow | None = None, later: int = 0
) -> None:
    """A purchase of some working days ago, and what became of it; above the band it is decided like any other."""

    def buy(on: date, at: datetime) -> None:
        spend = log_if_room(till, household, item, on, at)
        if spend is not None and spend.state != SpendState.BOUGHT:
            till.decide_later(household, spend, on)
        elif spend is not None:
            till.hand_in(spend, household.worker, on)
            if follow is not None:
                till.diary.plan(till.calendar.back(later), 15, 35, lambda day, moment: follow(spend, day, moment))

    till.diary.plan(till.calendar.back(days), 12, 30, buy)


def request_on_day(
    till: Till, household: Household, item: Item, days: int, later: int, follow: Follow, **more: Any
) -> None:
    """A request of some working days ago, and what became of it."""

    def ask(on: date, at: datetime) -> None:
        spend = log_if_room(till, household, item, on, at, **more)
        if spend is not None:
            till.diary.plan(till.calendar.back(later), 15, 5, lambda day, moment: follow(spend, day, moment))

    till.diary.plan(till.calendar.back(days), 10, 40, ask)


def request_with_question(
    till: Till, household: Household, item: Item, question: str, answer: str = "", **more: Any
) -> None:
    """A request of two working days ago about which its decider asked, and perhaps was answered."""

    def follow(spend: Spend, on: date, at: datetime) -> None:
        question_asked = actions.ask_about_spend(till.decider(spend, on), spend, question, on=on, at=at)
        if answer:
            till.diary.plan(
                till.calendar.last,
                16,
                50,
                lambda _, moment: actions.answer_about_spend(
                    household.worker, question_asked, spend, answer, at=moment
                ),
            )

    needed = till.calendar.today + timedelta(days=6)
    request_on_day(till, household, item, 2, 1, follow, needed_by=needed, **more)


def ask_for_plan(
    till: Till,
    household: Household,
    item: Item,
    days: int,
    rhythm: Rhythm,
    first_on: date,
    payments: int,
    afterwards: str,
    follow: Follow | None = None,
    *,
    looked_at: int = 2,
) -> None:
    """Regular payments asked for some working days ago, and what became of that the day after; looked at after some."""
    weeks = timedelta(weeks=rhythm.weeks)
    last_on, review_on = first_on + weeks * (payments - 1), first_on + weeks * looked_at
    pence = price_of(item, till.rng)

    def ask(on: date, at: datetime) -> None:
        schedule = actions.Schedule(rhythm, pence, first_on, last_on, review_on, afterwards)
        if household.family is None or till.left(household, on) < schedule.total_pence:
            return
        plan = actions.ask_for_plan(
            household.worker,
            household.family,
            actions.Purchase(
                amount_pence=pence,
                bought_what=item.bought_what,
                bought_on=on,
                purpose=item.purpose,
                category_id=till.category(item),
                payment_method=item.method,
                supplier=item.supplier,
            ),
            schedule,
            on=on,
            at=at,
        )
        if follow is not None:
            later = next_working(on + timedelta(days=1))
            till.diary.plan(later, 15, 5, lambda day, moment: follow(plan, day, moment))

    till.diary.plan(till.calendar.back(days), 13, 20, ask)
