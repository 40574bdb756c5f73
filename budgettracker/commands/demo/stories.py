"""What the demo must show whatever chance says: a purchase in every state, a limit waiting, money over the limit."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from budgettracker.access import Role
from budgettracker.commands.demo import things
from budgettracker.commands.demo.calendar import next_working
from budgettracker.commands.demo.catalogue import Item
from budgettracker.commands.demo.diary import Happening
from budgettracker.commands.demo.households import Household
from budgettracker.commands.demo.spends import LimitDeed, Till, give_back, limit_deed, price_of
from budgettracker.families.actions import correct_child
from budgettracker.spend import actions
from budgettracker.spend.kinds import SpendState
from budgettracker.spend.models import Spend

Story = Callable[[Till, Household], None]
Follow = Callable[[Spend, date, datetime], object]


_ROOMY = 3_000_00
"""A limit that leaves room for what a story buys, in pence."""


def tell(till: Till, households: list[Household]) -> None:
    """Plan the stories of an authority, each with a family that was there early and stays open."""
    stories = {"WM": _WESTMOOR, "SM": _SALTMERE, "BF": _BRACKENFOLD}[till.place.plan.prefix]
    there = [each for each in households if each.closed_on is None and each.entered_on < till.calendar.start]
    for story, each in zip(stories, there, strict=False):
        story(till, each)


def _wait(till: Till, each: Household, item: Item, days: int, **said: Any) -> None:
    """A request of some working days ago that still waits."""
    needed = till.calendar.today + timedelta(days=6)
    till.diary.plan(
        till.calendar.back(days), 13, 20, lambda on, at: _ask(till, each, item, on, at, needed_by=needed, **said)
    )


def _ask(till: Till, each: Household, item: Item, on: date, at: datetime, **said: Any) -> Spend | None:
    """Log it if there is room for it."""
    pence = price_of(item, till.rng)
    return till.log(each, item, pence, on, at, **said) if till.left(each, on) >= pence else None


def _buy(till: Till, each: Household, item: Item, days: int, follow: Follow | None = None, later: int = 0) -> None:
    """A purchase of some working days ago, and what became of it; above the band it is decided like any other."""

    def buy(on: date, at: datetime) -> None:
        spend = _ask(till, each, item, on, at)
        if spend is not None and spend.state != SpendState.BOUGHT:
            till.decide_later(each, spend, on)
        elif spend is not None:
            till.hand_in(spend, each.worker, on)
            if follow is not None:
                till.diary.plan(till.calendar.back(later), 15, 35, lambda day, moment: follow(spend, day, moment))

    till.diary.plan(till.calendar.back(days), 12, 30, buy)


def _then(till: Till, each: Household, item: Item, days: int, later: int, follow: Follow, **said: Any) -> None:
    """A request of some working days ago, and what became of it."""

    def ask(on: date, at: datetime) -> None:
        spend = _ask(till, each, item, on, at, **said)
        if spend is not None:
            till.diary.plan(till.calendar.back(later), 15, 5, lambda day, moment: follow(spend, day, moment))

    till.diary.plan(till.calendar.back(days), 10, 40, ask)


def _asked_about(till: Till, each: Household, item: Item, question: str, answer: str = "", **said: Any) -> None:
    """A request of two working days ago about which its decider asked, and perhaps was answered."""

    def follow(spend: Spend, on: date, at: datetime) -> None:
        made = actions.ask_about_spend(till.decider(spend, on), spend, question, on=on, at=at)
        if answer:
            till.diary.plan(
                till.calendar.last, 16, 50,
                lambda _, moment: actions.answer_about_spend(each.worker, made, spend, answer, at=moment),
            )  # fmt: skip

    needed = till.calendar.today + timedelta(days=6)
    _then(till, each, item, 2, 1, follow, needed_by=needed, **said)


def _waiting(till: Till, each: Household) -> None:
    each.limit_pence = _ROOMY
    _asked_about(till, each, things.RECORDING, "Does he want this himself, and can he get there on Fridays?")


def _approved(till: Till, each: Household) -> None:
    each.limit_pence = _ROOMY
    _then(
        till,
        each,
        things.LAPTOP,
        8,
        6,
        lambda spend, on, at: till.approve(spend, "Agreed. Ask for the student price.", on, at),
    )


def _declined(till: Till, each: Household) -> None:
    each.limit_pence = _ROOMY
    words = "This does not serve the plan. A club or a class would; ask me about either."
    _then(till, each, things.CONSOLE, 15, 13, lambda spend, on, at: till.decline(spend, words, on, at))


def _withdrawn(till: Till, each: Household) -> None:
    each.limit_pence = _ROOMY
    _then(till, each, things.MOPED, 18, 17, lambda spend, on, at: actions.withdraw_spend(each.worker, spend, at=at))


def _largest(till: Till, each: Household) -> None:
    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.approve(spend, "Agreed today: the tenancy starts on Friday.", on, at)
        till.bring_home(each, spend, spend.planned_pence, on, at)

    till.diary.plan(till.calendar.start, 9, 50, limit_deed(till, each, 5_000_00, "A move is likely within weeks."))
    _then(till, each, things.LARGEST, 12, 11, follow)


def _over_the_limit(till: Till, each: Household) -> None:
    """The agent asked for more than was left: told, and waiting for the manager."""
    each.limit_pence, each.quiet = 1_000_00, True

    def follow(spend: Spend, on: date, at: datetime) -> None:
        till.approve(spend, "Agreed.", on, at)
        till.diary.plan(till.calendar.back(2), 12, 15, too_much(spend))

    def too_much(spend: Spend) -> Happening:
        return lambda on, at: till.bring_home(each, spend, spend.planned_pence + till.left(each, on) + 38_50, on, at)

    _buy(till, each, things.SOFA, 20)
    _then(till, each, things.ROOM, 6, 5, follow)


def _emergency(till: Till, each: Household) -> None:
    """Bought first, decided afterwards."""
    each.limit_pence = _ROOMY

    def buy(on: date, at: datetime) -> None:
        if till.left(each, on) < 612_00:
            return
        spend = till.log(each, things.TRAIN, 612_00, on, at, already_paid=True, note="She was found on a Sunday night.")
        manager = till.place.first(Role.MANAGER)
        words = "Right to act at once; I would have agreed."
        till.diary.plan(
            till.calendar.back(19), 9, 30,
            lambda day, moment: actions.review_spend(manager, spend, accept=True, reason=words, on=day, at=moment),
        )  # fmt: skip

    till.diary.plan(till.calendar.back(20), 9, 15, buy)


def _running(till: Till, each: Household) -> None:
    """Two purchases within the band, and a third that passes the running total."""
    each.quiet = True
    _buy(till, each, things.SOFA, 14)
    _buy(till, each, things.BEDS, 9)
    _wait(till, each, things.TUTOR, 0)


def _to_the_senior(till: Till, each: Household) -> None:
    _asked_about(
        till, each, things.KITCHEN, "Will the landlord let us do it, in writing?",
        "Yes: the letter came yesterday and is with the plan.",
        note="Three quotes are with the plan; this is the middle one.",
    )  # fmt: skip


def _limit_waits(till: Till, each: Household) -> None:
    words = "Grandmother moves in to help, and the house needs a third bedroom."
    till.diary.plan(till.calendar.back(3), 16, 10, limit_deed(till, each, 8_000_00, words, decided=""))


def _limit_declined(till: Till, each: Household) -> None:
    words = "More than half of the present limit is left. Ask again when it is needed."
    deed = LimitDeed(till, each, 9_000_00, "Driving lessons for the father.", words, declines=True)
    till.diary.plan(till.calendar.back(16), 10, 10, deed)


def _above_the_cap(till: Till, each: Household) -> None:
    words = "An exception: four siblings come home together, and the alternative is three placements."
    deed = LimitDeed(till, each, 11_500_00, "Four children return at once.", words)
    till.diary.plan(till.calendar.back(17), 10, 20, deed)


def _reversed(till: Till, each: Household) -> None:
    """Recorded for the wrong family, and taken out again."""
    words = "Put down for the wrong family; it stands with the right one now."

    def follow(spend: Spend, on: date, at: datetime) -> None:
        actions.reverse_spend(each.worker, spend, words, on=on, at=at)

    _buy(till, each, things.COAT, 7, follow, 6)


def _refunded(till: Till, each: Household) -> None:
    """One of two beds went back."""
    _buy(till, each, things.BEDS, 9, lambda spend, on, at: give_back(each, spend, on, at), 4)


def _regular(till: Till, each: Household) -> None:
    """A regular payment, which always needs a manager: with its end and its review."""
    ends = till.calendar.today + timedelta(days=84)
    review = till.calendar.today + timedelta(days=42)
    _wait(till, each, things.NURSERY, 2, regular=True, regular_until=ends, review_on=review)


def _regular_withdrawn(till: Till, each: Household) -> None:
    ends = till.calendar.today + timedelta(days=60)
    _then(
        till, each, things.RESPITE, 12, 11, lambda spend, on, at: actions.withdraw_spend(each.worker, spend, at=at),
        regular=True, regular_until=ends,
    )  # fmt: skip


def _all_back(till: Till, each: Household) -> None:
    """The whole thing went back to the shop."""

    def follow(spend: Spend, on: date, at: datetime) -> None:
        actions.refund_spend(each.worker, spend, spend.paid_pence or 0, on, on=on, at=at)

    _buy(till, each, things.COAT, 10, follow, 8)


def _child_left(till: Till, each: Household) -> None:
    """The eldest has moved to an uncle for good: the work is for the others now."""

    def leave(on: date, at: datetime) -> None:
        if each.family is None or not each.family.children:
            return
        child = each.family.children[0]
        correct_child(
            each.worker, each.family, child, reference=child.reference, birth_month=child.birth_month,
            need_code=child.need_code, status_at_start=child.status_at_start, in_scope=False,
            index_child=each.family.index_child == child.reference, on=on, at=at,
        )  # fmt: skip

    till.diary.plan(till.calendar.back(10), 11, 45, leave)


def _hold_run_out(till: Till, each: Household) -> None:
    """Approved in the first weeks, and never bought: the money is held past its time."""
    each.limit_pence = _ROOMY
    day = next_working(till.calendar.begun + timedelta(days=21))

    def ask(on: date, at: datetime) -> None:
        spend = _ask(till, each, things.LAPTOP, on, at)
        if spend is not None:
            agreed = next_working(on + timedelta(days=1))
            till.diary.plan(agreed, 15, 5, lambda later, moment: till.approve(spend, "Agreed.", later, moment))

    till.diary.plan(day, 10, 5, ask)


def _lowered(till: Till, each: Household) -> None:
    """The move that a part of the limit was for does not happen."""
    each.limit_pence, each.quiet = 6_000_00, True
    words = "The landlord keeps them on, so the money for the move is not needed."
    till.diary.plan(till.calendar.back(12), 9, 40, limit_deed(till, each, 4_000_00, words))


_WESTMOOR: tuple[Story, ...] = (_refunded, _reversed, _regular, _regular_withdrawn, _all_back, _child_left)
_SALTMERE: tuple[Story, ...] = (
    _waiting,
    _approved,
    _declined,
    _withdrawn,
    _largest,
    _over_the_limit,
    _emergency,
    _hold_run_out,
)
_BRACKENFOLD: tuple[Story, ...] = (
    _limit_waits,
    _running,
    _to_the_senior,
    _above_the_cap,
    _limit_declined,
    _reversed,
    _refunded,
    _lowered,
)  # fmt: skip
