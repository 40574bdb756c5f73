"""The facts of a frozen run that the tables for funders are reckoned from; a few sums, few rows."""

import uuid
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from budgettracker.costing.kinds import Destination, OtherClass, VatRule
from budgettracker.costing.rates.rules.uprating import rate_words
from budgettracker.costing.results.queries.kept import results_now
from budgettracker.costing.results.queries.prices import other_cost_lines
from budgettracker.costing.run.models import (
    CostingRun,
    RunDecision,
    RunEntry,
    RunLine,
    RunMember,
    RunMonth,
    RunPool,
    RunPoolLine,
    RunPurchase,
    RunRate,
)
from budgettracker.costing.run.queries.run_costs import authorities_of, families_of
from budgettracker.families.kinds import Arm
from budgettracker.funders.kinds import CostCategory, Phase, Recurrence
from budgettracker.funders.rules.facts import (
    ActivityCost,
    Capacity,
    CostItem,
    RateFact,
    RunFacts,
    SiteFamily,
    StaffTime,
)
from budgettracker.money_in_sql import part_of_running_total
from budgettracker.schemes.models import Category
from budgettracker.spend.kinds import SpendKind
from budgettracker.spend.models import Spend
from budgettracker.studies.models import Study
from budgettracker.worktime.models import Activity

BY_RATIO = "Time that is not logged, by the ratio of each post"
POOLED = "Time for no family, shared over families"
ALL_ROLES = "all roles"
_WENT = (Destination.FAMILY, Destination.DECIDING, Destination.SET_UP)
_ENTRY_OF_LINE = (RunEntry.run_id == RunLine.run_id) & (RunEntry.entry_id == RunLine.entry_id)


def run_facts(session: Session, study: Study, run: CostingRun) -> RunFacts:
    """All that the tables need to know of a run."""
    parts = authorities_of(run)
    names = {part.authority_id: part.name for part in parts}
    lead = select(RunMember.family_id, RunMember.lead_worker_id).where(RunMember.run_id == run.id)
    leads = dict(session.execute(lead).tuples().all())
    work = _work(session, run.id, names)
    _, shared_time = _shared(session, run.id)
    return RunFacts(
        study=study.name,
        purpose=study.purpose,
        number=run.number,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        intervention=run.intervention,
        families=tuple(
            SiteFamily(names[each.authority_id], str(leads[each.family_id] or each.authority_id), each.costs)
            for each in families_of(run, str)
        ),
        items=run_items(session, run),
        staff=(*work.staff, *shared_time),
        activities=work.activities,
        capacity=_capacity(session, run.id, names),
        rates=_rates(session, run.id, names),
        modes=tuple((part.name, part.mode) for part in parts),
        results=results_now(session, run),
        vat=VatRule(run.vat_rule).words,
        unsupported_months=session.scalars(
            select(func.count()).select_from(RunMonth).where(RunMonth.run_id == run.id, RunMonth.supported.is_(False))
        ).one(),
        with_qualifications=run.with_qualifications,
        price_year=run.price_year,
        discount=f"{rate_words(run.discount_basis_points)}% a year" if run.discount_basis_points else "",
    )


def run_items(session: Session, run: CostingRun) -> tuple[CostItem, ...]:
    """Each thing that the families with a budget cost: work by post, time for nobody, decisions, purchases by category."""
    names = {part.authority_id: part.name for part in authorities_of(run)}
    shared, _ = _shared(session, run.id)
    work = _work(session, run.id, names)
    bought = _purchases(session, run.id)
    return (*work.items, *shared, *_decisions(session, run.id), *bought, *_stated(session, run.id))


class Work(NamedTuple):
    """What entries for families with a budget come to: items, minutes by role and phase, cost by activity."""

    items: list[CostItem]
    staff: list[StaffTime]
    activities: tuple[ActivityCost, ...]


def _of_budget(query: Any, table: Any, run_id: uuid.UUID) -> Any:
    """Only rows of families with a budget."""
    member = (RunMember.run_id == table.run_id) & (RunMember.family_id == table.family_id)
    return query.join(RunMember, member).where(table.run_id == run_id, RunMember.arm == Arm.BUDGET)


def _work(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> Work:
    """What entries for families with a budget cost, by post and activity, with their minutes."""
    time = RunLine.contact_cost_pence + RunLine.preparation_cost_pence + RunLine.travel_cost_pence
    query = select(
        RunMember.authority_id,
        RunRate.post,
        RunLine.destination,
        Activity.name,
        *(
            func.sum(column)
            for column in (
                RunLine.contact_minutes + RunLine.travel_minutes,
                RunLine.preparation_minutes,
                time,
                RunLine.mileage_cost_pence,
                RunLine.expenses_pence,
                RunLine.indirect_share_pence,
            )
        ),
    ).select_from(RunLine)
    query = query.join(RunEntry, _ENTRY_OF_LINE).join(RunRate, RunRate.id == RunEntry.rate_id)
    query = query.join(Activity, Activity.id == RunEntry.activity_id)
    by = (RunMember.authority_id, RunRate.post, RunLine.destination, Activity.name)
    rows = session.execute(
        _of_budget(query, RunLine, run_id).where(RunLine.destination.in_(_WENT)).group_by(*by).order_by(*by)
    ).all()
    pence: dict[tuple[str, str], list[int]] = {}
    minutes: dict[tuple[str, Phase], int] = {}
    activities: dict[tuple[str, str], int] = {}
    for authority_id, post, went, activity, *sums in rows:
        direct, preparing, cost, miles, expenses, ratio = (int(each) for each in sums)
        for name, some, of in (
            (post, cost, direct + preparing),
            ("Mileage", miles, 0),
            ("Expenses", expenses, 0),
            (BY_RATIO, ratio, 0),
        ):
            amounts = pence.setdefault((name, went), [0, 0])
            amounts[0] += some
            amounts[1] += of
        for phase, some in _phases(went, direct, preparing):
            minutes[post, phase] = minutes.get((post, phase), 0) + some
        if went == Destination.FAMILY:
            key = (names[authority_id], activity)
            activities[key] = activities.get(key, 0) + cost + miles + expenses + ratio
    items = [
        _item(name, Destination(went), some, of or None) for (name, went), (some, of) in sorted(pence.items()) if some
    ]
    staff = [StaffTime(post, phase, some) for (post, phase), some in sorted(minutes.items())]
    return Work(items, staff, tuple(ActivityCost(*key, some) for key, some in sorted(activities.items())))


def _phases(went: str, direct: int, preparing: int) -> list[tuple[Phase, int]]:
    if went == Destination.SET_UP:
        return [(Phase.TRAINING, direct + preparing)]
    return [(Phase.DELIVERY, direct), (Phase.PREPARATION, preparing)]


def _item(name: str, went: Destination, pence: int, minutes: int | None) -> CostItem:
    """An item of work, by where its cost went: setting up is there once, deciding is named."""
    after = {Destination.SET_UP: ": setting up", Destination.DECIDING: ": deciding"}.get(went, "")
    recurrence = Recurrence.START_UP if went is Destination.SET_UP else Recurrence.RECURRING
    category = CostCategory.PROCUREMENT if name in ("Mileage", "Expenses") else CostCategory.STAFF
    return CostItem(f"{name}{after}", recurrence, category, pence, minutes, "hours" if minutes else "")


def _shared(session: Session, run_id: uuid.UUID) -> tuple[list[CostItem], list[StaffTime]]:
    """Pooled time that falls to families with a budget: its cost, and its minutes as the pools' own shares."""
    minutes = part_of_running_total(
        RunPool.minutes.expression,
        RunPoolLine.share_from.expression,
        RunPoolLine.share_to.expression,
        RunPoolLine.share_of.expression,
    )
    query = select(RunPoolLine.destination, func.sum(RunPoolLine.indirect_share_pence), func.sum(minutes))
    query = query.select_from(RunPoolLine).join(RunPool, RunPool.id == RunPoolLine.pool_id)
    rows = session.execute(
        _of_budget(query, RunPoolLine, run_id)
        .where(RunPoolLine.destination.in_(_WENT))
        .group_by(RunPoolLine.destination)
        .order_by(RunPoolLine.destination)
    ).all()
    items = [_item(POOLED, Destination(went), int(pence), None) for went, pence, _ in rows if pence]
    whole = sum(int(some) for _, _, some in rows)
    return items, [StaffTime(ALL_ROLES, Phase.SHARED, whole)] if whole else []


def _decisions(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Decisions priced by the minutes of their scheme."""
    query = select(func.sum(RunDecision.cost_pence), func.sum(RunDecision.minutes)).select_from(RunDecision)
    pence, minutes = session.execute(_of_budget(query, RunDecision, run_id)).one()
    if not pence:
        return []
    name = "Decisions, by the minutes of their scheme"
    return [CostItem(name, Recurrence.RECURRING, CostCategory.STAFF, int(pence), int(minutes), "hours")]


def _purchases(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Purchases by category, refunds off."""
    query = (
        select(Category.name, func.sum(RunPurchase.counted_pence), func.count(RunPurchase.spend_id.distinct()))
        .select_from(RunPurchase)
        .join(Spend, Spend.id == RunPurchase.spend_id)
        .outerjoin(Category, Category.id == Spend.category_id)
    )
    rows = session.execute(
        _of_budget(query, RunPurchase, run_id)
        .where(RunPurchase.kind == SpendKind.DEVOLVED)
        .group_by(Category.name)
        .order_by(Category.name)
    ).all()
    return [
        CostItem(
            f"Purchases: {name or 'no category'}",
            Recurrence.RECURRING,
            CostCategory.MATERIALS,
            int(pence),
            int(count),
            "purchase" if count == 1 else "purchases",
        )
        for name, pence, count in rows
    ]


def _stated(session: Session, run_id: uuid.UUID) -> list[CostItem]:
    """Costs that the authorities of families with a budget stated besides: what of them falls on the run's days."""
    sums: dict[tuple[str, str, bool], list[int]] = {}
    for line in other_cost_lines(session, run_id):
        if line.families:
            of = sums.setdefault((line.of.what, line.of.cost_class, line.of.life_years > 0), [0, 0])
            of[0] += line.of.counted_pence
            of[1] += line.of.yearly_pence
    return [
        CostItem(
            f"{what}: setting up, as finance states it" if of == OtherClass.SET_UP else f"{what}: as finance states it",
            Recurrence.START_UP if of == OtherClass.SET_UP else Recurrence.RECURRING,
            CostCategory.PROCUREMENT,
            pence,
            yearly_pence=yearly if spread else None,
        )
        for (what, of, spread), (pence, yearly) in sorted(sums.items())
    ]


def _capacity(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> tuple[Capacity, ...]:
    known = RunMonth.contracted_minutes.is_not(None)
    sums = (
        func.sum(column).filter(known)
        for column in (
            RunMonth.contracted_minutes,
            RunMonth.absence_minutes,
            RunMonth.logged_minutes,
            RunMonth.family_minutes,
        )
    )
    query = (
        select(RunMonth.authority_id, *sums, func.count().filter(~known))
        .where(RunMonth.run_id == run_id)
        .group_by(RunMonth.authority_id)
    )
    rows = [Capacity(names[of], *(int(each or 0) for each in sums)) for of, *sums in session.execute(query)]
    return tuple(sorted(rows))


def _rates(session: Session, run_id: uuid.UUID, names: dict[uuid.UUID, str]) -> tuple[RateFact, ...]:
    rates = session.scalars(select(RunRate).where(RunRate.run_id == run_id))
    facts = [
        RateFact(
            names[rate.authority_id],
            rate.post,
            rate.price_year,
            bool(rate.overhead_direct_pence or rate.overhead_indirect_pence),
            bool(rate.capital_pence),
            rate.salary_pence
            + rate.oncosts_pence
            + rate.qualifications_pence
            + rate.overhead_direct_pence
            + rate.overhead_indirect_pence
            + rate.capital_pence,
            rate.minutes_per_year,
        )
        for rate in rates
    ]
    return tuple(sorted(facts))
