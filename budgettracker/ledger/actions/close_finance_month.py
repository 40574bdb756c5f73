"""Close months of finance's books: nothing is posted in them any more, and what comes later stands in the first open one."""

from datetime import date, datetime

from sqlalchemy import func, select

from budgettracker.audit.actions import record
from budgettracker.audit.kinds import Deed
from budgettracker.budgets.models import FinanceClosing, Posting
from budgettracker.budgets.rules import require_closing
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.people.models import Authority, Person
from budgettracker.periods import month


def close_finance_month(by: Person, in_month: date, *, on: date, at: datetime) -> FinanceClosing:
    """Close the calendar month around a day for the person's authority, and every earlier one that is still open.

    The closing keeps how many lines stand in all closed months and what they come to, in pence: `check-books` notices a
    line that was added later. A month is not opened again: what belongs to it is posted in the first open one.

    Raises Refusal on `until` for a month that is not over or is closed already, NotTheirs for somebody of no authority.
    """
    if by.authority_id is None:
        raise NotTheirs
    # Deeds that post money hold this row while they do (see budgets.actions.post), so nothing slips in behind.
    own = select(Authority).where(Authority.id == by.authority_id).with_for_update(key_share=True)
    authority = db.session.scalars(own.execution_options(populate_existing=True)).one()
    until_on, closed_until = month(in_month).last_day, authority.money_closed_until
    require_closing(until_on, closed_until, on)
    standing = select(func.count(), func.coalesce(func.sum(Posting.pence), 0))
    within = standing.where(Posting.authority_id == authority.id, Posting.posted_on <= until_on)
    lines, pence = db.session.execute(within).one()
    closing = FinanceClosing(
        authority_id=authority.id,
        until_on=until_on,
        lines=lines,
        pence=int(pence),
        closed_by_id=by.id,
        closed_at=at,
    )
    authority.money_closed_until = until_on
    db.session.add(closing)
    db.session.flush()
    changes = {"until_on": [closed_until, until_on], "lines": lines, "pence": closing.pence}
    record(by, Deed.FINANCE_MONTH_CLOSED, closing, changes, at=at)
    return closing
