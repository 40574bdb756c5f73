"""Close a family whose money is settled: nothing held, nothing waiting, nothing bought after its last day."""

import functools
import uuid
from datetime import date, datetime

from sqlalchemy import Date, Select, bindparam, exists, or_, select

from budgettracker.budgets.actions import lock
from budgettracker.budgets.queries import periods_of
from budgettracker.columns import read_columns
from budgettracker.families.actions import close_family
from budgettracker.families.models import Family, FamilyPeriod
from budgettracker.families.rules import require_closing_after, require_settled
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.queries import last_bought_on, unsettled_of
from budgettracker.voice.actions import record_unused
from budgettracker.voice.kinds import UnusedReason


def close_settled_family(
    by: Person,
    family: Family,
    closed_on: date,
    end_reason: str,
    *,
    unused: UnusedReason | None = None,
    on: date,
    at: datetime,
) -> Family:
    """End the work with a family, and write down why money stayed `unused` where that was said.

    What is requested, approved or proposed for it is settled first: no hold is dropped.

    Raises Refusal while a purchase holds money or a limit waits, on `closed_on` when something was bought after
    that day, and as families.close_family does.
    """
    # The same locks as a purchase takes, in its order: of a request and a closing at once, the second sees the first.
    for period_id in sorted(period.id for period in periods_of(family.id)):
        lock(period_id)
    unsettled = unsettled_of(family.id)
    require_settled(unsettled.held, unsettled.held_pence, unsettled.limit_pence)
    require_closing_after(closed_on, last_bought_on(family.id))
    closed = close_family(by, family, closed_on, end_reason, on=on, at=at)
    if unused is not None:
        record_unused(by, family, closed_on, unused, at=at)
    return closed


def require_open_now(family_id: uuid.UUID, day: date) -> date | None:
    """The family's closing day, if any, read anew and kept as it is until the deed is done.

    Raises Refusal on `bought_on` for a day on which the family was not open."""
    values = {"family": family_id, "day": day}
    closed_on: date | None
    opened_on, closed_on, was_open = read_columns(_open_days_statement(), values).tuples().one()
    rules.require_open(day, opened_on, closed_on)
    rules.require_no_gap(day, was_open)
    return closed_on


@functools.cache
def _open_days_statement() -> Select[tuple[date, date | None, bool]]:
    day = bindparam("day", type_=Date())
    of_day = (FamilyPeriod.opened_on <= day, or_(FamilyPeriod.closed_on.is_(None), FamilyPeriod.closed_on >= day))
    was_open = exists().where(FamilyPeriod.family_id == Family.id, *of_day)
    days = select(Family.opened_on, Family.closed_on, was_open).where(Family.id == bindparam("family"))
    return days.with_for_update(read=True, of=Family)
