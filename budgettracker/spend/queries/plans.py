"""Plans of regular payments: what each holds of which cap period, what is left of it, and what is due."""

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from budgettracker.budgets.models import BudgetPeriod
from budgettracker.budgets.queries import period_on
from budgettracker.budgets.rules import no_limit_yet
from budgettracker.database import db
from budgettracker.errors import Refusal
from budgettracker.families.models import Family
from budgettracker.money import pounds
from budgettracker.periods import long_date
from budgettracker.spend.kinds import Review, Rhythm, SpendState
from budgettracker.spend.models import PlanPart, PlanSchedule, Spend
from budgettracker.spend.queries.purchases import IS_BOUGHT
from budgettracker.spend.rules import Schedule

MOST_PLANS = 200


@dataclass(frozen=True, slots=True)
class Part:
    """What a plan holds of one cap period: what was put there, and what its payments took of that. Pence."""

    period_id: uuid.UUID
    pence: int
    drawn_pence: int

    @property
    def left_pence(self) -> int:
        """What is left of it for the payments to come."""
        return self.pence - self.drawn_pence


@dataclass(frozen=True, slots=True)
class PlanInWords:
    """A plan as pages say it: how often, how many payments were made, what is left and what is due next."""

    rhythm_words: str
    payment_pence: int
    first_on: date
    payments_planned: int
    payments: list[Spend]
    left_pence: int
    due_on: date | None
    """The first day whose payment has not been recorded; None where all have."""
    to_look_at: bool
    """Has the day come on which it is looked at again?"""


def periods_behind(spend: Spend) -> list[uuid.UUID]:
    """The cap periods whose money hangs on a purchase: its own, and of a plan each that it holds money of."""
    if spend.period_id is None:
        return []
    if not spend.regular or spend.plan_id is not None:
        return [spend.period_id]
    parts = select(PlanPart.period_id).where(PlanPart.plan_id == spend.id)
    return sorted({spend.period_id, *db.session.scalars(parts)})


def parts_to_hold(family: Family, schedule: Schedule) -> dict[uuid.UUID, int]:
    """What a plan would hold of each cap period, in pence by the period's id, by the days its payments are due.

    Raises Refusal on `last_on` where a payment falls due in a time that has no limit yet.
    """
    pence: Counter[uuid.UUID] = Counter()
    period: BudgetPeriod | None = None
    days = schedule.days
    for number, day in enumerate(days):
        if period is None or not period.covers(day):
            period = period_on(family.id, day)
        if period is None or period.limit_pence == 0:
            if number == 0:
                raise Refusal("amount", no_limit_yet(schedule.payment_pence * len(days)))
            beyond = pounds(schedule.payment_pence * (len(days) - number))
            raise Refusal(
                "last_on",
                f"{beyond} of this falls due from {long_date(day)} on, for which there is no limit yet. "
                f"End it by {long_date(days[number - 1])}, and ask for the rest when that limit is set.",
            )
        pence[period.id] += schedule.payment_pence
    return dict(pence)


def parts_of(plan: Spend) -> list[Part]:
    """What a plan holds of each cap period, the earliest first; of other help nothing."""
    drawn = dict(
        db.session.execute(
            select(Spend.period_id, func.sum(Spend.approved_pence))
            .where(Spend.plan_id == plan.id, Spend.corrects_id.is_(None))
            .group_by(Spend.period_id)
        )
        .tuples()
        .all()
    )
    parts = db.session.scalars(
        select(PlanPart)
        .join(BudgetPeriod, BudgetPeriod.id == PlanPart.period_id)
        .where(PlanPart.plan_id == plan.id)
        .order_by(BudgetPeriod.starts_on, PlanPart.id)
    )
    return [Part(part.period_id, part.pence, int(drawn.get(part.period_id) or 0)) for part in parts]


def drawn_of(plan: Spend) -> int:
    """What the payments of a plan took of it, in pence, as they say themselves."""
    took = select(func.sum(Spend.approved_pence)).where(Spend.plan_id == plan.id, Spend.corrects_id.is_(None))
    return int(db.session.scalar(took) or 0)


def payments_of(plan: Spend) -> list[Spend]:
    """The payments of a plan in the order of their days; what was corrected stands there as what it says now."""
    return list(
        db.session.scalars(
            select(Spend)
            .where(Spend.plan_id == plan.id, Spend.family_id == plan.family_id, IS_BOUGHT)
            .order_by(Spend.bought_on, Spend.id)
        )
    )


def plan_of(payment: Spend) -> Spend | None:
    """The plan that a purchase is a payment of; None for any other, and where it was corrected to another family."""
    plan = db.session.get(Spend, payment.plan_id) if payment.plan_id is not None else None
    return plan if plan is not None and plan.family_id == payment.family_id else None


def plan_in_words(plan: Spend, on: date) -> PlanInWords | None:
    """A plan as its page says it; None for a purchase that is none."""
    if not plan.is_plan or plan.schedule is None:
        return None
    return _in_words(plan, plan.schedule, payments_of(plan), on)


def _in_words(plan: Spend, schedule: PlanSchedule, payments: list[Spend], on: date) -> PlanInWords:
    days = days_of(plan, schedule)
    running = plan.state == SpendState.APPROVED
    return PlanInWords(
        rhythm_words=Rhythm(schedule.rhythm).words,
        payment_pence=schedule.payment_pence,
        first_on=schedule.first_on,
        payments_planned=len(days),
        payments=payments,
        left_pence=plan.held_pence,
        due_on=days[len(payments)] if running and len(payments) < len(days) else None,
        to_look_at=running and plan.review_on is not None and plan.review_on <= on,
    )


def days_of(plan: Spend, schedule: PlanSchedule) -> list[date]:
    """The days on which the payments of a plan are due."""
    last_on = plan.regular_until or schedule.first_on
    rhythm = Rhythm(schedule.rhythm)
    return Schedule(rhythm, schedule.payment_pence, schedule.first_on, last_on, last_on, "").days


def running_plans(family_ids: Collection[uuid.UUID], on: date) -> list[tuple[Spend, PlanInWords]]:
    """The plans of these families that are approved and not over, each in words, the one due first at the front."""
    if not family_ids:
        return []
    plans = list(
        db.session.scalars(
            select(Spend)
            .join(Spend.schedule)
            .options(contains_eager(Spend.schedule), joinedload(Spend.details))
            .where(Spend.family_id.in_(family_ids), Spend.state == SpendState.APPROVED)
            .order_by(Spend.id)
            .limit(MOST_PLANS)
        )
    )
    if not plans:
        return []
    paid: dict[uuid.UUID, list[Spend]] = {plan.id: [] for plan in plans}
    payments = select(Spend).where(Spend.plan_id.in_(paid), Spend.family_id.in_(family_ids), IS_BOUGHT)
    for payment in db.session.scalars(payments.order_by(Spend.bought_on, Spend.id)):
        assert payment.plan_id is not None
        paid[payment.plan_id].append(payment)
    rows = [(plan, _in_words(plan, plan.schedule, paid[plan.id], on)) for plan in plans if plan.schedule is not None]
    return sorted(rows, key=lambda row: (row[1].due_on or date.max, row[0].id))


def plans_to_look_at(families: ColumnElement[bool], on: date, most: int) -> list[Spend]:
    """The plans of these families whose day has come to be looked at again, the earliest first."""
    return list(
        db.session.scalars(
            select(Spend)
            .join(Spend.schedule)
            .join(Spend.family)
            .options(contains_eager(Spend.schedule), contains_eager(Spend.family), joinedload(Spend.details))
            .where(families, Spend.state == SpendState.APPROVED, Spend.review_on <= on)
            .order_by(Spend.review_on, Spend.id)
            .limit(most)
        )
    )


def margin_used(plan_id: uuid.UUID, without_id: uuid.UUID | None = None) -> int:
    """Pence that payments of a plan cost above what each was approved for, where nobody decided about that again."""
    dearer = select(func.coalesce(func.sum(Spend.paid_pence - Spend.approved_pence), 0)).where(
        Spend.plan_id == plan_id,
        Spend.state == SpendState.BOUGHT,
        Spend.paid_pence > Spend.approved_pence,
        Spend.review == Review.NONE,
    )
    if without_id is not None:
        dearer = dearer.where(Spend.id != without_id)
    return db.session.scalar(dearer) or 0
