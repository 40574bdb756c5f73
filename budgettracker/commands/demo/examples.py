"""What the demo must show whatever chance says: a purchase in every state, a limit waiting, money over the limit."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import cycle

from budgettracker.access import Role
from budgettracker.commands.demo import example_items as items
from budgettracker.commands.demo.ahead_examples import (
    ROOMY,
    approved_by_phone,
    approved_on_a_condition,
    regular_ended,
    regular_runs,
    regular_waits,
)
from budgettracker.commands.demo.asked_anyway import asked_anyway, put_right
from budgettracker.commands.demo.calendar import next_working
from budgettracker.commands.demo.catalogue import SMALLEST
from budgettracker.commands.demo.diary import PlannedDeed
from budgettracker.commands.demo.example_deeds import (
    buy_on_day,
    log_if_room,
    request_on_day,
    request_still_waiting,
    request_with_question,
)
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.limit_examples import (
    limit_above_the_cap,
    limit_declined,
    limit_lowered,
    limit_waits,
)
from budgettracker.commands.demo.purchases import Till, give_back, limit_deed
from budgettracker.families.actions import correct_child
from budgettracker.spend import actions
from budgettracker.spend.models import Spend

Example = Callable[[Till, Household], None]


def plan_examples(till: Till, households: list[Household]) -> None:
    """Plan the examples of an authority, each with a family that was there early and stays open."""
    examples = {"WM": _WESTMOOR, "SM": _SALTMERE, "BF": _BRACKENFOLD}[till.authority.plan.prefix]
    settled = [
        household
        for household in households
        if household.closed_on is None and household.entered_on < till.calendar.start
    ]
    # Where there are more examples than such families, some have two.
    for example, household in zip(examples, cycle(settled), strict=False):
        example(till, household)


def _waiting(till: Till, household: Household) -> None:
    household.limit_pence, household.quiet = ROOMY, True
    request_with_question(
        till, household, items.RECORDING, "Does he want this himself, and can he get there on Fridays?"
    )


def _declined(till: Till, household: Household) -> None:
    household.limit_pence = ROOMY
    words = "This does not serve the plan. A club or a class would; ask me about either."
    request_on_day(till, household, items.CONSOLE, 15, 13, lambda spend, on, at: till.decline(spend, words, on, at))


def _withdrawn(till: Till, household: Household) -> None:
    household.limit_pence = ROOMY
    request_on_day(
        till,
        household,
        items.MOPED,
        18,
        17,
        lambda spend, on, at: actions.withdraw_spend(household.worker, spend, at=at),
    )


def _smallest(till: Till, household: Household) -> None:
    buy_on_day(till, household, SMALLEST, 8)


def _largest(till: Till, household: Household) -> None:
    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.approve(spend, "Agreed today: the tenancy starts on Friday.", on, at)
        till.bring_home(household, spend, spend.planned_pence, on, at)

    till.diary.plan(till.calendar.start, 9, 50, limit_deed(till, household, 5_000_00, "A move is likely within weeks."))
    request_on_day(till, household, items.LARGEST, 12, 11, follow)


def _over_the_limit(till: Till, household: Household) -> None:
    """The agent asked for more than was left: told, and waiting for the manager."""
    household.limit_pence, household.quiet = 1_000_00, True

    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.approve(spend, "Agreed.", on, at)
        till.diary.plan(till.calendar.back(2), 12, 15, too_much(spend))

    def too_much(spend: Spend) -> PlannedDeed:
        return lambda on, at: till.bring_home(
            household, spend, spend.planned_pence + till.left(household, on) + 38_50, on, at
        )

    buy_on_day(till, household, items.SOFA, 20)
    request_on_day(till, household, items.ROOM, 6, 5, follow)


def _emergency(till: Till, household: Household) -> None:
    """Bought first, decided afterwards."""
    household.limit_pence = ROOMY

    def buy(on: date, at: datetime) -> None:
        if till.left(household, on) < 612_00:
            return
        spend = till.log(
            household, items.TRAIN, 612_00, on, at, already_paid=True, note="She was found on a Sunday night."
        )
        manager = till.authority.first(Role.MANAGER)
        words = "Right to act at once; I would have agreed."
        till.diary.plan(
            till.calendar.back(19),
            9,
            30,
            lambda day, moment: actions.review_spend(manager, spend, accept=True, reason=words, on=day, at=moment),
        )

    till.diary.plan(till.calendar.back(20), 9, 15, buy)


def _agreed(till: Till, household: Household) -> None:
    """Above the worker's band: the manager approved it, and it was bought."""
    household.limit_pence = ROOMY

    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.approve(spend, "Agreed: he needs it to keep the place.", on, at)
        till.bring_home(household, spend, spend.planned_pence, on, at)

    request_on_day(till, household, items.LAPTOP, 10, 9, follow)


def _running(till: Till, household: Household) -> None:
    """Two purchases within the band, and a third that passes the running total."""
    household.quiet = True
    buy_on_day(till, household, items.SOFA, 14)
    buy_on_day(till, household, items.BEDS, 9)
    request_still_waiting(till, household, items.TUTOR, 0)


def _to_the_senior(till: Till, household: Household) -> None:
    request_with_question(
        till,
        household,
        items.KITCHEN,
        "Will the landlord let us do it, in writing?",
        "Yes: the letter came yesterday and is with the plan.",
        note="Three quotes are with the plan; this is the middle one.",
    )


def _reversed(till: Till, household: Household) -> None:
    """Recorded for the wrong family, and taken out again."""
    words = "Put down for the wrong family; it stands with the right one now."

    def follow(spend: Spend, on: date, at: datetime) -> None:
        actions.reverse_spend(household.worker, spend, words, on=on, at=at)

    buy_on_day(till, household, items.COAT, 5, follow, 1)


def _refunded(till: Till, household: Household) -> None:
    """One of two beds went back."""
    buy_on_day(till, household, items.BEDS, 9, lambda spend, on, at: give_back(till, household, spend, on, at), 4)


def _all_back(till: Till, household: Household) -> None:
    """The whole thing went back to the shop."""

    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.give_back(household.worker, spend, spend.paid_pence or 0, on, at)

    buy_on_day(till, household, items.COAT, 10, follow, 8)


def _child_left(till: Till, household: Household) -> None:
    """The eldest has moved to an uncle for good: the work is for the others now."""

    def leave(on: date, at: datetime) -> None:
        if household.family is None or not household.family.children:
            return
        child = household.family.children[0]
        correct_child(
            household.worker,
            household.family,
            child,
            reference=child.reference,
            birth_month=child.birth_month,
            need_code=child.need_code,
            status_at_start=child.status_at_start,
            in_scope=False,
            index_child=household.family.index_child == child.reference,
            on=on,
            at=at,
        )

    till.diary.plan(till.calendar.back(10), 11, 45, leave)


def _hold_run_out(till: Till, household: Household) -> None:
    """Approved in the first weeks, and never bought: the money is held past its time."""
    household.limit_pence = ROOMY
    day = next_working(till.calendar.begun + timedelta(days=21))

    def ask(on: date, at: datetime) -> None:
        spend = log_if_room(till, household, items.MOPED, on, at)
        if spend is not None:
            agreed = next_working(on + timedelta(days=1))
            till.diary.plan(agreed, 15, 5, lambda later, moment: till.approve(spend, "Agreed.", later, moment))

    till.diary.plan(day, 10, 5, ask)


def _twice(till: Till, household: Household) -> None:
    """The same coat in the books twice: two workers were at the shop together."""
    for _ in range(2):
        buy_on_day(till, household, items.COAT, 5)


def _in_parts(till: Till, household: Household) -> None:
    """Two things of one morning, each within the band, together above it."""
    household.limit_pence = ROOMY
    buy_on_day(till, household, items.SOFA, 11)
    buy_on_day(till, household, items.COAT, 11)


_WESTMOOR: tuple[Example, ...] = (
    _refunded,
    _reversed,
    regular_waits,
    regular_ended,
    _all_back,
    _child_left,
    regular_runs,
    _twice,
    put_right,
    asked_anyway,
)
_SALTMERE: tuple[Example, ...] = (
    _waiting,
    approved_on_a_condition,
    approved_by_phone,
    _in_parts,
    _declined,
    _withdrawn,
    _smallest,
    _largest,
    _over_the_limit,
    _emergency,
    _hold_run_out,
    put_right,
)
_BRACKENFOLD: tuple[Example, ...] = (
    limit_waits,
    _running,
    _to_the_senior,
    limit_above_the_cap,
    limit_declined,
    _reversed,
    _refunded,
    limit_lowered,
    _agreed,
    put_right,
)
