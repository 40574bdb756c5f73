"""Reading who decided what about the families of an authority, with the minutes that their schemes give a decision."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import func, or_, select

from budgettracker.budgets.models import Budget, BudgetPeriod, LimitChange
from budgettracker.costing.kinds import DecisionAbout
from budgettracker.costing.run.queries.staff import worker_key
from budgettracker.costing.run.rules.decisions import Decision
from budgettracker.database import db
from budgettracker.families.models import Family
from budgettracker.families.queries import first_reference
from budgettracker.periods import Period, day_of
from budgettracker.schemes.models import Scheme
from budgettracker.spend.models import Spend


def decisions_of(authority_id: uuid.UUID, dates: Period) -> list[Decision]:
    """Every decision of some days by somebody else than who asked: of limits and purchases of all families, in both arms.

    By day, then by what was decided. What a worker decides at the front line has no decider.
    """
    decisions = [*_limits(authority_id, dates), *_purchases(authority_id, dates)]
    return sorted(decisions, key=lambda each: (each.decided_on, each.about, each.subject))


def _bounds(dates: Period) -> tuple[datetime, datetime]:
    """Moments around the days, a day wider: the British day is told from the moment afterwards."""
    first = datetime.combine(dates.start - timedelta(days=1), time(), UTC)
    return first, datetime.combine(dates.end + timedelta(days=1), time(), UTC)


def _limits(authority_id: uuid.UUID, dates: Period) -> Iterator[Decision]:
    first, end = _bounds(dates)
    query = (
        select(LimitChange, first_reference(), Scheme.decision_minutes)
        .join(BudgetPeriod, BudgetPeriod.id == LimitChange.period_id)
        .join(Budget, Budget.id == BudgetPeriod.budget_id)
        .join(Family, Family.id == Budget.family_id)
        .join(Scheme, Scheme.id == Budget.scheme_id)
        .where(
            Family.authority_id == authority_id,
            LimitChange.decided_by_id.is_not(None),
            LimitChange.decided_at >= first,
            LimitChange.decided_at < end,
        )
        .order_by(LimitChange.id)
    )
    together: dict[tuple[uuid.UUID, uuid.UUID], list[tuple[LimitChange, str, int]]] = defaultdict(list)
    for change, reference, minutes in db.session.execute(query):
        # One decision set the limits of a whole cohort.
        together[change.cohort_id or change.id, change.decided_by_id].append((change, reference, minutes))
    for (subject, person_id), changes in together.items():
        change, _, minutes = changes[0]
        references = tuple(sorted({reference for _, reference, _ in changes}))
        assert change.decided_at is not None
        decided_on = day_of(change.decided_at)
        yield Decision(DecisionAbout.LIMIT, subject.hex, decided_on, worker_key(person_id), minutes, references)


def _purchases(authority_id: uuid.UUID, dates: Period) -> Iterator[Decision]:
    first, end = _bounds(dates)
    usual = _usual_minutes(authority_id)
    of_budget = (
        select(Scheme.decision_minutes)
        .join(Budget, Budget.scheme_id == Scheme.id)
        .join(BudgetPeriod, BudgetPeriod.budget_id == Budget.id)
        .where(BudgetPeriod.id == Spend.period_id)
        .scalar_subquery()
    )
    of_family = select(Scheme.decision_minutes).where(Scheme.id == Family.scheme_id).scalar_subquery()
    decided = Spend.decided_by_id.is_not(None) & (Spend.decided_at >= first) & (Spend.decided_at < end)
    reviewed = Spend.reviewed_by_id.is_not(None) & (Spend.reviewed_at >= first) & (Spend.reviewed_at < end)
    query = (
        select(Spend, first_reference(), func.coalesce(of_budget, of_family))
        .join(Family, Family.id == Spend.family_id)
        .where(Spend.authority_id == authority_id, or_(decided, reviewed))
        .order_by(Spend.id)
    )
    for spend, reference, minutes in db.session.execute(query):
        for about, person_id, at in (
            (DecisionAbout.PURCHASE, spend.decided_by_id, spend.decided_at),
            (DecisionAbout.REVIEW, spend.reviewed_by_id, spend.reviewed_at),
        ):
            if person_id is not None and at is not None:
                of_scheme = usual if minutes is None else int(minutes)
                yield Decision(about, spend.id.hex, day_of(at), worker_key(person_id), of_scheme, (reference,))


def _usual_minutes(authority_id: uuid.UUID) -> int:
    """What a decision about a family without a scheme counts: as in the authority's latest scheme; 0 where it has none."""
    query = select(Scheme.decision_minutes).where(Scheme.authority_id == authority_id)
    return db.session.scalars(query.order_by(Scheme.starts_on.desc(), Scheme.id)).first() or 0
