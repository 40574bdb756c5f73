"""What became of families of the invented world by now: dated, in both arms, some with the council's own code."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from budgettracker.commands.demo.calendar import Calendar, moment
from budgettracker.commands.demo.set_up import DemoAuthority
from budgettracker.database import db
from budgettracker.families.models import Child, Family
from budgettracker.outcomes.actions import record_outcome
from budgettracker.outcomes.kinds import Outcome
from budgettracker.people.models import Person


class _Known(NamedTuple):
    """An outcome so many days after a family's start; `of_child`: of its first child."""

    outcome: Outcome
    days: int
    code: str | None = None
    of_child: bool = False


IN_CARE = _Known(Outcome.ENTERED_CARE, 60, "V2", of_child=True)
AT_HOME = (_Known(Outcome.STAYED_HOME_3, 91), _Known(Outcome.STAYED_HOME_6, 182))
REFERRED, PLAN_ENDED = _Known(Outcome.RE_REFERRED, 50), _Known(Outcome.PLAN_ENDED, 75, "PE")


def add_outcomes(authority: DemoAuthority, calendar: Calendar) -> None:
    """The lead worker of each family with an arm records what is known of it by a day of last week."""
    on = calendar.back(4)
    families = select(Family).where(Family.authority_id == authority.row.id, Family.arm.is_not(None))
    for number, family in enumerate(db.session.scalars(families.order_by(Family.reference))):
        start = family.allocated_on or family.opened_on
        worker = db.session.get(Person, family.lead_worker_id) if family.lead_worker_id else None
        last = min(on, family.closed_on or on)
        for each in _known(number):
            happened_on = start + timedelta(days=each.days)
            if happened_on <= last:
                _record(worker or authority.workers[0], family, each, happened_on, on, number)


def _known(number: int) -> Iterator[_Known]:
    if number % 7 == 3:
        yield IN_CARE
    else:
        yield from AT_HOME
    if number % 9 == 4:
        yield REFERRED
    if number % 5 == 1:
        yield PLAN_ENDED


def _record(by: Person, family: Family, each: _Known, happened_on: date, on: date, minute: int) -> None:
    first = select(Child).where(Child.family_id == family.id).order_by(Child.reference)
    child = db.session.scalars(first).first() if each.of_child else None
    at = moment(on, 14, minute)
    record_outcome(by, family, each.outcome, happened_on, child=child, code=each.code, on=on, at=at)
