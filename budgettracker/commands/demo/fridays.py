"""What a manager and the workers settle every Friday: own money confirmed, receipts seen or excused, families told."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select

from budgettracker.access import Role
from budgettracker.commands.demo.calendar import next_working
from budgettracker.commands.demo.diary import Diary
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.database import db
from budgettracker.people.models import Person
from budgettracker.periods import day_of
from budgettracker.spend import actions
from budgettracker.spend.kinds import Reimbursement, Review, SpendState
from budgettracker.spend.models import Spend

TOLD = "By phone. They understood, and know how to complain."
NO_RECEIPT = "The stall gives none; the worker was there and saw what was bought."
WEEK, MONTH = timedelta(days=7), timedelta(days=28)
TUESDAY = 1
DEAR = 150_00
"""Receipts of purchases above so many pence are looked at one by one."""


def plan_fridays(authority: DemoAuthority, diary: Diary) -> None:
    """A Friday every week until two weeks ago, so that what is newer still waits."""
    friday = diary.calendar.begun + timedelta(days=4)
    while friday < diary.calendar.back(10):
        diary.plan(next_working(friday), 16, 55, lambda on, at: _settle(authority, on, at))
        friday += WEEK


def _settle(authority: DemoAuthority, on: date, at: datetime) -> None:
    manager = authority.first(Role.MANAGER)
    for spend in _bought(authority, on - WEEK):
        if spend.reimbursement == Reimbursement.WAITING and spend.review != Review.OPEN:
            actions.decide_reimbursement(manager, spend, confirm=True, on=on, at=at)
    for spend in _bought(authority, on - MONTH):
        _look_at_receipt(manager, spend, on, at)
    declined = select(Spend).where(
        *(Spend.authority_id == authority.row.id, Spend.state == SpendState.DECLINED, Spend.told_on.is_(None)),
    )
    for spend in db.session.scalars(declined.order_by(Spend.requested_at, Spend.id)):
        worker = db.session.get_one(Person, spend.recorded_by_id)
        if spend.decided_at is not None and day_of(spend.decided_at) < on:
            actions.tell_family(worker, spend, on, TOLD, on=on, at=at)


def _look_at_receipt(manager: Person, spend: Spend, on: date, at: datetime) -> None:
    """A dear purchase's receipt is looked at; of some that have none it is said why."""
    if spend.receipts and spend.receipt_seen_at is None and (spend.paid_pence or 0) > DEAR:
        actions.see_receipt(manager, spend, on=on, at=at)
    elif spend.lacks_receipt and (spend.bought_on or on).day % 3 == 0:
        actions.excuse_receipt(manager, spend, NO_RECEIPT, on=on, at=at)


def _bought(authority: DemoAuthority, until: date) -> Iterator[Spend]:
    """What was bought by a day, Tuesdays left out: somebody always forgets something."""
    bought = select(Spend).where(
        *(Spend.authority_id == authority.row.id, Spend.state == SpendState.BOUGHT, Spend.bought_on <= until),
    )
    for spend in db.session.scalars(bought.order_by(Spend.bought_on, Spend.requested_at, Spend.paid_pence, Spend.id)):
        if (spend.bought_on or until).weekday() != TUESDAY:
            yield spend
