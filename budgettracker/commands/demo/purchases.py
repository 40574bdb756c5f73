"""Limits and purchases of the invented families, through the same deeds as the pages'."""

import random
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from budgettracker.access import Role
from budgettracker.budgets import actions as budgets
from budgettracker.budgets.queries import period_on, position_of
from budgettracker.commands.demo.answers import answered
from budgettracker.commands.demo.calendar import Calendar, chance, next_working, or_friday
from budgettracker.commands.demo.catalogue import APPROVED, DECLINED, LIMIT_REASONS, SMALLEST, Item, items_for, vat_of
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.families import Household
from budgettracker.commands.demo.receipts import picture_of
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.people.models import Person
from budgettracker.spend import actions
from budgettracker.spend.actions.safe_receipt import read_receipt
from budgettracker.spend.kinds import Helped, SpendState
from budgettracker.spend.models import Spend
from budgettracker.spend.queries import who_decides

EVERY_RECEIPT_BUT = 12
"""One receipt in so many is never handed in."""


@dataclass
class Till:
    """Where an authority's purchases are made: logs them and plans what follows from each."""

    authority: DemoAuthority
    diary: Diary
    receipts: Path
    seed: int
    rng: random.Random = field(init=False)
    became: random.Random = field(init=False)
    answers: random.Random = field(init=False)
    """Chances of their own, so that what becomes of purchases, and what is answered of them, changes nothing else."""

    def __post_init__(self) -> None:
        self.rng = chance(self.seed, f"{self.authority.plan.name} purchases")
        self.became = chance(self.seed, f"{self.authority.plan.name} became")
        self.answers = chance(self.seed, f"{self.authority.plan.name} asked")

    @property
    def calendar(self) -> Calendar:
        """The demo's days."""
        return self.diary.calendar

    def log(
        self,
        household: Household,
        item: Item,
        pence: int,
        on: date,
        at: datetime,
        *,
        bought_on: date | None = None,
        **more: Any,
    ) -> Spend:
        """The lead worker logs a purchase, or asks for it where the bands say so."""
        assert household.family is not None
        purchase = actions.Purchase(
            amount_pence=pence,
            bought_what=item.bought_what,
            bought_on=bought_on or on,
            purpose=item.purpose,
            category_id=self.category(item),
            payment_method=item.method,
            supplier=item.supplier,
            **vat_of(item, pence),
            reasons=answered(self.answers, self.authority),
            **more,
        )
        return actions.log_spend(household.worker, household.family, purchase, on=on, at=at)

    def category(self, item: Item) -> uuid.UUID:
        """The item's category in this authority's scheme."""
        return self.authority.categories[item.category]

    def left(self, household: Household, on: date) -> int:
        """What the family could still spend on a day, in pence; 0 where nothing may be bought."""
        if household.family is None or not household.open_on(on):
            return 0
        period = period_on(household.family.id, on)
        return position_of(period).left_pence if period is not None else 0

    def ordinary(self, household: Household, item: Item) -> "OrdinaryPurchase":
        """One of the many purchases no example is made of."""
        return OrdinaryPurchase(self, household, item)

    def hand_in(self, spend: Spend, by: Person, day: date) -> None:
        """Plan the receipt of a purchase, some days later; now and then it never comes."""
        if self.rng.randrange(EVERY_RECEIPT_BUT):
            later = next_working(day + timedelta(days=self.rng.choice((0, 0, 1, 2, 4))))
            self.diary.plan(later, 16, self.rng.randrange(60), lambda on, at: self._add_receipt(spend, by, at))
        self._say_what_became(spend, by, day)

    def _say_what_became(self, spend: Spend, by: Person, day: date) -> None:
        """Plan that the worker confirms that a purchase reached the family, and says a month later whether it helped."""
        if self.became.randrange(3):
            reached = next_working(day + timedelta(days=self.became.randrange(4)))
            self.diary.plan(reached, 15, 30, lambda on, at: self._confirm_delivery(spend, by, on, at))
        answer = self.became.choice((None, None, Helped.YES, Helped.YES, Helped.YES, Helped.PARTLY, Helped.NO))
        if answer is not None:
            later = next_working(day + timedelta(days=30 + self.became.randrange(10)))
            self.diary.plan(later, 9, 40, lambda on, at: self._note_help(spend, by, answer, at))

    def _confirm_delivery(self, spend: Spend, by: Person, on: date, at: datetime) -> None:
        if spend.state == SpendState.BOUGHT and spend.bought_on is not None and spend.bought_on <= on:
            actions.confirm_delivery(by, spend, on, on=on, at=at)

    def _note_help(self, spend: Spend, by: Person, answer: Helped, at: datetime) -> None:
        if spend.state == SpendState.BOUGHT:
            actions.note_help(by, spend, answer, at=at)
            if at.day % 3 == 0:
                heard = Helped.PARTLY if answer == Helped.YES and at.day % 2 else answer
                actions.note_help(by, spend, heard, family=True, at=at)

    def _add_receipt(self, spend: Spend, by: Person, at: datetime) -> None:
        if spend.state == SpendState.BOUGHT and spend.bought_on is not None:
            words = spend.details
            drawn = picture_of(words.supplier, words.bought_what, spend.paid_pence or 0, spend.bought_on)
            actions.add_receipt(by, spend, read_receipt(drawn), self.receipts, at=at)

    def give_back(self, by: Person, spend: Spend, pence: int, on: date, at: datetime) -> None:
        """Money that came back, with the shop's slip."""
        slip = read_receipt(picture_of(spend.details.supplier, "Refund", pence, on))
        actions.refund_with_document(by, spend, pence, on, slip, self.receipts, on=on, at=at)

    def decide_later(self, household: Household, spend: Spend, day: date) -> None:
        """Plan the decision of a request, and what follows it."""
        when = next_working(day + timedelta(days=self.rng.choice((1, 1, 2, 3, 5))))
        self.diary.plan(when, 11, self.rng.randrange(60), lambda on, at: self._decide(household, spend, on, at))

    def _decide(self, household: Household, spend: Spend, on: date, at: datetime) -> None:
        if spend.state != SpendState.REQUESTED:
            return
        roll = self.rng.randrange(100)
        if roll < 8:
            actions.withdraw_spend(household.worker, spend, at=at)
        elif roll < 20:
            self.decline(spend, self.rng.choice(DECLINED), on, at)
        else:
            self.approve(spend, self.rng.choice(APPROVED), on, at)
            self.buy_later(household, spend, on)

    def decider(self, spend: Spend, on: date) -> Person:
        """Who decides a request: the first of those it goes to."""
        assert spend.period is not None
        _, people = who_decides(spend, spend.period, on)
        return people[0].person

    def approve(self, spend: Spend, reason: str, on: date, at: datetime) -> None:
        """Approve a request."""
        actions.approve_spend(self.decider(spend, on), spend, reason, on=on, at=at)

    def decline(self, spend: Spend, reason: str, on: date, at: datetime) -> None:
        """Decline a request with a reason."""
        actions.decline_spend(self.decider(spend, on), spend, reason, on=on, at=at)

    def buy_later(self, household: Household, spend: Spend, day: date) -> None:
        """Plan the purchase of what was approved, mostly for what was asked, else a little less."""
        when = next_working(day + timedelta(days=self.rng.randrange(1, 12)))
        paid = spend.planned_pence
        if self.rng.randrange(3) == 0:
            paid -= paid * self.rng.randrange(2, 15) // 100
        self.diary.plan(
            when, 14, self.rng.randrange(60), lambda on, at: self.bring_home(household, spend, paid, on, at)
        )

    def bring_home(self, household: Household, spend: Spend, paid: int, on: date, at: datetime) -> None:
        """Record the price of what was approved: business support buys most of it where there is somebody."""
        if spend.state == SpendState.APPROVED and household.open_on(on):
            support = [each for each in self.authority.plan.people if Role.BUSINESS_SUPPORT in each.roles]
            by = self.authority.people[support[0].name] if support and paid % 3 else household.worker
            actions.record_purchase(by, spend, paid, on, on=on, at=at)
            self.hand_in(spend, by, on)


@dataclass
class OrdinaryPurchase:
    """The deed of one ordinary purchase: bought if there is room, or asked for."""

    till: Till
    household: Household
    item: Item

    def __call__(self, on: date, at: datetime) -> None:
        """Log it a day or two after the shop, and plan what follows."""
        till, household, rng = self.till, self.household, self.till.rng
        item, room = self.item, till.left(household, on)
        if room < item.most * 100:
            item, room = SMALLEST, till.left(household, on)
        if room < item.most * 100 or household.family is None:
            return
        pence = price_of(item, rng)
        bought_on = or_friday(on - timedelta(days=rng.choice((0, 0, 0, 1, 2))))
        needed = {"needed_by": on + timedelta(days=rng.randrange(7, 25))} if pence > 500_00 else {}
        spend = till.log(household, item, pence, on, at, bought_on=bought_on, **needed)
        if spend.state != SpendState.BOUGHT:
            till.decide_later(household, spend, on)
            return
        till.hand_in(spend, household.worker, on)
        if rng.randrange(30) == 0:
            back = next_working(on + timedelta(days=rng.randrange(3, 14)))
            till.diary.plan(back, 15, 20, lambda day, moment: give_back(till, household, spend, day, moment))


def give_back(till: Till, household: Household, spend: Spend, on: date, at: datetime) -> None:
    """Something came back to the shop: half of the price for one of two things."""
    if spend.state == SpendState.BOUGHT and spend.paid_pence and spend.paid_pence > 40_00:
        till.give_back(household.worker, spend, spend.paid_pence // 2, on, at)


def price_of(item: Item, rng: random.Random) -> int:
    """Pence as a till says them."""
    if item.least == item.most:
        return 9_40 if item is SMALLEST else item.most * 100
    whole = rng.randrange(item.least, item.most) * 100
    return whole + rng.choice((0, 0, 0, 50, 95, 99, rng.randrange(1, 99)))


def plan_purchases(till: Till, households: list[Household], about: int) -> None:
    """Plan the ordinary purchases of families with a budget, `each_about` for a family that is there all the time."""
    rng, calendar = till.rng, till.calendar
    whole = (calendar.last - calendar.begun).days
    weighted = [item for item in items_for(till.authority.plan.ages[0]) for _ in range(item.weight)]
    for household in (household for household in households if not household.quiet):
        first = max(household.entered_on + timedelta(days=14), calendar.start)
        last = min(household.closed_on or calendar.last, calendar.last)
        days = (last - first).days
        had: set[str] = set()
        for _ in range(max(0, about * days // whole + rng.randrange(-2, 3)) if days > 0 else 0):
            item = rng.choice([item for item in weighted if item.bought_what not in had])
            had.add(item.bought_what)
            day = next_working(first + timedelta(days=rng.randrange(days)))
            till.diary.plan(day, rng.randrange(10, 18), rng.randrange(60), till.ordinary(household, item))


def plan_limits(till: Till, households: list[Household]) -> None:
    """Plan the limits: one decision for the cohort where all get the same, else each proposed and approved."""
    authority, diary = till.authority, till.diary
    amounts = authority.plan.limits_pence
    cohort_day = next_working(till.calendar.begun + timedelta(days=11))
    cohort = [household for household in households if len(amounts) == 1 and household.entered_on <= cohort_day]

    def set_for_all(on: date, at: datetime) -> None:
        families = [household.family for household in cohort if household.family is not None]
        reason = "The scheme's amount for every family drawn at random."
        manager = authority.first(Role.MANAGER)
        changes = budgets.propose_limits_for_cohort(
            cohort[0].worker, families, authority.scheme, amounts[0], reason, on=on, at=at
        )
        budgets.decide_limits_of_cohort(manager, changes, approve=True, reason="Agreed.", on=on, at=at)

    if cohort:
        diary.plan(cohort_day, 14, 0, set_for_all)
    for household in households:
        if household not in cohort:
            day = next_working(household.entered_on + timedelta(days=till.rng.randrange(1, 5)))
            diary.plan(day, 10, 30, limit_deed(till, household, household.limit_pence or till.rng.choice(amounts)))


def limit_deed(till: Till, household: Household, pence: int, reason: str = "", decided: str = "Agreed.") -> "LimitDeed":
    """Propose a limit, and let the manager approve it a day or two later; `decided` empty leaves it waiting."""
    return LimitDeed(till, household, pence, reason or till.rng.choice(LIMIT_REASONS), decided)


@dataclass
class LimitDeed:
    """The deed that proposes a limit and plans its decision."""

    till: Till
    household: Household
    pence: int
    reason: str
    decided: str
    declines: bool = False

    def __call__(self, on: date, at: datetime) -> None:
        """The lead worker proposes."""
        household, authority = self.household, self.till.authority
        if household.family is None or not household.open_on(on):
            return
        change = budgets.propose_limit(
            household.worker, household.family, authority.scheme, self.pence, self.reason, on=on, at=at
        )
        over_cap = authority.plan.cap_pence is not None and self.pence > authority.plan.cap_pence
        manager = authority.first(Role.SENIOR_MANAGER if over_cap else Role.MANAGER)
        decide = budgets.decline_limit if self.declines else budgets.approve_limit
        if self.decided:
            when = next_working(on + timedelta(days=self.till.rng.randrange(1, 3)))
            self.till.diary.plan(
                when, 15, 45, lambda day, moment: decide(manager, change, self.decided, on=day, at=moment)
            )
