"""The months of an authority's money: what is posted in each, which are closed, and lines that stand where they cannot."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, literal, select, union_all

from budgettracker.audit.rules import Fault
from budgettracker.budgets.models import Budget, BudgetPeriod, FinanceClosing, LedgerEntry, Posting
from budgettracker.database import db
from budgettracker.errors import NotTheirs
from budgettracker.ledger.kinds import FaultCode
from budgettracker.ledger.queries.lines import Sums
from budgettracker.ledger.queries.moves import moves_of
from budgettracker.people.models import Authority, Person
from budgettracker.periods import month
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend

MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class FinanceMonth:
    """One month of the books: its lines, what they add up to, and what of it belongs to days before the month, in pence."""

    starts_on: date
    lines: int
    sums: Sums
    late_pence: int
    closed_by: str
    closed_at: datetime | None


def posted_months(authority_id: uuid.UUID) -> list[date]:
    """The first days of the months in which lines of the authority stand, the newest first."""
    query = select(Posting.posted_on).where(Posting.authority_id == authority_id).distinct()
    return list(db.session.scalars(query.order_by(Posting.posted_on.desc()).limit(MOST_MONTHS)))


def finance_months(authority_id: uuid.UUID) -> list[FinanceMonth]:
    """The months in which lines of the authority stand, the newest first, with who closed each."""
    moves = moves_of(authority_id)
    sums = [func.coalesce(func.sum(moves.c[name]), 0) for name in Sums._fields]
    left = moves.c.spent + moves.c.over + moves.c.other
    late = func.coalesce(func.sum(case((moves.c.event_on < moves.c.posted_on, left), else_=0)), 0)
    query = select(moves.c.posted_on, func.count(), late, *sums).where(moves.c.posted_on.is_not(None))
    rows = db.session.execute(query.group_by(moves.c.posted_on).order_by(moves.c.posted_on.desc()).limit(MOST_MONTHS))
    closings = _closings(authority_id)
    months = []
    for posted_on, lines, late_pence, *pence in rows:
        closing = next((each for each in closings if posted_on <= each[0]), None)
        by, at = closing[1:] if closing else ("", None)
        months.append(FinanceMonth(posted_on, lines, Sums(*map(int, pence)), int(late_pence), by, at))
    return months


def _closings(authority_id: uuid.UUID) -> list[tuple[date, str, datetime]]:
    """The last day of each closing, the earliest first, with who did it and when."""
    query = select(FinanceClosing.until_on, Person.name, FinanceClosing.closed_at)
    own = query.join(Person, Person.id == FinanceClosing.closed_by_id).where(
        FinanceClosing.authority_id == authority_id
    )
    return [row._tuple() for row in db.session.execute(own.order_by(FinanceClosing.until_on))]


def finance_closing_for(authority_id: uuid.UUID | None, closing_id: uuid.UUID) -> FinanceClosing:
    """A closing of the authority; raises NotTheirs."""
    closing = db.session.get(FinanceClosing, closing_id)
    if closing is None or closing.authority_id != authority_id:
        raise NotTheirs
    return closing


def months_to_close(authority_id: uuid.UUID, on: date) -> list[date]:
    """The first days of the open months that are over, from the first in which anything stands, the earliest first."""
    closed_until = db.session.scalar(select(Authority.money_closed_until).where(Authority.id == authority_id))
    earliest = select(func.min(Posting.posted_on)).where(Posting.authority_id == authority_id)
    if closed_until is not None:
        earliest = earliest.where(Posting.posted_on > closed_until)
    first = db.session.scalar(earliest)
    return list(_months_before(first, on)) if first else []


def _months_before(first: date, on: date) -> Iterator[date]:
    while month(first).end <= on:
        yield first
        first = month(first).end


def faults(authority_id: uuid.UUID | None = None) -> list[Fault]:
    """Lines of money that stand in no month of the books, with another amount, or in a month where they cannot stand.

    And closings that do not hold what stood in their months. Of one authority, or of all.
    """
    return [*_lines_that_differ(authority_id), *_wrong_months(authority_id), *_closed_months(authority_id)]


def _lines_that_differ(authority_id: uuid.UUID | None) -> Iterator[Fault]:
    """Lines and postings that have no counterpart, or not the same pence."""
    left = LedgerEntry.spent_delta_pence + LedgerEntry.over_delta_pence
    rows = select(LedgerEntry.id.label("id"), Budget.authority_id.label("authority_id"), left.label("pence"))
    in_budgets = rows.join(BudgetPeriod, BudgetPeriod.id == LedgerEntry.period_id).join(Budget)
    helped = select(Spend.id, Spend.authority_id, Spend.paid_pence).where(
        Spend.kind == SpendKind.OTHER_HELP, Spend.state.in_((SpendState.BOUGHT, SpendState.REVERSED))
    )
    back = select(Refund.id, Spend.authority_id, -Refund.amount_pence).join(Spend, Spend.id == Refund.spend_id)
    lines = union_all(in_budgets, helped, back.where(Spend.kind == SpendKind.OTHER_HELP)).subquery("money_lines")
    for one, other, words in (
        (lines, Posting.__table__, "a line of money stands in no month of the books"),
        (Posting.__table__, lines, "a month of the books holds a line that is none"),
    ):
        missing = select(one.c.id).outerjoin(other, other.c.id == one.c.id).where(other.c.id.is_(None))
        if authority_id is not None:
            missing = missing.where(one.c.authority_id == authority_id)
        for line_id in db.session.scalars(missing.order_by(one.c.id)):
            yield Fault("ledger line", line_id, FaultCode.MONTH, words)
    other_pence = select(lines.c.id).join(Posting, Posting.id == lines.c.id).where(Posting.pence != lines.c.pence)
    if authority_id is not None:
        other_pence = other_pence.where(lines.c.authority_id == authority_id)
    for line_id in db.session.scalars(other_pence.order_by(lines.c.id)):
        yield Fault("ledger line", line_id, FaultCode.MONTH, "the month of the books says another amount than the line")


def _wrong_months(authority_id: uuid.UUID | None) -> Iterator[Fault]:
    """Months with lines of a later day, and lines of an earlier day in a month that was never the first open one."""
    query = select(
        Posting.authority_id,
        Posting.posted_on,
        func.max(Posting.event_on),
        func.max(case((Posting.event_on < Posting.posted_on, literal(1)), else_=literal(0))),
    ).group_by(Posting.authority_id, Posting.posted_on)
    if authority_id is not None:
        query = query.where(Posting.authority_id == authority_id)
    closed = {row._tuple() for row in db.session.execute(select(FinanceClosing.authority_id, FinanceClosing.until_on))}
    for own_id, posted_on, last, has_late in db.session.execute(
        query.order_by(Posting.authority_id, Posting.posted_on)
    ):
        first_open = (own_id, posted_on - timedelta(days=1)) in closed
        if last >= month(posted_on).end or posted_on.day != 1 or (has_late and not first_open):
            words = f"lines posted in {posted_on:%B %Y} belong to another month"
            yield Fault("authority", own_id, FaultCode.MONTH, words)


def _closed_months(authority_id: uuid.UUID | None) -> Iterator[Fault]:
    """Closings whose months hold other lines, or another sum, than when they were closed."""
    query = select(FinanceClosing).order_by(FinanceClosing.authority_id, FinanceClosing.until_on)
    if authority_id is not None:
        query = query.where(FinanceClosing.authority_id == authority_id)
    for closing in db.session.scalars(query):
        standing = select(func.count(), func.coalesce(func.sum(Posting.pence), 0)).where(
            Posting.authority_id == closing.authority_id, Posting.posted_on <= closing.until_on
        )
        lines, pence = db.session.execute(standing).one()
        if (lines, int(pence)) != (closing.lines, closing.pence):
            words = (
                f"the months closed until {closing.until_on:%B %Y} held {closing.lines} lines, {closing.pence} pence"
            )
            yield Fault("finance closing", closing.id, FaultCode.MONTH, f"{words}, and hold {lines}, {int(pence)}")
