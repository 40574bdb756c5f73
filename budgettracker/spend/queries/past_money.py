"""The money of many families as it stands in the books, read whole before purchases of the past are brought in."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from budgettracker.budgets.kinds import LimitState
from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.bulk import chunks
from budgettracker.database import db
from budgettracker.families.models import FamilyPeriod
from budgettracker.schemes.models import Band
from budgettracker.spend.models import Refund, Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT
from budgettracker.spend.queries.running_totals import counted
from budgettracker.spend.rules import ByDay, Counted

OpenDays = tuple[date, date | None]
"""The first and the last day of an open period, both included; None: it goes on."""
Limit = tuple[datetime, uuid.UUID, int]
"""When a limit was decided, the id of the change, and the limit in pence."""


def period_ids_of(family_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """The ids of these families' cap periods."""
    period_ids: list[uuid.UUID] = []
    for ids in chunks(family_ids):
        query = select(BudgetPeriod.id).join(BudgetPeriod.budget).where(Budget.family_id.in_(ids))
        period_ids.extend(db.session.scalars(query))
    return period_ids


def limits_decided(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Limit]]:
    """The approved limits of cap periods, the earliest first."""
    limits: dict[uuid.UUID, list[Limit]] = {}
    for ids in chunks(period_ids):
        query = select(LimitChange.period_id, LimitChange.decided_at, LimitChange.id, LimitChange.to_pence)
        approved = query.where(LimitChange.period_id.in_(ids), LimitChange.state == LimitState.APPROVED)
        for period_id, at, change_id, pence in db.session.execute(approved):
            limits.setdefault(period_id, []).append((at, change_id, pence))
    for of_period in limits.values():
        of_period.sort()
    return limits


def spent_by_day(period_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, ByDay]:
    """What was bought within the limit in each cap period, day by day, and what came back of it.

    A refund first makes good what was over the limit: that part never was within it.
    """
    events: dict[uuid.UUID, list[tuple[date, int]]] = defaultdict(list)
    for ids in chunks(period_ids):
        bought = (Spend.period_id.in_(ids), IS_BOUGHT)
        query = select(Spend.period_id, Spend.bought_on, Spend.paid_pence - Spend.over_pence).where(*bought)
        for period_id, day, pence in db.session.execute(query):
            events[period_id].append((day, int(pence)))
        back = select(Spend.period_id, Spend.bought_on, Refund.refunded_on, Refund.amount_pence, Refund.over_pence)
        for period_id, bought_on, day, pence, over in db.session.execute(
            back.join(Spend, Spend.id == Refund.spend_id).where(*bought)
        ):
            events[period_id] += [(bought_on, -over), (max(day, bought_on), over - pence)]
    return {period_id: ByDay(of_period) for period_id, of_period in events.items()}


def counted_of(family_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Counted]]:
    """Everything that counts in the running totals of many families."""
    standing: dict[uuid.UUID, list[Counted]] = {}
    for ids in chunks(family_ids):
        standing |= counted(ids, date.min, date.max)
    return standing


def band_days(scheme_id: uuid.UUID) -> list[tuple[date, date | None]]:
    """The first and last days of a scheme's bands: between two of them nothing changes."""
    query = select(Band.starts_on, Band.ends_on).where(Band.scheme_id == scheme_id)
    return [(starts_on, ends_on) for starts_on, ends_on in db.session.execute(query)]


def hold_purchases(spend_ids: Collection[uuid.UUID]) -> None:
    """Lock purchases in the order of their ids and read them anew."""
    for ids in chunks(sorted(spend_ids)):
        query = select(Spend).where(Spend.id.in_(ids)).order_by(Spend.id)
        db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def spends_named(authority_id: uuid.UUID, references: Collection[str]) -> dict[str, Spend]:
    """An authority's purchases by these references, with their words and refunds."""
    spends: dict[str, Spend] = {}
    for wanted in chunks(sorted(references)):
        query = select(Spend).where(Spend.authority_id == authority_id, Spend.reference.in_(wanted))
        rows = query.options(
            joinedload(Spend.details), joinedload(Spend.category), joinedload(Spend.family), selectinload(Spend.refunds)
        )
        spends.update((spend.reference or "", spend) for spend in db.session.scalars(rows))
    return spends


def refunds_named(authority_id: uuid.UUID, references: Collection[str]) -> dict[str, tuple[Refund, Spend]]:
    """An authority's refunds by these references, each with its purchase."""
    refunds: dict[str, tuple[Refund, Spend]] = {}
    for wanted in chunks(sorted(references)):
        query = (
            select(Refund, Spend)
            .join(Spend, Spend.id == Refund.spend_id)
            .where(Refund.authority_id == authority_id, Refund.reference.in_(wanted))
            .options(joinedload(Spend.family))
        )
        refunds.update((refund.reference or "", (refund, spend)) for refund, spend in db.session.execute(query))
    return refunds


def several_periods(authority_id: uuid.UUID) -> dict[uuid.UUID, list[OpenDays]]:
    """The open periods of an authority's families that have more than one, by family."""
    several = select(FamilyPeriod.family_id).where(FamilyPeriod.authority_id == authority_id)
    several = several.group_by(FamilyPeriod.family_id).having(func.count() > 1)
    rows = select(FamilyPeriod.family_id, FamilyPeriod.opened_on, FamilyPeriod.closed_on)
    periods: dict[uuid.UUID, list[OpenDays]] = {}
    for family_id, opened_on, closed_on in db.session.execute(rows.where(FamilyPeriod.family_id.in_(several))):
        periods.setdefault(family_id, []).append((opened_on, closed_on))
    return periods
