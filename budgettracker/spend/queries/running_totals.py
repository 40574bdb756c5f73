"""What a family's purchases add up to in a band's window of days: no purchase is split to stay below a bound."""

import functools
import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from budgettracker.access import Role
from budgettracker.columns import read_columns
from budgettracker.database import db
from budgettracker.schemes.rules import Bounds
from budgettracker.spend.kinds import SpendKind, SpendState
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.rules import Counted, longest_window, totals_by_role

COUNTS = (SpendState.APPROVED, SpendState.BOUGHT, SpendState.REVERSED)
"""States that count in a running total. A request counts only when it is judged itself."""


def amount_of(*, by_itself: bool = False) -> ColumnElement[int]:
    """What a purchase counts in a running total, in pence: its price when bought, else what was approved.

    What came back or was taken out lessens it once a second person has seen that it did; what was corrected counts at
    the larger amount until then. One family's share of a receipt counts as the whole receipt, `by_itself` as the share.
    A plan counts what its payments have not taken yet; they count themselves.
    """
    ticked = select(func.coalesce(func.sum(Refund.amount_pence), 0)).where(
        Refund.spend_id == Spend.id, Refund.ticked_at.is_not(None)
    )
    share = case((Spend.state == SpendState.APPROVED, Spend.approved_pence - Spend.drawn_pence), else_=Spend.paid_pence)
    back = case((Spend.state == SpendState.APPROVED, 0), else_=ticked.correlate(Spend).scalar_subquery())
    if by_itself:
        return case((Spend.counts_pence.is_not(None), Spend.counts_pence), else_=share - back)
    return case(
        (Spend.counts_pence.is_not(None), Spend.counts_pence),
        (Spend.shared_pence.is_not(None) & (share > back), Spend.shared_pence - back),
        else_=share - back,
    )


def counted(family_ids: Collection[uuid.UUID], after: date, until: date) -> dict[uuid.UUID, list[Counted]]:
    """What counts in the running totals of each family from the day after one day until another, in one question.

    All workers' purchases for the family count, devolved money and other help together, by the day they were bought
    (asked for, until then).
    """
    day = func.coalesce(Spend.bought_on, Spend.asked_on)
    rows = db.session.execute(
        select(Spend.family_id, Spend.id, day, amount_of(), Spend.decided_as, Spend.kind, Spend.counted_with_id).where(
            Spend.family_id.in_(family_ids), Spend.state.in_(COUNTS), day > after, day <= until
        )
    )
    purchases: dict[uuid.UUID, list[Counted]] = {family_id: [] for family_id in family_ids}
    for family_id, spend_id, on, pence, role, kind, chain in rows:
        other_help = kind == SpendKind.OTHER_HELP
        purchases[family_id].append(Counted(spend_id, on, int(pence), _role(role), other_help, chain))
    return purchases


def running_totals(
    family_id: uuid.UUID,
    bounds: Mapping[Role, Bounds],
    pence: int,
    on: date,
    without: uuid.UUID | None = None,
    *,
    other_help: bool = False,
    by_itself: bool = False,
) -> dict[Role, int]:
    """For each role: the family's total in its dearest window that holds a day, this purchase of `pence` included.

    Devolved money and other help together; when `other_help` is judged, other help alone. `without` leaves a purchase
    out, and what is counted together with it. `by_itself`: as if no receipt had been shared.
    """
    window = longest_window(bounds)
    if not window:
        return totals_by_role(bounds, pence, on, ())
    window_days = {
        "family": family_id,
        "after": on - timedelta(days=window),
        "before": on + timedelta(days=window),
    }
    others = [
        Counted(None, day, int(counts), _role(role), chain=chain)
        for day, role, chain, counts in read_columns(_by_day(without, other_help, by_itself), window_days)
    ]
    return totals_by_role(bounds, pence, on, others)


def _role(name: str | None) -> Role | None:
    return Role(name) if name else None


def _by_day(
    without: uuid.UUID | None, other_help: bool, by_itself: bool
) -> Select[tuple[date, str | None, uuid.UUID | None, int]]:
    by_day = _each_day_statement(by_itself)
    if other_help:
        by_day = by_day.where(Spend.kind == SpendKind.OTHER_HELP)
    if without is None:
        return by_day
    mine = aliased(Spend)
    chain = select(mine.counted_with_id).where(mine.id == without).scalar_subquery()
    another = or_(Spend.counted_with_id.is_(None), Spend.counted_with_id.is_distinct_from(chain))
    return by_day.where(Spend.id != without, another)


@functools.cache
def _each_day_statement(by_itself: bool) -> Select[tuple[date, str | None, uuid.UUID | None, int]]:
    """Built once: every purchase runs it, and building it costs more than running it."""
    day = func.coalesce(Spend.bought_on, Spend.asked_on)
    pence = amount_of(by_itself=by_itself)
    once = case((Spend.counted_with_id.is_(None), func.sum(pence)), else_=func.max(pence))
    return (
        select(day, Spend.decided_as, Spend.counted_with_id, once)
        .where(
            Spend.family_id == bindparam("family"),
            Spend.state.in_(COUNTS),
            day > bindparam("after", type_=Date),
            day < bindparam("before", type_=Date),
        )
        .group_by(day, Spend.decided_as, Spend.counted_with_id)
    )
