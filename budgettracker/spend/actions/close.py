"""Close a family whose money is settled: nothing held, nothing waiting, nothing bought after its last day."""

import functools
import uuid
from datetime import date, datetime

from sqlalchemy import Select, bindparam, select

from budgettracker.budgets.actions import lock
from budgettracker.budgets.queries import periods_of
from budgettracker.database import db
from budgettracker.families.actions import close_family
from budgettracker.families.models import Family
from budgettracker.families.rules import require_closing_after, require_settled
from budgettracker.people.models import Person
from budgettracker.spend import rules
from budgettracker.spend.queries import last_bought_on, waits_for


def close_settled_family(
    by: Person, family: Family, closed_on: date, end_reason: str, *, on: date, at: datetime
) -> Family:
    """End the work with a family. What is requested, approved or proposed for it is settled first: no hold is dropped.

    Raises Refusal while a purchase holds money or a limit waits, on `closed_on` when something was bought after
    that day, and as families.close_family does.
    """
    # The same locks as a purchase takes, in its order: of a request and a closing at once, the second sees the first.
    for period_id in sorted(period.id for period in periods_of(family.id)):
        lock(period_id)
    waits = waits_for(family.id)
    require_settled(waits.held, waits.held_pence, waits.limit_pence)
    require_closing_after(closed_on, last_bought_on(family.id))
    return close_family(by, family, closed_on, end_reason, on=on, at=at)


def require_open_now(family_id: uuid.UUID, day: date) -> date | None:
    """Refuse a day the family is not open, as the books have it now, and keep a closing out; gives its closing day."""
    opened_on, closed_on = db.session.execute(_open_asked(), {"family": family_id}).tuples().one()
    rules.require_open(day, opened_on, closed_on)
    return closed_on


@functools.cache
def _open_asked() -> Select[tuple[date, date | None]]:
    asked = select(Family.opened_on, Family.closed_on).where(Family.id == bindparam("family"))
    return asked.with_for_update(read=True)
